import { addNotices, readJob, setProgress, startJob } from '../bulk/job.ts';
import { addTask } from '../queue/queue.ts';
import { estimatedBytes } from '../record/export-store.ts';
import { safeTransactionTime } from '../record/write-stamp.ts';
import type { ExportDeps } from './deps.ts';
import { partBytes_target, partMembers_max } from './limits.ts';
import { exportMembers } from './members.ts';
import { notAMember } from './notices.ts';
import { countParts, insertPart, selectExport } from './store.ts';

/**
 * Task `export.plan`: who is exported, cut into parts. The transaction time is taken before any part's snapshot, and not
 * after any write that is still open: what changes while the export runs shows in the next `_since`.
 */
export async function planExport(deps: ExportDeps, jobId: string): Promise<void> {
  const job = await readJob(deps.db, jobId);
  const wanted = await selectExport(deps.db, jobId);
  if (job?.state !== 'accepted' || !wanted) return;
  const transactionTime = await safeTransactionTime(deps.db, deps.clock);
  const members = await exportMembers(deps.db, {
    clientId: job.clientId,
    groupId: wanted.groupId,
    now: deps.clock.now(),
  });
  const patientIds = new Set(members.map((member) => member.patientId));
  const chosen = wanted.patients && new Set(wanted.patients);
  const strangers = wanted.patients?.filter((id) => !patientIds.has(id)) ?? [];
  const personIds = [
    ...new Set(members.filter((m) => !chosen || chosen.has(m.patientId)).map((m) => m.personId)),
  ].sort((a, b) => a - b);
  const parts = cutIntoParts(personIds, await estimatedBytes(deps.db, personIds));
  await deps.db.tx(async (tx) => {
    if (!(await startJob(tx, jobId, transactionTime))) return;
    if ((await countParts(tx, jobId)).total > 0) return;
    await addNotices(tx, jobId, strangers.map(notAMember));
    const now = deps.clock.now();
    for (const [i, persons] of parts.entries()) {
      await insertPart(tx, jobId, i + 1, persons);
      await addTask(tx, 'export.part', `${jobId}/${i + 1}`, now);
    }
    if (parts.length === 0) await addTask(tx, 'export.finish', jobId, now);
    await setProgress(tx, jobId, `0 of ${parts.length} parts written`);
  });
}

/** Consecutive persons in parts of one size: of about `partBytes_target` at most when each has `bytesEach`, never of nobody. */
export function cutIntoParts(personIds: readonly number[], bytesEach: number): number[][] {
  const fitting = Math.floor(partBytes_target / Math.max(1, bytesEach));
  const count = Math.ceil(personIds.length / Math.min(partMembers_max, Math.max(1, fitting)));
  const size = Math.ceil(personIds.length / count);
  const parts: number[][] = [];
  for (let from = 0; from < personIds.length; from += size) parts.push(personIds.slice(from, from + size));
  return parts;
}
