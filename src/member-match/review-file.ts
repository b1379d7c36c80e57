import { audit } from '../audit/audit.ts';
import type { Random } from '../clock/random.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isObject, type JsonObject, parseJson } from '../fhir/lossless.ts';
import { assert, Problem } from '../problem/problem.ts';
import type { Matcher } from './match.ts';
import type { ReviewPolicy } from './policy.ts';
import { type MemberQuery, readMemberQuery } from './query.ts';
import type { Vote } from './review.ts';
import { isReview, readFacts } from './review-queue.ts';
import * as store from './review-store.ts';

export interface DeskDeps {
  random: Random;
  matcher: Matcher;
  payer: { npi: string };
  review: ReviewPolicy;
}

/**
 * The review, held, with its evidence as it is now: where the members' records changed, the question is put anew, and an answer that the
 * engine now gives by itself ends the review.
 */
export async function openReviewFile(
  tx: Tx,
  deps: DeskDeps,
  id: string,
  now: Date,
): Promise<{ row: store.ReviewRow; query?: MemberQuery }> {
  const row = await store.lockReview(tx, id);
  if (!row) throw new Problem('not-found', 'There is no such review.');
  if (row.state !== 'open') return { row };
  const { patient, coverage } = readSubmission(row.submission);
  const query = readMemberQuery(patient, coverage, deps.payer.npi);
  const decision = await deps.matcher.match(tx, query);
  if (!isReview(decision)) {
    await store.closeReview(tx, { id, state: 'superseded', now });
    await audit(tx, {
      at: now,
      actor: 'system',
      action: 'match.review.superseded',
      subject: id,
      detail: { decision: decision.decision },
    });
  } else {
    const facts = await readFacts(tx, decision);
    if (facts.equals(row.facts)) return { row, query };
    await store.refreshReview(tx, id, { decision, facts });
  }
  const fresh = await store.lockReview(tx, id);
  assert(fresh, 'a review that is held does not go away');
  return fresh.state === 'open' ? { row: fresh, query } : { row: fresh };
}

function readSubmission(text: string | null): { patient: JsonObject; coverage: JsonObject } {
  const parsed = parseJson(text ?? '');
  assert('value' in parsed && isObject(parsed.value), 'an open review has its submission');
  const { patient, coverage } = parsed.value;
  assert(isObject(patient) && isObject(coverage), 'a submission has both parts');
  return { patient, coverage };
}

/** Those that count: of the revision at hand. */
export const votesOn = async (q: Queries, row: store.ReviewRow): Promise<Vote[]> =>
  (await store.selectVotes(q, row.id)).filter(({ revision }) => revision === row.revision);

const nameCharacters_max = 100;

/** A reviewer's name as it is kept. @throws Problem `invalid` */
export function nameOf(reviewer: string): string {
  const name = reviewer.normalize('NFKC').trim().replace(/\s+/g, ' ');
  if (name === '' || name.length > nameCharacters_max)
    throw new Problem('invalid', 'A reviewer has a name of 1 to 100 characters.');
  return name;
}
