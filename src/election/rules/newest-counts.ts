// 42 CFR 422.121(b)(2): the member may change the decision at any time, so the newest counts; the portal's contract, 4.2.
import type { DecisionKind, Election, Scope } from '../decision.ts';

/** How much is given: nothing, without what is sensitive, everything. */
const widthOf = (given: boolean, scope: Scope | null | undefined): number =>
  given ? (scope === 'all' ? 2 : 1) : 0;

/**
 * Whether a decision changes where an election stands. The newest `decidedAt` counts, in whatever order they arrive; of two at one
 * instant, the narrower.
 */
export function countsNow(
  decision: { kind: DecisionKind; scope?: Scope | null | undefined; decidedAt: Date },
  standing: Pick<Election, 'status' | 'scope' | 'decidedAt'> | undefined,
): boolean {
  if (!standing) return true;
  const apart_ms = decision.decidedAt.getTime() - standing.decidedAt.getTime();
  if (apart_ms !== 0) return apart_ms > 0;
  const wanted = widthOf(decision.kind !== 'withdraw', decision.scope);
  const now = widthOf(standing.status === 'given' || standing.status === 'waiting', standing.scope);
  return wanted <= now;
}
