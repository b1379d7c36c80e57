import type { MatchDecision, Verdict } from '../decide.ts';
import type { StrategyAnswer } from './strategy.ts';
import { asRefusal } from './weaken.ts';

const strictness: Record<Verdict, number> = {
  matched: 0,
  review: 1,
  'no-match': 2,
  ambiguous: 3,
  insufficient: 4,
  conflict: 5,
};

/** One decision of several: the strictest refusal wins, and all must mean the same person. */
export function strictest(answers: readonly StrategyAnswer[]): MatchDecision {
  const decisions = answers.flatMap(({ candidates, outcome }) =>
    outcome ? [{ ...outcome, candidates }] : [],
  );
  const verdict = decisions
    .map(({ decision }) => decision)
    .reduce((worst, one) => (strictness[one] > strictness[worst] ? one : worst));
  const agreeing = decisions.filter(({ decision }) => decision === verdict);
  const strict = {
    ...agreeing[0]!,
    reasons: [...new Set(agreeing.flatMap(({ reasons }) => reasons))],
    guards: [...new Set(decisions.flatMap(({ guards }) => guards))],
  };
  const meant = new Set(decisions.flatMap(({ personId, leading }) => personId ?? leading?.personId ?? []));
  return strictness[verdict] < strictness['no-match'] && meant.size > 1
    ? asRefusal(strict, 'ambiguous', ['several-persons'])
    : strict;
}
