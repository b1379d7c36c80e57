/**
 * Files that were made under a consent which ended: nobody sees them again, and the export cuts them anew of what may still
 * leave (pdex-156; p2p 3.6).
 */
import type { Queries, Tx } from '../db/db.ts';
import { addTask } from '../queue/queue.ts';
import type { BulkFile, BulkJob } from './job.ts';
import * as store from './store.ts';

/** The task that makes a withdrawn file again, of what may still leave; key `<job>/<name>`. The export does it. */
export const recutTask = 'export.recut';

/** In the transaction that withdraws it: a withdrawn file that nobody cuts would hold its manifest back for ever. */
const askForRecut = (tx: Tx, { jobId, name }: Pick<BulkFile, 'jobId' | 'name'>, now: Date): Promise<void> =>
  addTask(tx, recutTask, `${jobId}/${name}`, now);

/** Never serves this file again: a consent that it was made under has ended (pdex-156). */
export async function withdrawFile(
  tx: Tx,
  file: BulkFile,
  now: Date,
  as: store.WithdrawnAs = 'gone',
): Promise<void> {
  if ((await store.withdrawFile(tx, file.jobId, file.name, now, as)) > 0) await askForRecut(tx, file, now);
}

/** Adds a file that nobody may see, for a consent ended while it was made; it is cut again. */
export async function addWithdrawnFile(tx: Tx, file: BulkFile, now: Date): Promise<void> {
  await store.insertFile(tx, file, now, 'gone');
  await askForRecut(tx, file, now);
}

/**
 * Withdraws every file with this person's data, of exports for a client (null: for anybody) that are under way or can
 * still be fetched. In the transaction that ends the consent: from its commit on nothing more leaves, and each file is cut again.
 */
export async function withdrawFilesOf(
  tx: Tx,
  ended: { personId: number; clientId: string | null; now: Date; as?: store.WithdrawnAs },
): Promise<void> {
  const { personId, clientId, now, as = 'gone' } = ended;
  for (const file of await store.withdrawFilesOf(tx, personId, clientId, now, as))
    await askForRecut(tx, file, ended.now);
}

/** A file that waits to be cut again; undefined when it stands, or was cut. */
export async function withdrawnFile(q: Queries, jobId: string, name: string): Promise<BulkFile | undefined> {
  const file = await store.selectFile(q, jobId, name);
  return file && file.withdrawnAt !== null && file.settledAt === null ? file : undefined;
}

/** The job, held until the transaction ends, if files can still be added to it or fetched from it. */
export async function lockUsableJob(tx: Tx, id: string): Promise<BulkJob | undefined> {
  const job = await store.lockJob(tx, id);
  return job && ['accepted', 'running', 'completed'].includes(job.state) ? job : undefined;
}

/** What may still leave of a withdrawn file stands elsewhere now, or is nothing. */
export const settleFile = store.settleFile;
/** Practitioners and organizations stay with what refers to them: when nobody's records are left, they go too. */
export const withdrawOrphans = store.withdrawOrphans;
/** Withdrawn files of a job that wait to be cut again. */
export const countUnsettled = store.countUnsettled;
/** The files of a job that stand or wait. */
export const filesOfJob = store.selectFiles;
/** Whether a file may go on leaving; asked again and again while it does. */
export const fileStands = store.fileStands;
