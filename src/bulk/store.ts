import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { BulkFile, BulkJob, JobKind, JobState } from './job.ts';

interface JobRow {
  id: string;
  kind: JobKind;
  client_id: string;
  state: JobState;
  request_url: string;
  progress: string;
  transaction_time: Date | null;
  notices: object[];
  lists_deleted: boolean;
  error: object | null;
  created_at: Date;
  finished_at: Date | null;
  expires_at: Date | null;
  polled: number;
}

const jobOf = (row: JobRow): BulkJob => ({
  id: row.id,
  kind: row.kind,
  clientId: row.client_id,
  state: row.state,
  requestUrl: row.request_url,
  progress: row.progress,
  transactionTime: row.transaction_time,
  notices: row.notices,
  listsDeleted: row.lists_deleted,
  error: row.error,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
  expiresAt: row.expires_at,
  polled: row.polled,
});

/** Until the transaction ends, no other job of this client can be created: the count below stays true. */
export const lockClientJobs = (q: Queries, clientId: string) =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended('bulk_job ' || ${clientId}::text, 0))`);

export const countOpenJobs = async (q: Queries, clientId: string): Promise<number> =>
  (
    await q.one<{ open: number }>(
      sql`select count(*)::int as open from bulk_job where client_id = ${clientId} and state in ('accepted', 'running')`,
    )
  ).open;

export const selectOpenJobIds = async (
  q: Queries,
  { kind, clientId = null }: { kind: JobKind; clientId?: string | null },
): Promise<string[]> =>
  (
    await q.query<{
      id: string;
    }>(sql`select id from bulk_job where state in ('accepted', 'running') and kind = ${kind}
      and (${clientId}::text is null or client_id = ${clientId}) order by created_at, id`)
  ).map((row) => row.id);

export const insertJob = (
  q: Queries,
  job: {
    id: string;
    kind: JobKind;
    clientId: string;
    requestUrl: string;
    notices: readonly object[];
    listsDeleted: boolean;
    now: Date;
  },
) =>
  q.run(sql`insert into bulk_job (id, kind, client_id, state, request_url, progress, notices, lists_deleted, created_at)
    values (${job.id}, ${job.kind}, ${job.clientId}, 'accepted', ${job.requestUrl}, 'waiting to start',
      ${JSON.stringify(job.notices)}::jsonb, ${job.listsDeleted}, ${job.now})`);

export async function selectJob(q: Queries, id: string): Promise<BulkJob | undefined> {
  const row = await q.maybe<JobRow>(sql`select * from bulk_job where id = ${id}`);
  return row && jobOf(row);
}

/** Reads the job and holds it until the transaction ends: parts that finish together publish one after the other. */
export async function lockJob(q: Queries, id: string): Promise<BulkJob | undefined> {
  const row = await q.maybe<JobRow>(sql`select * from bulk_job where id = ${id} for update`);
  return row && jobOf(row);
}

/** Compare-and-set; false when the job was in none of the states `from`. */
export async function moveJob(
  q: Queries,
  id: string,
  from: readonly JobState[],
  to: JobState,
  set: {
    transactionTime?: Date;
    error?: object;
    finishedAt?: Date;
    expiresAt?: Date;
    progress?: string;
  } = {},
): Promise<boolean> {
  const moved = await q.run(sql`update bulk_job set state = ${to},
      transaction_time = coalesce(${set.transactionTime ?? null}::timestamptz, transaction_time),
      error = coalesce(${set.error ? JSON.stringify(set.error) : null}::jsonb, error),
      finished_at = coalesce(${set.finishedAt ?? null}::timestamptz, finished_at),
      expires_at = coalesce(${set.expiresAt ?? null}::timestamptz, expires_at),
      progress = coalesce(${set.progress ?? null}::text, progress)
    where id = ${id} and state = any(${[...from]}::text[])`);
  return moved === 1;
}

export const updateProgress = (q: Queries, id: string, progress: string) =>
  q.run(
    sql`update bulk_job set progress = ${progress} where id = ${id} and state in ('accepted', 'running')`,
  );

export const appendNotices = (q: Queries, id: string, notices: readonly object[]) =>
  q.run(sql`update bulk_job set notices = notices || ${JSON.stringify(notices)}::jsonb where id = ${id}`);

/** Counts a poll; returns the milliseconds since the one before (undefined: this is the first). */
export async function countPoll(q: Queries, id: string, now: Date): Promise<number | undefined> {
  const row = await q.one<{ before: Date | null }>(sql`
    with last as (select id, polled_at from bulk_job where id = ${id} for update)
    update bulk_job j set polled_at = ${now}, polled = j.polled + 1 from last where j.id = last.id
    returning last.polled_at as before`);
  return row.before ? now.getTime() - row.before.getTime() : undefined;
}

interface FileRow {
  job_id: string;
  name: string;
  kind: BulkFile['kind'];
  type: string;
  object_key: string;
  lines: number;
  bytes: number;
  sha256: Buffer;
  part: number | null;
  person_ids: number[];
  segment_person_ids: number[];
  segment_bytes: number[];
  withdrawn_at: Date | null;
  settled_at: Date | null;
  withdrawn_as: WithdrawnAs | null;
}

/** How a withdrawn file is answered: it was there and is gone, or as if it had never been. */
export type WithdrawnAs = 'gone' | 'absent';

const fileOf = (
  row: FileRow,
): BulkFile & { withdrawnAt: Date | null; settledAt: Date | null; withdrawnAs: WithdrawnAs | null } => ({
  jobId: row.job_id,
  name: row.name,
  kind: row.kind,
  type: row.type,
  objectKey: row.object_key,
  lines: row.lines,
  bytes: row.bytes,
  sha256: row.sha256,
  part: row.part,
  personIds: row.person_ids,
  segments: row.segment_person_ids.map((personId, i) => ({ personId, bytes: row.segment_bytes[i]! })),
  withdrawnAt: row.withdrawn_at,
  settledAt: row.settled_at,
  withdrawnAs: row.withdrawn_as,
});

export const insertFile = (
  q: Queries,
  file: BulkFile,
  withdrawnAt: Date | null,
  withdrawnAs: WithdrawnAs | null = null,
) =>
  q.run(sql`insert into bulk_file (job_id, name, kind, type, object_key, lines, bytes, sha256, part, person_ids,
      segment_person_ids, segment_bytes, withdrawn_at, withdrawn_as)
    values (${file.jobId}, ${file.name}, ${file.kind}, ${file.type}, ${file.objectKey}, ${file.lines}, ${file.bytes},
      ${file.sha256}, ${file.part}, ${[...file.personIds]}::bigint[],
      ${(file.segments ?? []).map((s) => s.personId)}::bigint[], ${(file.segments ?? []).map((s) => s.bytes)}::bigint[],
      ${withdrawnAt}, ${withdrawnAs})`);

export async function selectFile(q: Queries, jobId: string, name: string) {
  const row = await q.maybe<FileRow>(sql`select * from bulk_file where job_id = ${jobId} and name = ${name}`);
  return row && fileOf(row);
}

/** In the order of the manifest: by type, part and name. */
export async function selectFiles(q: Queries, jobId: string) {
  const rows = await q.query<FileRow>(
    sql`select * from bulk_file where job_id = ${jobId} order by type collate "C", part nulls first, length(name), name collate "C"`,
  );
  return rows.map(fileOf);
}

export const withdrawFile = (q: Queries, jobId: string, name: string, now: Date, as: WithdrawnAs) =>
  q.run(sql`update bulk_file set withdrawn_at = ${now}, withdrawn_as = ${as}
    where job_id = ${jobId} and name = ${name} and withdrawn_at is null`);

/** Files of exports that are not over, with this person's data. `clientId` null: of every client. */
export async function withdrawFilesOf(
  q: Queries,
  personId: number,
  clientId: string | null,
  now: Date,
  as: WithdrawnAs,
): Promise<{ jobId: string; name: string }[]> {
  return q.query(sql`update bulk_file f set withdrawn_at = ${now}, withdrawn_as = ${as} from bulk_job j
    where j.id = f.job_id and j.kind = 'export' and j.state in ('accepted', 'running', 'completed')
      and (${clientId}::text is null or j.client_id = ${clientId})
      and f.withdrawn_at is null and f.person_ids @> array[${personId}]::bigint[]
    returning f.job_id as "jobId", f.name`);
}

export const settleFile = (q: Queries, jobId: string, name: string, now: Date) =>
  q.run(sql`update bulk_file set settled_at = ${now}
    where job_id = ${jobId} and name = ${name} and withdrawn_at is not null and settled_at is null`);

/** Files of nobody's records, once no file with anybody's is left. */
export const withdrawOrphans = (q: Queries, jobId: string, now: Date) =>
  q.run(sql`update bulk_file set withdrawn_at = ${now}, settled_at = ${now}
    where job_id = ${jobId} and kind = 'output' and person_ids = '{}' and withdrawn_at is null
      and not exists (select from bulk_file f where f.job_id = ${jobId} and f.kind = 'output' and f.person_ids <> '{}'
        and (f.withdrawn_at is null or f.settled_at is null))`);

export const countUnsettled = async (q: Queries, jobId: string): Promise<number> =>
  (
    await q.one<{ n: number }>(sql`select count(*)::int as n from bulk_file
      where job_id = ${jobId} and withdrawn_at is not null and settled_at is null`)
  ).n;

/** Whether this file may go on leaving. */
export const fileStands = async (q: Queries, jobId: string, name: string): Promise<boolean> =>
  (await q.maybe(sql`select from bulk_file f join bulk_job j on j.id = f.job_id
    where f.job_id = ${jobId} and f.name = ${name} and f.withdrawn_at is null and j.state = 'completed'`)) !==
  undefined;

export const deleteFiles = (q: Queries, jobId: string) =>
  q.run(sql`delete from bulk_file where job_id = ${jobId}`);
