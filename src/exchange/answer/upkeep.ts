import { openJobIds } from '../../bulk/job.ts';
import type { Clock } from '../../clock/clock.ts';
import { expireConsents } from '../../consent/consents.ts';
import { dayIn } from '../../consent/days.ts';
import type { Db } from '../../db/db.ts';
import type { MatchPolicy } from '../../member-match/policy.ts';
import { purgeAttempts } from '../../member-match/probing-store.ts';

import { selectExpired } from '../../member-match/review-store.ts';
import { expireReview } from '../../member-match/review-vote.ts';
import { addTask } from '../../queue/queue.ts';
import { wakeJobs } from './hold.ts';
import { bulkMatch } from './task-kinds.ts';

export interface UpkeepDeps {
  db: Db;
  clock: Clock;
  policy: MatchPolicy;
}

/** Task `match.review.expire`. */
export async function expireOne(deps: UpkeepDeps, reviewId: string): Promise<{ again: Date } | undefined> {
  const now = deps.clock.now();
  return deps.db.tx(async (tx) => {
    const expired = await expireReview(tx, reviewId, now);
    if (typeof expired === 'object') return expired;
    if (expired) await wakeJobs(tx, reviewId, now);
    return undefined;
  });
}

const upkeep_seconds = 3600;
/** Where a day is over last: a consent that ended there has ended everywhere. */
const lastZone = 'Etc/GMT+12';

/** Task `match.upkeep`: the rows say what there is to do, should a task have got lost. */
export async function upkeep(deps: UpkeepDeps): Promise<{ again: Date }> {
  const now = deps.clock.now();
  for (const id of await selectExpired(deps.db, now)) await expireOne(deps, id);
  for (const id of await openJobIds(deps.db, { kind: 'member-match' }))
    await addTask(deps.db, bulkMatch, id, now);
  await deps.db.tx((tx) => expireConsents(tx, { day: dayIn(lastZone, now), at: now }));
  await purgeAttempts(deps.db, now, deps.policy.probing.window_days);
  return { again: new Date(now.getTime() + upkeep_seconds * 1000) };
}
