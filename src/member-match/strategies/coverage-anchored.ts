/**
 * The number first, demographics confirm: for deployments that answer only about a coverage that they issued. Without a number of a
 * coverage it refuses; a person whom the number does not point at is not named without a reviewer.
 */
import type { CandidateTrace } from '../decide.ts';
import type { MemberQuery } from '../query.ts';
import { answered, type MatchStrategy } from './strategy.ts';
import { asRefusal, asReview } from './weaken.ts';

const coverageKinds = new Set(['member', 'subscriber', 'umb', 'mbi']);

/** The query carries a number of a coverage of ours. */
export const hasCoverageNumber = ({ identifiers }: MemberQuery): boolean =>
  identifiers.some(({ kind }) => coverageKinds.has(kind));

export const coverageAnchored: MatchStrategy = {
  name: 'coverage-anchored',
  role: 'decides',
  match: async (query, ctx) => {
    const decision = await ctx.decide(query);
    if (!hasCoverageNumber(query) && !query.foreignPlan)
      return answered(asRefusal(decision, 'insufficient', ['coverage-number-missing']));
    const isElsewhere = decision.decision === 'matched' && !isAnchored(decision.candidates[0]);
    return answered(isElsewhere ? asReview(decision, 'coverage-number-elsewhere') : decision);
  },
};

/** The number is the person's own or the contract's, as it stands; a slip of the hand is for a reviewer. */
function isAnchored(leading: CandidateTrace | undefined): boolean {
  const card = leading?.fields.memberId?.level;
  return card === 'own' || card === 'family' || leading?.fields.mbi?.level === 'same';
}
