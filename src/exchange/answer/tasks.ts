import { expireGroup } from '../../attribution/groups.ts';
import type { TaskHandler } from '../../queue/worker.ts';
import { type BulkMatchDeps, bulkMatchTask } from './bulk-match.ts';

/** The background work of the responding side's matches. */
export const answerTasks = (deps: BulkMatchDeps): Record<string, TaskHandler> => ({
  'match.bulk': bulkMatchTask(deps),
  'group.expire': async (id) => {
    await expireGroup(deps.db, id, deps.clock.now());
  },
});
