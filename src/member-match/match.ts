import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import type { Found } from './candidate.ts';
import { decide, insufficiency, type MatchDecision, type MatchOptions } from './decide.ts';
import { defaultModel, type MatchModel } from './model.ts';
import { openModelSource } from './model-source.ts';
import type { MemberQuery } from './query.ts';
import { retrieve } from './retrieve.ts';
import type { Composition } from './strategies/compose.ts';
import type { MatchContext } from './strategies/strategy.ts';

/** What answers the question who a query is: the rooms above hold one and know nothing of how it decides. */
export interface Matcher {
  /**
   * Names the one person that the query describes, or says why nobody is named. Writes nothing; `saveDecision` keeps what
   * was decided.
   */
  match(q: Queries, query: MemberQuery): Promise<MatchDecision>;
}

/** A matcher that also shows what it looked at: for evaluation and benchmarks. */
export interface ExplainedMatcher extends Matcher {
  /** `found` is absent where the query was refused without looking. */
  explain(q: Queries, query: MemberQuery): Promise<{ decision: MatchDecision; found: Found | undefined }>;
}

export interface MatcherDeps {
  /** For ages, and for looking whether there is a newer model. Without it everybody counts as young. */
  clock?: Clock;
  /** This model, for ever. Without it the newest of the database where there is a clock, else the one as delivered. */
  model?: MatchModel;
  options?: Omit<MatchOptions, 'today'>;
  /** The strategies of the deployment as one; absent: the engine by itself, deterministic first. */
  strategies?: Composition;
}

const nothing: Found = { candidates: [], truncated: false };

/** Opens a matcher: candidates from the index, the newest model, one decision. Holds no connection. */
export function openMatcher(deps: MatcherDeps = {}): ExplainedMatcher {
  const { clock, options } = deps;
  const source =
    deps.model || !clock ? { current: async () => deps.model ?? defaultModel } : openModelSource(clock);
  const look = (q: Queries, query: MemberQuery): Promise<Found | undefined> =>
    query.foreignPlan || (options?.households !== false && insufficiency(query) !== undefined)
      ? Promise.resolve(undefined)
      : retrieve(q, query);
  const optionsNow = (): MatchOptions => {
    const today = clock?.now().toISOString().slice(0, 10);
    return { ...options, ...(today !== undefined && { today }) };
  };
  const explain: ExplainedMatcher['explain'] = async (q, query) => {
    // One after the other: a transaction has one connection.
    const model = await source.current(q);
    const found = await look(q, query);
    const now = optionsNow();
    if (!deps.strategies) return { decision: decide(query, found ?? nothing, model, now), found };
    const ctx = contextOf(model, now, (other) => (other === query ? found : look(q, other)));
    return { decision: await deps.strategies.match(query, ctx), found };
  };
  return { explain, match: async (q, query) => (await explain(q, query)).decision };
}

/** The engine for strategies: each query is looked for once, however many ask about it. */
function contextOf(
  model: MatchModel,
  options: MatchOptions,
  look: (query: MemberQuery) => Found | undefined | Promise<Found | undefined>,
): MatchContext {
  const looked = new Map<MemberQuery, Promise<Found | undefined>>();
  return {
    auto: options.auto ?? model.parameters.auto,
    today: options.today,
    decide: async (query, own = {}) => {
      const looking = looked.get(query) ?? Promise.resolve(look(query));
      looked.set(query, looking);
      return decide(query, (await looking) ?? nothing, model, { ...options, ...own });
    },
  };
}
