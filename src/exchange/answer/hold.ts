import { openJobIds, readJob } from '../../bulk/job.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Db, Queries } from '../../db/db.ts';
import { decisionsOfJob, type JobDecision, jobsOfReview } from '../../member-match/decision-store.ts';
import type { MatchPolicy } from '../../member-match/policy.ts';
import { countOpen, selectAnswerable } from '../../member-match/review-store.ts';
import { assert } from '../../problem/problem.ts';
import { addTask } from '../../queue/queue.ts';
import { heldJobs_max } from './limits.ts';
import { countHeld, holdJob } from './store.ts';
import { bulkMatch } from './task-kinds.ts';

/** Members of a job that are to be decided: those that never were, and those about whom a reviewer has decided since. */
export async function openMembers(
  q: Queries,
  jobId: string,
  members: number,
): Promise<{ seq: number; round: number }[]> {
  const decisions = await decisionsOfJob(q, jobId);
  const answerable = await selectAnswerable(q, reviewsOf(decisions));
  const last = new Map(decisions.map((decision) => [decision.seq, decision]));
  const open: { seq: number; round: number }[] = [];
  for (let seq = 0; seq < members; seq++) {
    const decision = last.get(seq);
    if (!decision) open.push({ seq, round: 0 });
    else if (decision.decision === 'review' && answerable.has(decision.reviewId ?? ''))
      open.push({ seq, round: decision.round + 1 });
  }
  return open;
}

const reviewsOf = (decisions: readonly JobDecision[]): string[] =>
  decisions.flatMap(({ decision, reviewId }) =>
    decision === 'review' && reviewId !== null ? [reviewId] : [],
  );

/**
 * Until when a decided job waits for reviewers; undefined: it is published now. It waits from its start on and not anew, and only a few
 * jobs of a client wait at the same time.
 */
export async function holdForReviewers(
  deps: { db: Db; clock: Clock; policy: MatchPolicy },
  jobId: string,
): Promise<Date | undefined> {
  const { bulkHold_minutes } = deps.policy.review;
  if (bulkHold_minutes === 0) return undefined;
  const reviews = reviewsOf(await decisionsOfJob(deps.db, jobId));
  if (reviews.length === 0 || (await countOpen(deps.db, reviews)) === 0) return undefined;
  const now = deps.clock.now();
  return deps.db.tx(async (tx) => {
    const job = await readJob(tx, jobId);
    assert(job, 'a job that was started exists');
    const others = (await openJobIds(tx, { kind: 'member-match', clientId: job.clientId })).filter(
      (id) => id !== jobId,
    );
    if ((await countHeld(tx, others, now)) >= heldJobs_max) return undefined;
    const until = await holdJob(tx, jobId, new Date(job.createdAt.getTime() + bulkHold_minutes * 60_000));
    return until > now ? until : undefined;
  });
}

/** A review was closed: jobs that wait for it look again. */
export async function wakeJobs(q: Queries, reviewId: string, now: Date): Promise<void> {
  const open = new Set(await openJobIds(q, { kind: 'member-match' }));
  for (const jobId of await jobsOfReview(q, reviewId))
    if (open.has(jobId)) await addTask(q, bulkMatch, jobId, now);
}
