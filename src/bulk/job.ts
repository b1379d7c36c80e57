import type { BlobStore } from '../blob/blob.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import { addTask } from '../queue/queue.ts';
import type { TaskHandler } from '../queue/worker.ts';
import {
  jobLife_seconds,
  openJobsPerClient_max,
  pollGap_min_ms,
  progressCharacters_max,
  recutRetryAfter_s,
  retryAfterSeconds,
} from './limits.ts';
import * as store from './store.ts';

export type JobKind = 'member-match' | 'export';
export type JobState = 'accepted' | 'running' | 'completed' | 'failed' | 'cancelled' | 'expired';

/** One asynchronous request of one client (Bulk Data 2.0 status protocol). */
export interface BulkJob {
  id: string;
  kind: JobKind;
  clientId: string;
  state: JobState;
  /** The kick-off URL, byte for byte. */
  requestUrl: string;
  progress: string;
  transactionTime: Date | null;
  /** OperationOutcomes for the manifest's error file. */
  notices: object[];
  /** The manifest has `deleted`: the job was asked with `_since`. */
  listsDeleted: boolean;
  /** The OperationOutcome of a failed job. */
  error: object | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date | null;
  polled: number;
}

export interface BulkFile {
  jobId: string;
  /** Last segment of the file's URL. */
  name: string;
  kind: 'output' | 'deleted' | 'error';
  /** Resource type of every line. */
  type: string;
  objectKey: string;
  lines: number;
  bytes: number;
  sha256: Buffer;
  /** The part of an export that wrote it. */
  part: number | null;
  /** Whose data it holds: their consents are asked at every download. Empty: nobody's. */
  personIds: readonly number[];
  /** Whose its bytes are, one run after the other, so that it can be cut again; absent or empty where it never is. */
  segments?: readonly FileSegment[];
}

export interface FileSegment {
  /** 0: nobody's. */
  personId: number;
  bytes: number;
}

export interface NewJob {
  id: string;
  kind: JobKind;
  clientId: string;
  requestUrl: string;
  /** OperationOutcomes that are known at kick-off. */
  notices?: readonly object[];
  listsDeleted?: boolean;
  now: Date;
}

/**
 * Accepts a job. Call it in the transaction that writes what the job is to do.
 *
 * @throws Problem `too-many` when the client has `openJobsPerClient_max` jobs open (Bulk Data: 429 with Retry-After)
 */
export async function createJob(tx: Tx, job: NewJob): Promise<void> {
  await store.lockClientJobs(tx, job.clientId);
  if ((await store.countOpenJobs(tx, job.clientId)) >= openJobsPerClient_max) {
    throw new Problem(
      'too-many',
      `At most ${openJobsPerClient_max} jobs may be open at the same time. Wait for one to finish, or delete one.`,
      { retryAfterSeconds: 30 },
    );
  }
  await store.insertJob(tx, { ...job, notices: job.notices ?? [], listsDeleted: job.listsDeleted ?? false });
}

/** accepted → running; true also when it already runs (a step is replayed), false when there is nothing more to do. */
export async function startJob(q: Queries, id: string, transactionTime?: Date): Promise<boolean> {
  return store.moveJob(q, id, ['accepted', 'running'], 'running', {
    ...(transactionTime && { transactionTime }),
    progress: 'running',
  });
}

/** Whether work on the job still makes sense: false after its end, cancellation included. */
export async function jobIsOpen(q: Queries, id: string): Promise<boolean> {
  const job = await store.selectJob(q, id);
  return job?.state === 'accepted' || job?.state === 'running';
}

/** The job, held until the transaction ends; undefined when it is no longer open. */
export async function lockOpenJob(tx: Tx, id: string): Promise<BulkJob | undefined> {
  const job = await store.lockJob(tx, id);
  return job && (job.state === 'accepted' || job.state === 'running') ? job : undefined;
}

/** The job whoever owns it: for the steps that do its work, never for a request. */
export const readJob = store.selectJob;

/** Jobs of a kind that are not over, of one client or of all. */
export const openJobIds = store.selectOpenJobIds;

/** `text` is for people and names no member. */
export async function setProgress(q: Queries, id: string, text: string): Promise<void> {
  await store.updateProgress(q, id, text.slice(0, progressCharacters_max));
}

/** More OperationOutcomes for the manifest's error file. */
export async function addNotices(q: Queries, id: string, notices: readonly object[]): Promise<void> {
  if (notices.length > 0) await store.appendNotices(q, id, notices);
}

/** Adds a file to a job. It is seen when the job completes. */
export async function addFile(tx: Tx, file: BulkFile): Promise<void> {
  await store.insertFile(tx, file, null);
}

/** Publishes the job: what was added in this and earlier transactions is its result. False: it was no longer open. */
export async function completeJob(
  tx: Tx,
  job: { id: string; transactionTime: Date; now: Date },
): Promise<boolean> {
  const expiresAt = new Date(job.now.getTime() + jobLife_seconds * 1000);
  const completed = await store.moveJob(tx, job.id, ['accepted', 'running'], 'completed', {
    transactionTime: job.transactionTime,
    finishedAt: job.now,
    expiresAt,
    progress: 'completed',
  });
  if (completed) await addTask(tx, 'bulk.expire', job.id, expiresAt);
  return completed;
}

