import type { Outcome, StepContext } from '../outcome.ts';
import { addNotices } from '../transfer.ts';
import { deleteExportJob } from './delete-job.ts';

/** closing → closed: what runs for us at the partner is ended, and what came unfinished is dropped. */
export async function close(context: StepContext): Promise<Outcome> {
  const { deps, transfer } = context;
  const failed = await deleteExportJob(context);
  await deps.blobs.deleteAll(`received/${transfer.id}`);
  return {
    to: 'closed',
    again_s: null,
    change: {
      reason: 'cancelled',
      ...(failed ? { notices: addNotices(transfer.notices, [failed]) } : {}),
    },
  };
}
