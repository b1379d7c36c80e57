import type { Queries } from '../db/db.ts';
import { decide, insufficiency, type MatchDecision } from './decide.ts';
import type { MemberQuery } from './query.ts';
import { retrieve } from './store.ts';

/**
 * Names the one person that the query describes, or says why nobody is named. Reads the index only; `saveDecision`
 * keeps what was decided.
 */
export async function match(q: Queries, query: MemberQuery): Promise<MatchDecision> {
  const hopeless = query.foreignPlan || insufficiency(query) !== undefined;
  return decide(query, hopeless ? { candidates: [], truncated: false } : await retrieve(q, query));
}
