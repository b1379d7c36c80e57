import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Rows of one list that a trace shows. */
export const rows_max = 1000;

/** The person behind a Patient id or a UMB of ours. */
export async function personBehind(q: Queries, patientIdOrUmb: string): Promise<number | undefined> {
  const row = await q.maybe<{ id: number }>(sql`
    select person_id as id from member where patient_id = ${patientIdOrUmb}
    union select id from person where umb = ${patientIdOrUmb} limit 1`);
  return row?.id;
}

export interface ReleaseRow {
  jobId: string;
  clientId: string;
  clientName: string;
  recipientNpi: string;
  state: string;
  finishedAt: Date | null;
  snapshotAt: Date | null;
  since: Date | null;
  windowFrom: string;
  parts: number[];
  /** Released records by type. */
  counts: Record<string, number>;
  consentId: string | null;
  consentHash: Buffer | null;
  consentPolicy: string | null;
}

/**
 * What exports released of a person, each with the consent of the permit that the part was made under.
 */
export const releasesOf = (q: Queries, personId: number): Promise<ReleaseRow[]> =>
  q.query<ReleaseRow>(sql`
    with counted as (
      select job_id, array_agg(distinct part) as parts, type, sum(count)::bigint as count
      from export_ledger where person_id = ${personId} and reason = '' group by job_id, type
    ), released as (
      select job_id, jsonb_object_agg(type, count order by type) as counts, min(parts) as parts from counted group by job_id
    )
    select r.job_id as "jobId", j.client_id as "clientId", coalesce(c.name, '') as "clientName", e.recipient_npi as "recipientNpi",
      j.state, j.finished_at as "finishedAt", p.snapshot_at as "snapshotAt", e.since, e.window_from as "windowFrom",
      r.parts, r.counts, k.id as "consentId", k.hash as "consentHash", k.policy as "consentPolicy"
    from released r
    join bulk_job j on j.id = r.job_id
    join export e on e.job_id = r.job_id
    left join client c on c.id = j.client_id
    left join lateral (select max(snapshot_at) as snapshot_at from export_part p
      where p.job_id = r.job_id and p.part = any (r.parts)) p on true
    left join lateral (select k.id, k.hash, k.policy from export_permit e join consent k on k.id = e.consent_id
      where e.job_id = r.job_id and e.part = any (r.parts) and e.person_id = ${personId} order by e.part limit 1) k on true
    order by j.created_at, r.job_id`);

/** The people of a job: those of whom it released or withheld anything, and those it was asked about. */
export async function personsOfJob(q: Queries, jobId: string): Promise<number[]> {
  const rows = await q.query<{ id: number }>(sql`
    select distinct id from (
      select person_id as id from export_ledger where job_id = ${jobId}
      union select person_id from match_decision where job_id = ${jobId} and person_id is not null) p
    where id <> 0 order by id limit ${rows_max}`);
  return rows.map((row) => row.id);
}

/** The exports of a person, of one client where it is named. */
export async function jobsOfPerson(q: Queries, personId: number, clientId: string | null): Promise<string[]> {
  const rows = await q.query<{ id: string }>(sql`
    select j.id from bulk_job j
    where (exists (select from export_ledger l where l.job_id = j.id and l.person_id = ${personId})
        or exists (select from match_decision d where d.job_id = j.id and d.person_id = ${personId}))
      and (${clientId}::text is null or j.client_id = ${clientId})
    order by j.created_at, j.id limit ${rows_max}`);
  return rows.map((row) => row.id);
}

/** A match job with the exports of its Groups, an export with the match job of its Group. */
export async function jobsAround(q: Queries, jobId: string): Promise<string[]> {
  const rows = await q.query<{ id: string }>(sql`
    select id from bulk_job where id = ${jobId}
    union select e.job_id from export e join match_group g on g.id = e.group_id where g.job_id = ${jobId}
    union select g.job_id from export e join match_group g on g.id = e.group_id
      where e.job_id = ${jobId} and g.job_id is not null
    limit ${rows_max}`);
  return rows.map((row) => row.id);
}

/** What an id names. */
export async function kindsOf(q: Queries, id: string): Promise<string[]> {
  const rows = await q.query<{ kind: string }>(sql`
    select 'consent' as kind from consent where id = ${id}
    union all select 'job' from bulk_job where id = ${id}
    union all select 'transfer' from transfer where id = ${id}`);
  return rows.map((row) => row.kind);
}

export const personExists = async (q: Queries, personId: number): Promise<boolean> =>
  (await q.maybe(sql`select from person where id = ${personId}`)) !== undefined;

export const consentOf = (q: Queries, id: string) =>
  q.one<{ personId: number; clientId: string }>(
    sql`select person_id as "personId", client_id as "clientId" from consent where id = ${id}`,
  );

export const exchangePersons = async (q: Queries, transferId: string): Promise<number[]> =>
  (
    await q.query<{ id: number }>(
      sql`select distinct person_id as id from exchange where transfer_id = ${transferId} order by 1 limit ${rows_max}`,
    )
  ).map((row) => row.id);

/** The newest job of each client that released records of this member and type. */
export const jobsThatReleased = (
  q: Queries,
  personId: number,
  type: string,
): Promise<{ clientId: string; jobId: string }[]> =>
  q.query<{ clientId: string; jobId: string }>(sql`
    select distinct on (j.client_id) j.client_id as "clientId", j.id as "jobId"
    from export_ledger l join bulk_job j on j.id = l.job_id
    where l.person_id = ${personId} and l.type = ${type} and l.reason = '' and l.count > 0
    order by j.client_id, j.created_at desc`);

/** What parts of published exports released under a consent. */
export const releasesUnder = (
  q: Queries,
  consentId: string,
): Promise<{ jobId: string; part: number; records: number }[]> =>
  q.query(sql`
    select e.job_id as "jobId", e.part, sum(l.count)::bigint as records
    from export_permit e join bulk_job j on j.id = e.job_id
    join export_ledger l on l.job_id = e.job_id and l.part = e.part and l.person_id = e.person_id and l.reason = ''
    where e.consent_id = ${consentId} and j.finished_at is not null and j.state in ('completed', 'cancelled', 'expired')
    group by e.job_id, e.part order by e.job_id, e.part limit ${rows_max}`);

/** Answers that were given under a document by a token for this one member. */
export const answersUnder = async (q: Queries, personId: number, hash: Buffer): Promise<number> =>
  (
    await q.one<{ n: number }>(sql`select count(*)::int as n from audit_entry
      where person_id = ${personId} and action like 'record.%' and consent_hash = ${hash} and decision = 'permit'`)
  ).n;