/** Ends the job with `outcome`, an OperationOutcome that may go to the client. False: it was no longer open. */
export async function failJob(tx: Tx, job: { id: string; outcome: object; now: Date }): Promise<boolean> {
  const expiresAt = new Date(job.now.getTime() + jobLife_seconds * 1000);
  const failed = await store.moveJob(tx, job.id, ['accepted', 'running'], 'failed', {
    error: job.outcome,
    finishedAt: job.now,
    expiresAt,
  });
  if (failed) await addTask(tx, 'bulk.expire', job.id, expiresAt);
  return failed;
}

/** What a client sees of a job of its own; anybody else's is as unknown as one that never was. */
async function ownJob(q: Queries, id: string, clientId: string, now: Date): Promise<BulkJob> {
  const job = isUuid(id) ? await store.selectJob(q, id) : undefined;
  const gone =
    job?.state === 'cancelled' ||
    job?.state === 'expired' ||
    (job?.expiresAt && job.expiresAt.getTime() <= now.getTime());
  if (!job || job.clientId !== clientId || gone) throw new Problem('not-found', 'There is no such job.');
  return job;
}

export type PollResult =
  | { state: 'open'; progress: string; retryAfterSeconds: number }
  | { state: 'too-fast'; retryAfterSeconds: number }
  | { state: 'failed'; outcome: object }
  | { state: 'completed'; job: BulkJob; files: BulkFile[] };

/**
 * One poll of a job's owner. The first is always answered with `open`, whatever the job's state: public test suites,
 * and clients written against them, take anything else for a synchronous answer (interop 5).
 *
 * @throws Problem `not-found` for a job that is unknown, foreign, deleted or expired alike
 */
export async function pollJob(
  q: Queries,
  poll: { id: string; clientId: string; now: Date },
): Promise<PollResult> {
  const job = await ownJob(q, poll.id, poll.clientId, poll.now);
  const sinceLast_ms = await store.countPoll(q, job.id, poll.now);
  const wait = retryAfterSeconds(job.polled + 1);
  if (sinceLast_ms === undefined) return { state: 'open', progress: job.progress, retryAfterSeconds: wait };
  if (job.state === 'failed') return { state: 'failed', outcome: job.error ?? {} };
  if (job.state === 'completed') {
    // A manifest without the file that is being cut again would be silently incomplete.
    if ((await store.countUnsettled(q, job.id)) > 0)
      return { state: 'open', progress: 'files are being made again', retryAfterSeconds: recutRetryAfter_s };
    const files = await store.selectFiles(q, job.id);
    return { state: 'completed', job, files: files.filter((file) => file.withdrawnAt === null) };
  }
  if (sinceLast_ms < pollGap_min_ms) return { state: 'too-fast', retryAfterSeconds: Math.max(wait, 2) };
  return { state: 'open', progress: job.progress, retryAfterSeconds: wait };
}

/**
 * Ends a job of the caller's own and forgets its files (Bulk Data: DELETE). Work that is under way stops by itself.
 *
 * @throws Problem `not-found` as `pollJob`
 */
export async function cancelJob(tx: Tx, cancel: { id: string; clientId: string; now: Date }): Promise<void> {
  const job = await ownJob(tx, cancel.id, cancel.clientId, cancel.now);
  await store.moveJob(tx, job.id, ['accepted', 'running', 'completed', 'failed'], 'cancelled', {
    finishedAt: cancel.now,
  });
  await addTask(tx, 'bulk.expire', job.id, cancel.now);
}

/**
 * A file of a completed job of the caller's own.
 *
 * @throws Problem `not-found` when the job or the file is unknown, foreign, unfinished or gone; `gone` when it was withdrawn
 */
export async function ownFile(
  q: Queries,
  wanted: { jobId: string; name: string; clientId: string; now: Date },
): Promise<{ job: BulkJob; file: BulkFile }> {
  const job = await ownJob(q, wanted.jobId, wanted.clientId, wanted.now);
  const file = job.state === 'completed' ? await store.selectFile(q, job.id, wanted.name) : undefined;
  if (!file) throw noSuchFile();
  if (file.withdrawnAt) throw file.withdrawnAs === 'absent' ? noSuchFile() : withdrawn();
  return { job, file };
}

/** One answer for a file that never was, is somebody else's, or is to look like that. */
export const noSuchFile = () => new Problem('not-found', 'There is no such file.');

/** What the caller is told of a file that was withdrawn. */
export const withdrawn = () =>
  new Problem(
    'gone',
    'This file was withdrawn after it was made. Ask the status URL again for the files that stand in its place.',
  );

/** What the keys of all objects of a job begin with. */
export const jobObjects = (id: string) => `bulk/${id}/`;

/** Task `bulk.expire`: removes the files of a job that was deleted or whose time is over. */
export function bulkTasks(deps: {
  db: Queries;
  blobs: BlobStore;
  clock: { now(): Date };
}): Record<string, TaskHandler> {
  return {
    'bulk.expire': async (id) => {
      const job = await store.selectJob(deps.db, id);
      if (!job || job.state === 'accepted' || job.state === 'running') return;
      if (job.state !== 'cancelled' && job.state !== 'expired') {
        if (job.expiresAt && job.expiresAt > deps.clock.now()) return { again: job.expiresAt };
        await store.moveJob(deps.db, id, ['completed', 'failed'], 'expired');
      }
      await deps.blobs.deleteAll(jobObjects(id).slice(0, -1));
      await store.deleteFiles(deps.db, id);
    },
  };
}
