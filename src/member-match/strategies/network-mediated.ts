/**
 * Queries that come without a coverage, as patient discovery of a network does (TEFCA, a QHIN): only demographics that are complete name
 * somebody, and only with a score that is stricter than usual. Queries with a coverage's number are not its business.
 */
import type { MatchDecision } from '../decide.ts';
import { hasCoverageNumber } from './coverage-anchored.ts';
import { answered, type MatchStrategy } from './strategy.ts';
import { asReview } from './weaken.ts';

export const networkAuto_min = 0.999;

export const networkMediated: MatchStrategy = {
  name: 'network-mediated',
  role: 'decides',
  match: async (query, ctx) => {
    if (hasCoverageNumber(query)) return answered(await ctx.decide(query));
    const decision = await ctx.decide(query, { auto: Math.max(ctx.auto, networkAuto_min) });
    return answered(strictly(decision));
  },
};

function strictly(decision: MatchDecision): MatchDecision {
  if (decision.decision !== 'matched') return decision;
  // The CMS profile answers in spite of guards; without a coverage nobody does.
  if (decision.guards.length > 0) return asReview(decision, ...decision.guards);
  if (!isComplete(decision.rule)) return asReview(decision, 'demographics-incomplete');
  return decision.score < networkAuto_min ? asReview(decision, 'score-below-network-auto') : decision;
}

const lastCompleteRule = 32;

/** CMS HTE table 2, rules 01 to 32: a responder must answer. 33 to 37 are too weak for somebody who shows no coverage. */
function isComplete(rule: string | undefined): boolean {
  const number = /^cms-hte-(\d\d)$/.exec(rule ?? '')?.[1];
  return number !== undefined && Number(number) <= lastCompleteRule;
}
