import { createJob } from '../bulk/job.ts';
import type { Tx } from '../db/db.ts';
import type { OperationOutcome } from '../fhir/outcome.ts';
import { addTask } from '../queue/queue.ts';
import { paFrom, windowFrom } from '../release/rules.ts';
import type { ExportParameters } from './parameters.ts';
import { insertExport } from './store.ts';

export interface StartExport {
  jobId: string;
  clientId: string;
  recipientNpi: string;
  /** A Group of the caller's own; null: every member that the caller has matched. */
  groupId: string | null;
  parameters: ExportParameters;
  /** Types that leave: what was asked for and the token covers; null: all. */
  types: string[] | null;
  /** Patient ids to which it is restricted; null: all members. */
  patients: string[] | null;
  /** OperationOutcomes for the manifest's error file. */
  notices: OperationOutcome[];
  /** The exact kick-off URL. */
  requestUrl: string;
  now: Date;
}

/**
 * Accepts an export: a job and a task. Nothing is read yet, so a kick-off costs the same for one member and a million.
 * The windows count from `now`, the day of the request (p2p 4.6), however long the work waits.
 *
 * @throws Problem `too-many` when the client has too many open jobs
 */
export async function startExport(tx: Tx, start: StartExport): Promise<void> {
  const asOf = start.now.toISOString().slice(0, 10);
  await createJob(tx, {
    id: start.jobId,
    kind: 'export',
    clientId: start.clientId,
    requestUrl: start.requestUrl,
    notices: start.notices,
    listsDeleted: start.parameters.since !== null,
    now: start.now,
  });
  await insertExport(tx, {
    jobId: start.jobId,
    groupId: start.groupId,
    recipientNpi: start.recipientNpi,
    requestedAt: start.now,
    since: start.parameters.since,
    until: start.parameters.until,
    types: start.types,
    filters: start.parameters.filters,
    patients: start.patients,
    windowFrom: windowFrom(asOf),
    paFrom: paFrom(asOf),
  });
  await addTask(tx, 'export.plan', start.jobId, start.now);
}
