import { failJob } from '../bulk/job.ts';
import { recutTask } from '../bulk/withdrawal.ts';
import { outcome } from '../fhir/outcome.ts';
import type { TaskHandler } from '../queue/worker.ts';
import type { ExportDeps } from './deps.ts';
import { finishExport } from './finish.ts';
import { failures_max } from './limits.ts';
import { exportPart } from './part.ts';
import { planExport } from './plan.ts';
import { recutFile } from './recut.ts';

/** The tasks of an export. Each can be replayed at any point: what is done stands in rows, and files are named by runs. */
export function exportTasks(deps: ExportDeps): Record<string, TaskHandler> {
  return {
    'export.plan': orFail(deps, (key) => planExport(deps, key)),
    'export.part': orFail(deps, (key, signal) => exportPart(deps, key, signal)),
    'export.finish': orFail(deps, (key, signal) => finishExport(deps, key, signal)),
    [recutTask]: (key, { signal }) => recutFile(deps, key, signal),
  };
}

/** After too many failures the job fails: a client that is told so can ask again; one that polls for ever cannot. */
function orFail(deps: ExportDeps, work: (key: string, signal: AbortSignal) => Promise<void>): TaskHandler {
  return async (key, attempt) => {
    try {
      await work(key, attempt.signal);
    } catch (error) {
      if (attempt.failures + 1 < failures_max || attempt.signal.aborted) throw error;
      const [jobId = ''] = key.split('/');
      deps.log.error({ job: jobId, error: String(error) }, 'export given up');
      const failed = outcome({
        severity: 'fatal',
        code: 'exception',
        text: 'The export could not be completed. Start a new one.',
      });
      await deps.db.tx((tx) => failJob(tx, { id: jobId, outcome: failed, now: deps.clock.now() }));
    }
  };
}
