/** Only the calibrated score names somebody: for deployments that must tell a probability for each answer. Rules have no say. */
import { answered, type MatchStrategy } from './strategy.ts';
import { asReview } from './weaken.ts';

export const probabilistic: MatchStrategy = {
  name: 'probabilistic',
  role: 'decides',
  match: async (query, ctx) => {
    const decision = await ctx.decide(query);
    const isEnough = decision.decision !== 'matched' || decision.score >= ctx.auto;
    return answered(isEnough ? decision : asReview(decision, 'score-below-auto'));
  },
};
