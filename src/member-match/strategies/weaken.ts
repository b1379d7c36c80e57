/** What a strategy may make of the engine's decision: less, never more. */
import type { MatchDecision, Verdict } from '../decide.ts';

/** Nobody is named; a person may look at it. */
export function asReview(decision: MatchDecision, ...reasons: string[]): MatchDecision {
  const { personId, patientId, rule: _, ...rest } = decision;
  if (personId === undefined || patientId === undefined) return decision;
  return { ...rest, decision: 'review', leading: { personId, patientId }, reasons };
}

/** Nobody is named. */
export function asRefusal(
  decision: MatchDecision,
  verdict: Exclude<Verdict, 'matched' | 'review'>,
  reasons: string[],
): MatchDecision {
  const { personId: _, patientId: __, leading: ___, rule: ____, ...rest } = decision;
  return { ...rest, decision: verdict, reasons };
}
