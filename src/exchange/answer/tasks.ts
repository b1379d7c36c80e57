import { expireGroup } from '../../attribution/groups.ts';
import { reviewExpiry } from '../../member-match/review-queue.ts';
import type { TaskHandler } from '../../queue/worker.ts';
import { type BulkMatchDeps, bulkMatchTask } from './bulk-match.ts';
import { bulkMatch, matchUpkeep } from './task-kinds.ts';
import { expireOne, upkeep } from './upkeep.ts';

/** The background work of the responding side's matches. */
export const answerTasks = (deps: BulkMatchDeps): Record<string, TaskHandler> => ({
  [bulkMatch]: bulkMatchTask(deps),
  [reviewExpiry]: async (id) => expireOne(deps, id),
  [matchUpkeep]: () => upkeep(deps),
  'group.expire': async (id) => {
    await expireGroup(deps.db, id, deps.clock.now());
  },
});
