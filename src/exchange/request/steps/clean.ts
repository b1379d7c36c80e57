import type { Outcome, StepContext } from '../outcome.ts';
import { addNotices } from '../transfer.ts';
import { deleteExportJob } from './delete-job.ts';

/** stored, cleaned: all is safe here, so the export job may go. A partner that does not let us changes nothing. */
export async function clean(context: StepContext): Promise<Outcome> {
  const { deps, transfer } = context;
  const failed = await deleteExportJob(context);
  return {
    to: 'stored',
    again_s: null,
    change: failed
      ? { notices: addNotices(transfer.notices, [failed]) }
      : { partnerCleanedAt: deps.clock.now() },
  };
}
