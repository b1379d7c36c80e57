import { PartnerFailure } from '../../../net/failure.ts';
import type { StepContext } from '../outcome.ts';
import { dataAccess } from './export.ts';

/** A partner without DELETE, or that forgot the job: as good as deleted. */
const asGood = [400, 404, 405, 409, 410, 501];

/**
 * DELETE of the export job: the partner may remove its files. The match job is never deleted: at some partners the
 * Group and the consents live and end with it. Undefined: done; else why not, after the last try.
 */
export async function deleteExportJob(context: StepContext): Promise<string | undefined> {
  const { transfer, link, limits } = context;
  if (!transfer.exportStatusUrl) return undefined;
  try {
    await link.call({ url: transfer.exportStatusUrl, method: 'DELETE', expect: asGood }, dataAccess(context));
    return undefined;
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error;
    if (error.class === 'retry' && transfer.attempts + 1 < limits.attempts_max) throw error;
    return 'partner-job-not-deleted';
  }
}
