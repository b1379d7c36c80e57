import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { rows_max } from './store.ts';

/** About whom, through which jobs and transfers, and of which client (null: any). */
export interface Scope {
  personIds: readonly number[];
  jobIds: readonly string[];
  transferIds: readonly string[];
  clientId: string | null;
}

type Rows = Promise<Record<string, unknown>[]>;

const persons = (s: Scope) => sql`${[...s.personIds]}::bigint[]`;
const jobs = (s: Scope) => sql`${[...s.jobIds]}::uuid[]`;
const transfers = (s: Scope) => sql`${[...s.transferIds]}::uuid[]`;

export const consents = (q: Queries, s: Scope): Rows =>
  q.query(sql`select id, person_id as "personId", client_id as "clientId", encode(hash, 'hex') as hash, seq,
      document_id as "documentId", version, state, received_at as "receivedAt", revoked_at as "revokedAt"
    from consent where person_id = any (${persons(s)}) and (${s.clientId}::text is null or client_id = ${s.clientId})
    order by seq limit ${rows_max}`);

export const decisions = (q: Queries, s: Scope): Rows =>
  q.query(sql`select id, job_id as "jobId", seq, round, client_id as "clientId", person_id as "personId", decision, outcome,
      consent_reason as "consentReason", review_id as "reviewId", decided_at as "decidedAt"
    from match_decision where person_id = any (${persons(s)}) and (${s.clientId}::text is null or client_id = ${s.clientId})
      and (job_id is null or cardinality(${jobs(s)}) = 0 or job_id = any (${jobs(s)}))
    order by decided_at, id limit ${rows_max}`);

export const groups = (q: Queries, s: Scope): Rows =>
  q.query(sql`select distinct g.id, g.job_id as "jobId", g.client_id as "clientId", g.code, m.seq, m.person_id as "personId"
    from match_group_member m join match_group g on g.id = m.group_id
    where m.person_id = any (${persons(s)}) and (${s.clientId}::text is null or g.client_id = ${s.clientId})
    order by g.id, m.seq limit ${rows_max}`);

export const exports = (q: Queries, s: Scope): Rows =>
  q.query(sql`select j.id as "jobId", j.client_id as "clientId", e.group_id as "groupId", j.state, j.created_at as "createdAt",
      j.transaction_time as "transactionTime", j.finished_at as "finishedAt"
    from export e join bulk_job j on j.id = e.job_id where e.job_id = any (${jobs(s)}) order by j.created_at limit ${rows_max}`);

export const parts = (q: Queries, s: Scope): Rows =>
  q.query(sql`select job_id as "jobId", part, state, snapshot_at as "snapshotAt" from export_part
    where job_id = any (${jobs(s)}) and person_ids && ${persons(s)} order by job_id, part limit ${rows_max}`);

/** Of each part the permits that it was made under: from a line to one version of one consent. */
export const permits = (q: Queries, s: Scope): Rows =>
  q.query(sql`select job_id as "jobId", part, person_id as "personId", permit, consent_id as "consentId",
      encode(consent_hash, 'hex') as "consentHash", epoch, rule_set as "ruleSet"
    from export_permit where job_id = any (${jobs(s)}) and person_id = any (${persons(s)})
    order by job_id, part, person_id limit ${rows_max}`);

export const ledger = (q: Queries, s: Scope): Rows =>
  q.query(sql`select job_id as "jobId", part, person_id as "personId", type, reason, count from export_ledger
    where job_id = any (${jobs(s)}) and person_id = any (${persons(s)}) order by job_id, part, person_id, type, reason
    limit ${rows_max}`);

export const files = (q: Queries, s: Scope): Rows =>
  q.query(sql`select job_id as "jobId", name, part, bytes, encode(sha256, 'hex') as sha256, withdrawn_at as "withdrawnAt"
    from bulk_file where job_id = any (${jobs(s)}) and person_ids && ${persons(s)} order by job_id, name limit ${rows_max}`);

export const exchanges = (q: Queries, s: Scope): Rows =>
  q.query(sql`select id, transfer_id as "transferId", partner_id as "partnerId", person_id as "personId", state, outcome,
      created_at as "createdAt"
    from exchange where transfer_id = any (${transfers(s)})
      or (cardinality(${transfers(s)}) = 0 and ${s.clientId}::text is null and person_id = any (${persons(s)}))
    order by created_at, id limit ${rows_max}`);

export const received = (q: Queries, s: Scope): Rows =>
  q.query(sql`select transfer_id as "transferId", seq, kind, state, bytes, encode(sha256, 'hex') as sha256, received, stored,
      duplicate, quarantined
    from received_file where transfer_id = any (${transfers(s)}) order by transfer_id, seq limit ${rows_max}`);

export const ingested = (q: Queries, s: Scope): Rows =>
  q.query(sql`select transfer_id as "transferId", file_seq as "fileSeq", person_id as "personId", type, received, stored,
      duplicate, quarantined
    from ingest_ledger where transfer_id = any (${transfers(s)}) and person_id = any (${persons(s)})
    order by transfer_id, file_seq, person_id, type limit ${rows_max}`);

export const provenances = (q: Queries, s: Scope): Rows =>
  q.query(sql`select ref, person_id as "personId", origin as "partnerId", last_updated as "lastUpdated" from resource
    where person_id = any (${persons(s)}) and type = 'Provenance' and cardinality(${transfers(s)}) > 0
    order by person_id, ref limit ${rows_max}`);
