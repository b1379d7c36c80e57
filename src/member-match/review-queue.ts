import type { Random } from '../clock/random.ts';
import type { Queries } from '../db/db.ts';
import { type JsonObject, printJson } from '../fhir/lossless.ts';
import { personsById } from '../person/find-store.ts';
import { addTask } from '../queue/queue.ts';
import type { MatchDecision } from './decide.ts';
import type { ReviewPolicy } from './policy.ts';
import { candidateOf } from './retrieve.ts';
import { contenders, factsOf } from './review-facts.ts';
import { putReview, type ReviewRow, refreshReview, selectRemembered } from './review-store.ts';

/** Task `match.review.expire`: a review whose time is over. */
export const reviewExpiry = 'match.review.expire';

export interface Asked {
  clientId: string;
  decision: MatchDecision;
  /** As submitted: reviewers see it, masked, until they have decided. */
  patient: JsonObject;
  coverage: JsonObject;
  now: Date;
}

/**
 * Takes a doubtful decision to the people. What they said about the same question of the same partner stands while it is remembered
 * and nothing that they looked at has changed; otherwise the question is put, once, however often the partner asks.
 */
export async function askReviewers(
  q: Queries,
  deps: { random: Random; review: ReviewPolicy },
  { clientId, decision, patient, coverage, now }: Asked,
): Promise<{ decision: MatchDecision; reviewId?: string }> {
  if (!isReview(decision)) return { decision };
  const facts = await readFacts(q, decision);
  const remembered = await selectRemembered(q, { clientId, fingerprint: decision.fingerprint, now });
  if (remembered?.facts.equals(facts))
    return { decision: asReviewed(decision, remembered), reviewId: remembered.id };
  const expiresAt = after(now, deps.review.expiry_days * 24);
  const { id, changed } = await putReview(q, {
    id: deps.random.uuid(),
    clientId,
    submission: printJson({ patient, coverage }),
    decision,
    facts,
    now,
    dueAt: after(now, deps.review.due_hours),
    expiresAt,
  });
  if (changed) await refreshReview(q, id, { decision, facts });
  await addTask(q, reviewExpiry, id, expiresAt);
  return { decision, reviewId: id };
}

export const isReview = (
  decision: MatchDecision,
): decision is MatchDecision & { leading: { personId: number; patientId: string } } =>
  decision.decision === 'review' && decision.leading !== undefined;

/** What a decision rests on, with the members' records as they are now. */
export async function readFacts(q: Queries, decision: MatchDecision): Promise<Buffer> {
  const persons = contenders(decision.candidates).map(({ personId }) => personId);
  return factsOf(decision, (await personsById(q, persons)).map(candidateOf));
}

/** The rule that a decision names when a person took it. */
export const reviewedRule = 'reviewed';

/** The decision that people took. The evidence stays in it; a name that is no longer among the candidates is nobody. */
export function asReviewed(
  decision: MatchDecision,
  { state, personId }: Pick<ReviewRow, 'state' | 'personId'>,
): MatchDecision {
  const { leading: _, ...rest } = decision;
  const approved = decision.candidates.find((candidate) => candidate.personId === personId);
  if (state !== 'approved' || !approved)
    return { ...rest, decision: 'no-match', reasons: [`review-${state}`] };
  return {
    ...rest,
    decision: 'matched',
    personId: approved.personId,
    patientId: approved.patientId,
    score: approved.score,
    reasons: [reviewedRule],
    rule: reviewedRule,
  };
}

const after = (now: Date, hours: number): Date => new Date(now.getTime() + hours * 3600 * 1000);
