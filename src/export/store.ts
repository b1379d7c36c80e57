import type { Permit } from '../consent/permit.ts';
import type { MadeUnder } from '../consent/still-permitted.ts';
import type { Queries } from '../db/db.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Selection, TypeFilter } from '../record/export-store.ts';

/** What a kick-off asked for, with what it may have. */
export interface Export extends Selection {
  jobId: string;
  /** null: every member that this client has matched. */
  groupId: string | null;
  recipientNpi: string;
  /** Patient ids to which it is restricted; null: all members. */
  patients: string[] | null;
}

export const insertExport = (q: Queries, e: Export) =>
  q.run(sql`insert into export
      (job_id, group_id, recipient_npi, requested_at, since, until, types, filters, patients, window_from, pa_from)
    values (${e.jobId}, ${e.groupId}, ${e.recipientNpi}, ${e.requestedAt}, ${e.since}, ${e.until}, ${e.types && [...e.types]},
      ${JSON.stringify(e.filters)}::jsonb, ${e.patients}, ${e.windowFrom}, ${e.paFrom})`);

export async function selectExport(q: Queries, jobId: string): Promise<Export | undefined> {
  const row = await q.maybe<{
    group_id: string | null;
    recipient_npi: string;
    requested_at: Date;
    since: Date | null;
    until: Date | null;
    types: string[] | null;
    filters: TypeFilter[];
    patients: string[] | null;
    window_from: string;
    pa_from: string;
  }>(sql`select * from export where job_id = ${jobId}`);
  return (
    row && {
      jobId,
      groupId: row.group_id,
      recipientNpi: row.recipient_npi,
      requestedAt: row.requested_at,
      since: row.since,
      until: row.until,
      types: row.types,
      filters: row.filters,
      patients: row.patients,
      windowFrom: row.window_from,
      paFrom: row.pa_from,
    }
  );
}

export const insertPart = (q: Queries, jobId: string, part: number, personIds: readonly number[]) =>
  q.run(sql`insert into export_part (job_id, part, person_ids, state)
    values (${jobId}, ${part}, ${[...personIds]}::bigint[], 'waiting')`);

export const countParts = (q: Queries, jobId: string) =>
  q.one<{ total: number; waiting: number }>(sql`
    select count(*)::int as total, (count(*) filter (where state = 'waiting'))::int as waiting
    from export_part where job_id = ${jobId}`);

export async function selectWaitingPart(
  q: Queries,
  jobId: string,
  part: number,
): Promise<number[] | undefined> {
  const row = await q.maybe<{ person_ids: number[] }>(sql`
    select person_ids from export_part where job_id = ${jobId} and part = ${part} and state = 'waiting'`);
  return row?.person_ids;
}

/** False when another run of the same part was first. */
export async function markWritten(q: Queries, jobId: string, part: number, at: Date): Promise<boolean> {
  const marked = await q.run(sql`update export_part set state = 'written', snapshot_at = ${at}
    where job_id = ${jobId} and part = ${part} and state = 'waiting'`);
  return marked === 1;
}

export interface LedgerEntry {
  /** 0: payer-wide records. */
  personId: number;
  type: string;
  /** '': released. */
  reason: string;
  count: number;
}

export async function insertLedger(
  q: Queries,
  jobId: string,
  part: number,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await q.run(sql`insert into export_ledger (job_id, part, person_id, type, reason, count)
    select ${jobId}, ${part}, * from unnest(
      ${entries.map((e) => e.personId)}::bigint[], ${entries.map((e) => e.type)}::text[],
      ${entries.map((e) => e.reason)}::text[], ${entries.map((e) => e.count)}::bigint[])`);
}

/** Lines that were released and are no longer: the ledger of a job says what its files hold. */
export async function moveToRefused(
  q: Queries,
  line: {
    jobId: string;
    part: number;
    personId: number;
    type: string;
    count: number;
    reason: 'consent' | 'consent-changed';
  },
): Promise<void> {
  const place = sql`job_id = ${line.jobId} and part = ${line.part} and person_id = ${line.personId} and type = ${line.type}`;
  await q.run(sql`update export_ledger set count = count - ${line.count} where ${place} and reason = ''`);
  await q.run(sql`delete from export_ledger where ${place} and reason = '' and count = 0`);
  await q.run(sql`insert into export_ledger (job_id, part, person_id, type, reason, count)
    values (${line.jobId}, ${line.part}, ${line.personId}, ${line.type}, ${line.reason}, ${line.count})
    on conflict (job_id, part, person_id, type, reason) do update set count = export_ledger.count + excluded.count`);
}

/** The ledger of a job, parts added up. */
export async function selectLedger(q: Queries, jobId: string): Promise<LedgerEntry[]> {
  const rows = await q.query<{ person_id: number; type: string; reason: string; count: number }>(sql`
    select person_id, type, reason, sum(count)::bigint as count from export_ledger where job_id = ${jobId}
    group by person_id, type, reason order by person_id, type collate "C", reason collate "C"`);
  return rows.map((row) => ({
    personId: row.person_id,
    type: row.type,
    reason: row.reason,
    count: row.count,
  }));
}

/** The persons whose members had their data refused. */
export async function selectRefused(q: Queries, jobId: string): Promise<number[]> {
  const rows = await q.query<{ person_id: number }>(sql`
    select distinct person_id from export_ledger where job_id = ${jobId} and reason in ('consent', 'consent-changed') order by 1`);
  return rows.map((row) => row.person_id);
}

/** The permits that a part was made under: every line of its files leads back to one of them. */
export async function insertPermits(
  q: Queries,
  jobId: string,
  part: number,
  permits: readonly Permit[],
): Promise<void> {
  if (permits.length === 0) return;
  await q.run(sql`insert into export_permit (job_id, part, person_id, permit, consent_id, consent_hash, epoch, rule_set)
    select ${jobId}, ${part}, * from unnest(${permits.map((p) => p.personId)}::bigint[], ${permits.map((p) => p.id)}::text[],
      ${permits.map((p) => p.consentId)}::uuid[], ${permits.map((p) => Buffer.from(p.consentHash, 'hex'))}::bytea[],
      ${permits.map((p) => p.epoch)}::bigint[], ${permits.map((p) => p.ruleSet)}::text[])`);
}

/** Under which epochs the lines of these persons in a part were made; somebody who is not found was never permitted. */
export async function selectMadeUnder(
  q: Queries,
  of: { jobId: string; part: number; personIds: readonly number[] },
): Promise<MadeUnder[]> {
  const rows = await q.query<{ id: number; epoch: number | null }>(sql`
    select p.id, e.epoch from unnest(${[...of.personIds]}::bigint[]) as p(id)
    left join export_permit e on e.job_id = ${of.jobId} and e.part = ${of.part} and e.person_id = p.id`);
  return rows.map(({ id, epoch }) => ({ personId: id, epoch: epoch ?? -1 }));
}

export async function insertHelpers(q: Queries, jobId: string, refs: readonly string[]): Promise<void> {
  if (refs.length === 0) return;
  await q.run(sql`insert into export_helper (job_id, ref) select ${jobId}, unnest(${[...refs]}::text[])
    on conflict do nothing`);
}

/** A query for the payer-wide records that released ones refer to. */
export const helpersOf = (jobId: string): Sql =>
  sql`select ref from export_helper where job_id = ${jobId}::uuid`;
