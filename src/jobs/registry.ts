/** The back door: every kind of task, and who does it. */
import { auditTasks } from '../audit/tasks.ts';
import { bulkTasks } from '../bulk/job.ts';
import { journalTasks } from '../consent/journal.ts';
import { electionTasks } from '../election/tasks.ts';
import type { AnswerDeps } from '../exchange/answer/answer-member.ts';
import { answerTasks } from '../exchange/answer/tasks.ts';
import type { RequestDeps } from '../exchange/request/deps.ts';
import { transferTasks } from '../exchange/request/tasks.ts';
import type { ExportDeps } from '../export/deps.ts';
import { exportTasks } from '../export/tasks.ts';
import type { IntakeDeps } from '../intake/deps.ts';
import { intakeTasks } from '../intake/tasks.ts';
import type { Labelling } from '../labels/labelling.ts';
import { statisticsTasks } from '../member-match/statistics.ts';
import { portalTasks } from '../portal/upkeep.ts';
import type { TaskHandler } from '../queue/worker.ts';

/** What all tasks need together. */
export interface JobDeps extends ExportDeps, RequestDeps, Pick<AnswerDeps, 'matcher' | 'policy' | 'secret'> {
  /** Absolute, without a slash at the end. */
  baseUrl: string;
  labelling: () => Promise<Labelling>;
  intake: IntakeDeps;
}

export function taskHandlers(deps: JobDeps): Record<string, TaskHandler> {
  return {
    ...bulkTasks(deps),
    ...answerTasks(deps),
    ...exportTasks(deps),
    ...transferTasks(deps),
    ...electionTasks({ ...deps, payer: deps.self }),
    ...portalTasks(deps),
    ...intakeTasks(deps.intake),
    ...statisticsTasks(deps),
    ...auditTasks({ ...deps, objects: deps.blobs }),
    ...journalTasks({ ...deps, objects: deps.blobs }),
  };
}
