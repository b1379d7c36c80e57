import type { TaskHandler } from '../queue/worker.ts';
import { electionUpkeep, keepElections, type UpkeepDeps } from './upkeep.ts';

/** Task `election.upkeep`: one for all, added whenever a worker starts. */
export const electionTasks = (deps: UpkeepDeps): Record<string, TaskHandler> => ({
  [electionUpkeep]: () => keepElections(deps),
});
