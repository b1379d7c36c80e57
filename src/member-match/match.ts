import type { Queries } from '../db/db.ts';
import { decide, insufficiency, type MatchDecision } from './decide.ts';
import type { MemberQuery } from './query.ts';
import { retrieve } from './store.ts';

/** What answers the question who a query is: the rooms above hold one and know nothing of how it decides. */
export interface Matcher {
  /**
   * Names the one person that the query describes, or says why nobody is named. Writes nothing; `saveDecision` keeps what
   * was decided.
   */
  match(q: Queries, query: MemberQuery): Promise<MatchDecision>;
}

export function openMatcher(): Matcher {
  return {
    match: async (q, query) => {
      const hopeless = query.foreignPlan || insufficiency(query) !== undefined;
      return decide(query, hopeless ? { candidates: [], truncated: false } : await retrieve(q, query));
    },
  };
}
