import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export interface Batch {
  id: string;
  clientId: string;
  channel: string;
  format: 'ndjson' | 'csv';
  gzip: boolean;
  objectKey: string;
  bytes: number;
  state: 'waiting' | 'running' | 'done' | 'failed';
  doneLines: number;
  accepted: number;
  known: number;
  rejected: number;
  problem: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = sql`id, client_id as "clientId", channel, format, gzip, object_key as "objectKey", bytes, state,
  done_lines as "doneLines", accepted, known, rejected, problem, created_at as "createdAt", finished_at as "finishedAt"`;

export type NewBatch = Pick<
  Batch,
  'id' | 'clientId' | 'channel' | 'format' | 'gzip' | 'objectKey' | 'bytes' | 'createdAt'
>;

export const insertBatch = (q: Queries, b: NewBatch) =>
  q.run(sql`insert into decision_batch (id, client_id, channel, format, gzip, object_key, bytes, state, created_at)
    values (${b.id}, ${b.clientId}, ${b.channel}, ${b.format}, ${b.gzip}, ${b.objectKey}, ${b.bytes}, 'waiting', ${b.createdAt})`);

export const selectBatch = (q: Queries, id: string): Promise<Batch | undefined> =>
  q.maybe<Batch>(sql`select ${columns} from decision_batch where id = ${id}`);

export interface BatchRow {
  line: number;
  recordId: string | null;
  outcome: 'accepted' | 'known' | 'rejected';
  field: string | null;
  code: string | null;
}

/** Outcomes, with what the rows did, in one transaction. An outcome that is there already stands, and is counted once. */
export async function putOutcomes(tx: Tx, id: string, rows: readonly BatchRow[]): Promise<void> {
  await tx.run(sql`
    with fresh as (
      insert into decision_batch_row (batch_id, line, record_id, outcome, field, code)
      select ${id}, * from unnest(${rows.map((r) => r.line)}::bigint[], ${rows.map((r) => r.recordId)}::text[],
        ${rows.map((r) => r.outcome)}::text[], ${rows.map((r) => r.field)}::text[], ${rows.map((r) => r.code)}::text[])
      on conflict do nothing returning outcome)
    update decision_batch set state = 'running',
      accepted = accepted + (select count(*) from fresh where outcome = 'accepted'),
      known = known + (select count(*) from fresh where outcome = 'known'),
      rejected = rejected + (select count(*) from fresh where outcome = 'rejected')
    where id = ${id}`);
}

/** All lines up to here are decided. */
export const advance = (q: Queries, id: string, doneLines: number) =>
  q.run(sql`update decision_batch set done_lines = ${doneLines} where id = ${id}`);

export const endBatch = (q: Queries, id: string, at: Date, problem: string | null) =>
  q.run(sql`update decision_batch set state = ${problem === null ? 'done' : 'failed'}, problem = ${problem}, finished_at = ${at}
    where id = ${id}`);

export const selectOutcomes = (q: Queries, id: string, after: number, limit: number): Promise<BatchRow[]> =>
  q.query<BatchRow>(sql`select line, record_id as "recordId", outcome, field, code from decision_batch_row
    where batch_id = ${id} and line > ${after} order by line limit ${limit}`);
