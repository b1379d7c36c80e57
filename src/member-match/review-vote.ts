import { audit } from '../audit/audit.ts';
import type { Tx } from '../db/db.ts';
import { insertLabels } from './label-store.ts';
import { afterVote, type ReviewState, type Vote, type VoteRefusal } from './review.ts';
import { contenders } from './review-facts.ts';
import { type DeskDeps, nameOf, openReviewFile, votesOn } from './review-file.ts';
import * as store from './review-store.ts';

export type VoteOutcome =
  | { state: ReviewState; waitsFor: 'second' | 'tie' | null; personId: number | null }
  | { refused: VoteRefusal | 'stale' };

/**
 * Takes in what a reviewer says. `stale`: what it was said about has changed; it does not count, and the review has new evidence.
 *
 * @throws Problem `not-found`, `invalid` without a name
 */
export async function voteOnReview(
  tx: Tx,
  deps: DeskDeps,
  said: Vote & { id: string; note: string; revision?: number; now: Date },
): Promise<VoteOutcome> {
  const { id, note, now, revision, ...rest } = said;
  const vote: Vote = { ...rest, reviewer: nameOf(said.reviewer) };
  const before = await store.selectReview(tx, id);
  const { row } = await openReviewFile(tx, deps, id, now);
  if (before?.state === 'open' && (row.state !== 'open' || row.revision !== (revision ?? before.revision)))
    return { refused: 'stale' };
  const result = afterVote(
    {
      state: row.state,
      candidates: contenders(row.candidates).map(({ personId }) => personId),
      guards: row.guards,
      votes: await votesOn(tx, row),
      ...(row.claimedBy && row.claimedUntil && { claim: { by: row.claimedBy, until: row.claimedUntil } }),
    },
    vote,
    deps.review,
    now,
  );
  if ('refused' in result) return result;
  await store.insertVote(tx, {
    ...vote,
    id: deps.random.uuid(),
    reviewId: id,
    note,
    at: now,
    revision: row.revision,
  });
  await audit(tx, {
    at: now,
    actor: `operator:${vote.reviewer}`,
    action: 'match.review.vote',
    ...(vote.personId !== undefined && { personId: vote.personId }),
    subject: id,
    detail: { verdict: vote.verdict, state: result.state, revision: row.revision },
  });
  if (result.state === 'open') {
    await store.claimReview(tx, id, undefined);
    return { state: 'open', waitsFor: result.waitsFor, personId: null };
  }
  const personId = 'personId' in result ? result.personId : undefined;
  await close(tx, deps, row, { state: result.state, personId, now });
  return { state: result.state, waitsFor: null, personId: personId ?? null };
}

async function close(
  tx: Tx,
  deps: DeskDeps,
  row: store.ReviewRow,
  closed: { state: 'approved' | 'rejected' | 'undecided'; personId: number | undefined; now: Date },
): Promise<void> {
  const { state, personId, now } = closed;
  const rememberUntil = new Date(now.getTime() + deps.review.remember_days * 24 * 3600 * 1000);
  await store.closeReview(tx, {
    id: row.id,
    state,
    now,
    rememberUntil,
    ...(personId !== undefined && { personId }),
  });
  if (state === 'undecided') return;
  await insertLabels(
    tx,
    row.id,
    contenders(row.candidates).map((candidate) => ({
      fingerprint: row.fingerprint,
      engine: row.engine,
      fields: candidate.fields,
      score: candidate.score,
      same: candidate.personId === personId,
      at: now,
    })),
  );
}

/** Ends a review that nobody decided in time; false when there is nothing to end. */
export async function expireReview(tx: Tx, id: string, now: Date): Promise<boolean | { again: Date }> {
  const row = await store.lockReview(tx, id);
  if (row?.state !== 'open') return false;
  if (row.expiresAt > now) return { again: row.expiresAt };
  await store.closeReview(tx, { id, state: 'expired', now });
  await audit(tx, { at: now, actor: 'system', action: 'match.review.expired', subject: id });
  return true;
}
