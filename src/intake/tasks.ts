import type { TaskHandler } from '../queue/worker.ts';
import { batchTask, runBatch } from './batch.ts';
import { deltaTask, makeDelta } from './delta.ts';
import type { IntakeDeps } from './deps.ts';
import { reminderTask, sendReminders } from './reminders.ts';
import { deliver, webhookTask } from './webhook.ts';

export const intakeTasks = (deps: IntakeDeps): Record<string, TaskHandler> => ({
  [batchTask]: (id, { signal }) => runBatch(deps, id, signal),
  [webhookTask]: (id) => deliver(deps, id),
  [reminderTask]: () => sendReminders(deps),
  [deltaTask]: () => makeDelta(deps),
});

/** One for all, added whenever a worker starts. */
export const intakeSweeps = [reminderTask, deltaTask] as const;
