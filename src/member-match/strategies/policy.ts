import type { EvidenceSource } from '../adapters/source.ts';
import { type Composition, compose } from './compose.ts';
import { coverageAnchored } from './coverage-anchored.ts';
import { deterministicFirst } from './deterministic-first.ts';
import { type StrategyPolicy, strategies_default, strategyNames } from './names.ts';
import { networkMediated } from './network-mediated.ts';
import { probabilistic } from './probabilistic.ts';
import { referenceData } from './reference-data.ts';
import type { MatchStrategy } from './strategy.ts';

/** Services outside; each is asked only where its strategy is chosen. */
export interface Sources {
  referential?: EvidenceSource;
  network?: EvidenceSource;
}

/** The strategies of a policy as one; undefined where it is the default, which the engine is by itself. */
export function composed(policy: StrategyPolicy, sources: Sources = {}): Composition | undefined {
  const chosen = new Set(policy.strategies);
  const isDefault =
    chosen.size === strategies_default.length && strategies_default.every((name) => chosen.has(name));
  if (isDefault && policy.profile === 'default') return undefined;
  const strategies: MatchStrategy[] = [
    ...(chosen.has('deterministic-first') ? [deterministicFirst] : []),
    ...(chosen.has('probabilistic') ? [probabilistic] : []),
    ...(chosen.has('coverage-anchored') ? [coverageAnchored] : []),
    ...(chosen.has('network-mediated') ? [networkMediated] : []),
    ...(chosen.has('network-mediated') && sources.network ? [referenceData(sources.network, false)] : []),
    ...(chosen.has('referential') && sources.referential ? [referenceData(sources.referential, true)] : []),
  ];
  const named = strategyNames.filter((name) => chosen.has(name) && name !== 'operator-review');
  return compose(strategies, {
    reviewers: chosen.has('operator-review'),
    askUnmatched: policy.askUnmatched,
    label: [...named, ...(policy.profile === 'default' ? [] : [policy.profile])].join('+'),
  });
}
