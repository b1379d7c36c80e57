import { audit } from '../audit/audit.ts';
import { addFile, completeJob, jobIsOpen, jobObjects, lockOpenJob, readJob } from '../bulk/job.ts';
import { countUnsettled, filesOfJob, withdrawFile } from '../bulk/withdrawal.ts';
import { lockPermission } from '../consent/permission-lock.ts';
import { stillPermitted } from '../consent/still-permitted.ts';
import { copyOut } from '../db/copy-out.ts';
import { assert } from '../problem/problem.ts';
import { helpersCopy } from '../record/export-store.ts';
import type { ExportDeps } from './deps.ts';
import { openLineFiles } from './line-files.ts';
import { exportMembers } from './members.ts';
import { noDataFor } from './notices.ts';
import { rowsInto } from './rows.ts';
import {
  countParts,
  helpersOf,
  insertLedger,
  selectExport,
  selectMadeUnder,
  selectRefused,
} from './store.ts';
import { openTally } from './tally.ts';

/** The part of a job that belongs to no member. */
const payerWide = 0;

/**
 * Task `export.finish`, when every part is written: the payer-wide records that the parts refer to, once; the error file;
 * then the one transaction that publishes the export. A replay overwrites nothing and publishes once. A file whose
 * consents no longer hold is cut again first; the last cut asks for this task again.
 */
export async function finishExport(deps: ExportDeps, jobId: string, signal: AbortSignal): Promise<void> {
  const [job, wanted] = await Promise.all([readJob(deps.db, jobId), selectExport(deps.db, jobId)]);
  if (!job || !wanted || job.state !== 'running') return;
  assert((await countParts(deps.db, jobId)).waiting === 0, 'an export finishes after its parts');
  await withdrawStale(deps, job.clientId, wanted.recipientNpi, jobId);
  if ((await countUnsettled(deps.db, jobId)) > 0) return;
  const prefix = `${jobObjects(jobId)}${payerWide}/${deps.random.uuid()}`;
  const open = (kind: 'output' | 'error') =>
    openLineFiles({ blobs: deps.blobs, prefix: `${prefix}/${kind}`, part: payerWide, kind });
  const [helpers, errors] = [open('output'), open('error')];
  const discard = () => Promise.all([helpers.discard(), errors.discard()]);
  try {
    const tally = openTally();
    await deps.db.tx(
      (tx) =>
        copyOut(
          tx.client,
          helpersCopy(helpersOf(jobId), wanted.types),
          rowsInto({ files: helpers, tally, helperTypes: [], helpers: new Set() }),
          { columns: 6, pressure: helpers.pressure, signal },
        ),
      { isolation: 'repeatable read', readOnly: true },
    );
    const notices = [...job.notices, ...(await refusals(deps, job.clientId, jobId, wanted.groupId))];
    for (const notice of notices) {
      const bytes = Buffer.from(JSON.stringify(notice));
      errors.add('OperationOutcome', 0, bytes, 0, bytes.length);
      await errors.pressure();
    }
    const files = [...(await helpers.commit()), ...(await errors.commit())];
    const published = await deps.db.tx(async (tx) => {
      await lockPermission(tx, 'use');
      const open = await lockOpenJob(tx, jobId);
      if (!open || (await countUnsettled(tx, jobId)) > 0) return false;
      assert(open.transactionTime, 'the plan sets the transaction time');
      for (const file of files) await addFile(tx, { ...file, jobId, part: payerWide });
      await insertLedger(tx, jobId, payerWide, tally.entries());
      const now = deps.clock.now();
      await audit(tx, {
        at: now,
        actor: `client:${job.clientId}`,
        action: 'export.complete',
        subject: jobId,
      });
      return completeJob(tx, { id: jobId, transactionTime: open.transactionTime, now });
    });
    if (!published) await discard();
  } catch (error) {
    await discard();
    if (await jobIsOpen(deps.db, jobId)) throw error;
  }
}

/** Whose last day ended, or whose newer consent is narrower, since a part was written. */
async function withdrawStale(deps: ExportDeps, clientId: string, recipientNpi: string, jobId: string) {
  const now = deps.clock.now();
  for (const file of await filesOfJob(deps.db, jobId)) {
    if (file.withdrawnAt !== null || file.personIds.length === 0) continue;
    const made = await selectMadeUnder(deps.db, { ...file, part: file.part ?? payerWide });
    const asked = { clientId, recipientNpi, now, terms: deps.terms };
    const { fallen } = await stillPermitted(deps.db, made, asked);
    if (fallen.size > 0) await deps.db.tx((tx) => withdrawFile(tx, file, now));
  }
}

/** One informational OperationOutcome for each member whose data was refused, by the Patient id that the caller knows. */
async function refusals(deps: ExportDeps, clientId: string, jobId: string, groupId: string | null) {
  const refused = new Set(await selectRefused(deps.db, jobId));
  if (refused.size === 0) return [];
  const members = await exportMembers(deps.db, { clientId, groupId, now: deps.clock.now() });
  return [...new Set(members.filter((m) => refused.has(m.personId)).map((m) => m.patientId))].map(noDataFor);
}
