import { withFacts } from '../adapters/additional.ts';
import type { MatchDecision } from '../decide.ts';
import type { MemberQuery } from '../query.ts';
import { mayBeRaised, raise } from './raise.ts';
import type { MatchContext, MatchStrategy } from './strategy.ts';
import { strictest } from './strictest.ts';
import { asRefusal } from './weaken.ts';

export interface Composition {
  match(query: MemberQuery, ctx: MatchContext): Promise<MatchDecision>;
}

export interface CompositionPolicy {
  /** Whether people look at what is doubtful. Otherwise it is refused. */
  reviewers: boolean;
  /** Evidence is asked for also where nobody fits well enough, not only where it is doubtful. */
  askUnmatched: boolean;
  /** Named in each decision, beside engine and model. */
  label: string;
}

/**
 * One way to decide of several. Those that decide all have a say, and the strictest refusal wins; those that inform are asked only where
 * evidence can change something, all at once, and what they add is judged by the same strategies and guards again.
 */
export function compose(strategies: readonly MatchStrategy[], policy: CompositionPolicy): Composition {
  const deciding = strategies.filter(({ role }) => role === 'decides');
  const informing = strategies.filter(({ role }) => role === 'informs');

  const decideAll = async (query: MemberQuery, ctx: MatchContext): Promise<MatchDecision> =>
    strictest(await Promise.all(deciding.map((strategy) => strategy.match(query, ctx))));

  const inform = async (
    told: MatchDecision,
    query: MemberQuery,
    ctx: MatchContext,
  ): Promise<MatchDecision> => {
    const answers = await Promise.all(informing.map((strategy) => strategy.match(query, ctx)));
    const evidence = answers.flatMap((answer) => answer.evidence);
    const facts = evidence.flatMap((one) => one.facts ?? []);
    const known = facts.length === 0 ? told : await decideAll(withFacts(query, facts), ctx);
    return raise(told, known, evidence);
  };

  return {
    match: async (query, ctx) => {
      const told = await decideAll(query, ctx);
      const asks = informing.length > 0 && !query.foreignPlan && mayBeRaised(told, policy.askUnmatched);
      const decision = asks ? await inform(told, query, ctx) : told;
      const isUnwanted = decision.decision === 'review' && !policy.reviewers;
      return {
        ...(isUnwanted ? asRefusal(decision, 'no-match', [...decision.reasons, 'no-reviewers']) : decision),
        engine: `${decision.engine} ${policy.label}`,
      };
    },
  };
}
