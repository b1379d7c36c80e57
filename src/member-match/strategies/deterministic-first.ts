/** The default: a rule of the profile names the one person; where none does, the calibrated score may. */
import { answered, type MatchStrategy } from './strategy.ts';

export const deterministicFirst: MatchStrategy = {
  name: 'deterministic-first',
  role: 'decides',
  match: async (query, ctx) => answered(await ctx.decide(query)),
};
