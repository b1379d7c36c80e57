/**
 * Who the query is, over all candidates and nobody: for each candidate the same person, somebody of that household, or a
 * twin (neither in the index), and a stranger to all of them. The sum is 1.
 */
import type { Comparison } from '../compare/compare.ts';
import type { FieldName, MatchModel } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import { weigh } from './weights.ts';

export interface Scored extends Comparison {
  posterior: { same: number; household: number; twin: number };
  /** What each field says for the same person against a stranger, natural logarithm. */
  weights: Partial<Record<FieldName, number>>;
  /** People of the whole population who are expected to agree as far by coincidence. */
  namesakes: number;
}

/** Best first. */
export function scoreAll(
  comparisons: readonly Comparison[],
  query: MemberQuery,
  model: MatchModel,
  isYoung: boolean,
): { scored: Scored[]; stranger: number } {
  const { priors, persons_min, population } = model.parameters;
  const persons = Math.max(model.statistics.persons, persons_min);
  const twinPrior = ({ twins }: Comparison): number =>
    priors.twin * (isYoung ? 1 : priors.adultTwin) * (twins.length > 0 ? priors.triplet : 1);
  const odds = comparisons.map((comparison) => {
    const { total, byField, coincidence } = weigh(comparison.fields, query, model);
    return {
      comparison,
      byField,
      namesakes: coincidence * population,
      same: (priors.same / persons) * Math.exp(total.same),
      household: (priors.household / persons) * Math.exp(total.household),
      twin: (twinPrior(comparison) / persons) * Math.exp(total.twin),
    };
  });
  const sum = odds.reduce((all, one) => all + one.same + one.household + one.twin, priors.stranger);
  const scored = odds.map(({ comparison, byField, namesakes, same, household, twin }) => ({
    ...comparison,
    posterior: { same: same / sum, household: household / sum, twin: twin / sum },
    weights: byField,
    namesakes,
  }));
  scored.sort((a, b) => b.posterior.same - a.posterior.same || a.candidate.personId - b.candidate.personId);
  return { scored, stranger: priors.stranger / sum };
}
