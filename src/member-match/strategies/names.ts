import type { RuleProfile } from '../rules/rules.ts';

/** The strategies of the field, as a deployment names them. Their order does not matter. */
export const strategyNames = [
  'deterministic-first',
  'probabilistic',
  'coverage-anchored',
  'network-mediated',
  'referential',
  'operator-review',
] as const;
export type StrategyName = (typeof strategyNames)[number];

export const strategies_default: readonly StrategyName[] = ['deterministic-first', 'operator-review'];

/** Which of them name somebody by themselves; the others make one of these stricter, or better informed. */
export const foundations: readonly StrategyName[] = [
  'deterministic-first',
  'probabilistic',
  'coverage-anchored',
];

/** How a deployment decides who is meant. */
export interface StrategyPolicy {
  strategies: readonly StrategyName[];
  profile: RuleProfile;
  /** Instead of the model's thresholds. */
  auto?: number;
  review?: number;
  askUnmatched: boolean;
}
