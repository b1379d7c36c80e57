import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import type { Vote, VoteRefusal } from '../../member-match/review.ts';
import { type ReviewView, showReview } from '../../member-match/review-desk.ts';
import type { DeskDeps } from '../../member-match/review-file.ts';
import { voteOnReview } from '../../member-match/review-vote.ts';
import { Problem } from '../../problem/problem.ts';
import { wakeJobs } from './hold.ts';

/** The review desk for consoles: what a person does there also moves the jobs that wait for it. */
export interface ReviewDeps extends DeskDeps {
  db: Db;
  clock: Clock;
}

/** A review, for somebody who will decide it. @throws Problem `not-found` */
export const openReview = (
  deps: ReviewDeps,
  show: { id: string; reviewer: string; reveal: boolean },
): Promise<ReviewView> =>
  deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const view = await showReview(tx, deps, { ...show, now });
    if (view.state === 'superseded') await wakeJobs(tx, view.id, now);
    return view;
  });

const refusalTexts: Record<VoteRefusal | 'stale', string> = {
  closed: 'This review is closed.',
  'claimed-by-another': 'Somebody else is looking at this review.',
  'same-reviewer': 'This takes another person: the same reviewer cannot decide twice.',
  'no-candidate': 'This person is no candidate of the review.',
  stale: 'The records of the members have changed since. Look at the review again.',
};

export interface Decided {
  id: string;
  state: ReviewView['state'];
  waitsFor: 'second' | 'tie' | null;
  personId: number | null;
}

/**
 * What a reviewer decides. A closed review lets the jobs that wait for it go on; the partner is told nothing, and finds out when it asks
 * again.
 *
 * @throws Problem `not-found`, `conflict` where it does not count, `invalid`
 */
export async function decideReview(
  deps: ReviewDeps,
  said: Vote & { id: string; note: string; revision?: number },
): Promise<Decided> {
  // What made it stale is kept: the refusal is thrown after the commit.
  const outcome = await deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const voted = await voteOnReview(tx, deps, { ...said, now });
    if ('refused' in voted ? voted.refused === 'stale' : voted.state !== 'open')
      await wakeJobs(tx, said.id, now);
    return voted;
  });
  if ('refused' in outcome) throw new Problem('conflict', refusalTexts[outcome.refused]);
  return { id: said.id, ...outcome };
}
