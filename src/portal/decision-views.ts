import type { Queries } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { decisionOf, decisionsOf, type ListedDecision, shownSource } from '../election/store.ts';

export interface PastDecision {
  id: string;
  number: string;
  kind: string;
  decidedAt: string;
  scope?: string;
  plans: string[];
  signer: string;
  channel: string;
  textVersion?: string;
  locale?: string;
  state: 'active' | 'waiting' | 'replaced' | 'ended' | 'retracted' | 'recorded';
}

/** Every decision of the member, the newest first, each with what became of it. */
export async function historyOf(q: Queries, personId: number, now: Date): Promise<PastDecision[]> {
  const decisions = await decisionsOf(q, personId);
  const newest = decisions.find((d) => d.retractedAt === null);
  return decisions.map((d) => ({
    id: d.id,
    number: d.number,
    kind: d.kind,
    decidedAt: d.decidedAt.toISOString(),
    ...(d.scope === null ? {} : { scope: d.scope }),
    plans: d.plans,
    signer: d.signer,
    channel: d.channel,
    ...(d.textVersion === null ? {} : { textVersion: d.textVersion }),
    ...(d.locale === null ? {} : { locale: d.locale }),
    state: stateOf(d, newest?.id === d.id, now),
  }));
}

function stateOf(d: ListedDecision, isNewest: boolean, now: Date): PastDecision['state'] {
  if (d.retractedAt !== null) return 'retracted';
  if (d.state === 'waiting' && d.approved === null) return 'waiting';
  if (d.state === 'recorded' || d.approved === false) return 'recorded';
  if (!isNewest) return 'replaced';
  const over = d.effectiveEnd !== null && d.effectiveEnd < now.toISOString().slice(0, 10);
  return over ? 'ended' : 'active';
}

export interface SeenDecision {
  decision: ListedDecision;
  /** The very words that were shown. */
  source: string | null;
}

/** One of the member's own, with what was shown; anybody else's is not found. */
export async function decisionSeen(q: Queries, personId: number, id: string): Promise<SeenDecision> {
  const decision = isUuid(id) ? await decisionOf(q, personId, id) : undefined;
  if (!decision) throw new MemberProblem('not-found');
  return { decision, source: await shownSource(q, id) };
}
