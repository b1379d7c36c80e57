import type { TaskHandler } from '../../queue/worker.ts';
import type { RequestDeps } from './deps.ts';
import { runTransferStep } from './step.ts';
import { transferStep } from './step-kind.ts';
import { sweepTransfers } from './sweep.ts';

/** Task `transfer.sweep`: one for all, added whenever a worker starts. */
export const transferSweep = 'transfer.sweep';

/** The background work of the requesting side. */
export const transferTasks = (deps: RequestDeps): Record<string, TaskHandler> => ({
  [transferStep]: (id, { signal }) => runTransferStep(deps, id, signal),
  [transferSweep]: () => sweepTransfers(deps),
});
