import type { TaskHandler } from '../../queue/worker.ts';
import type { RequestDeps } from './deps.ts';
import { runTransferStep } from './step.ts';
import { transferStep } from './step-kind.ts';
import { sweepTransfers } from './sweep.ts';

/** Task `transfer.sweep`: one for all, added whenever a worker starts. */
export const transferSweep = 'transfer.sweep';

/** The requesting side's tasks. A fault of ours is thrown, and tried again by the queue; a partner's is a state. */
export const transferTasks = (deps: RequestDeps): Record<string, TaskHandler> => ({
  [transferStep]: (id, { signal }) => runTransferStep(deps, id, signal),
  [transferSweep]: () => sweepTransfers(deps),
});
