import { readFile } from 'node:fs/promises';
import type { LookupDeps, Service } from '../member-match/adapters/lookup.ts';
import { openNetworkLookup } from '../member-match/adapters/network.ts';
import { openReferential } from '../member-match/adapters/referential.ts';
import type { SourceState } from '../member-match/adapters/source.ts';
import type { MatcherDeps } from '../member-match/match.ts';
import { composed } from '../member-match/strategies/policy.ts';
import type { ServiceConfig, StrategyConfig } from './strategy-config.ts';

export interface MatchStrategies {
  /** For `openMatcher`. */
  matcher: Pick<MatcherDeps, 'options' | 'strategies'>;
  /** How the services outside are doing, as this process sees it. */
  sources: () => SourceState[];
}

/** Builds what the configuration says about deciding who is meant. Absent: the engine by itself. */
export function openStrategies(config: StrategyConfig | undefined, deps: LookupDeps): MatchStrategies {
  if (!config) return { matcher: {}, sources: () => [] };
  const referential = config.referential && openReferential(deps, serviceOf(config.referential));
  const network = config.network && openNetworkLookup(deps, serviceOf(config.network));
  const strategies = composed(config, { ...(referential && { referential }), ...(network && { network }) });
  const { auto, review, profile } = config;
  return {
    matcher: {
      options: { profile, ...(auto !== undefined && { auto }), ...(review !== undefined && { review }) },
      ...(strategies && { strategies }),
    },
    sources: () => [referential, network].flatMap((source) => source?.state() ?? []),
  };
}

function serviceOf({ url, token, tokenFile, answer_ms, private: allowPrivate }: ServiceConfig): Service {
  return {
    url,
    answer_ms,
    allowPrivate,
    ...(token !== undefined && { token: async () => token }),
    ...(tokenFile !== undefined && { token: async () => (await readFile(tokenFile, 'utf8')).trim() }),
  };
}
