import type { Queries } from '../db/db.ts';
import { prepared, raw, sql } from '../db/sql.ts';
import type { AuditEntry } from './audit.ts';

/** Most entries of one read. */
export const auditPage_max = 1000;

export interface StoredAuditEntry {
  id: number;
  at: Date;
  actor: string;
  action: string;
  personId: number | null;
  subject: string;
  detail: object;
}

/** The statement is planned once per connection: it runs in nearly every transaction. */
export async function appendEntry(q: Queries, entry: AuditEntry): Promise<void> {
  await q.run(
    prepared(
      'audit_append',
      sql`
    insert into audit_entry (at, actor, action, person_id, subject, detail, on_behalf_of, partner, decision, codes, permit, epoch,
      consent_hash, rule_set, counts, trace)
    values (${entry.at}, ${entry.actor}, ${entry.action}, ${entry.personId ?? null}, ${entry.subject ?? ''},
      ${JSON.stringify(entry.detail ?? {})}, ${entry.onBehalfOf ?? null}, ${entry.partner ?? null}, ${entry.decision ?? null},
      ${entry.codes ? [...entry.codes] : null}::text[], ${entry.permit ?? null}, ${entry.epoch ?? null},
      ${entry.consentHash ?? null}, ${entry.ruleSet ?? null}, ${entry.counts ? JSON.stringify(entry.counts) : null},
      ${entry.trace ?? null})`,
    ),
  );
}

/** In the order of `entries`. */
export async function appendEntries(q: Queries, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    ...entry,
    at: entry.at.toISOString(),
    detail: entry.detail ?? {},
    consentHash: entry.consentHash?.toString('hex'),
  }));
  await q.run(sql`
    insert into audit_entry (at, actor, action, person_id, subject, detail, on_behalf_of, partner, decision, codes, permit, epoch,
      consent_hash, rule_set, counts, trace)
    select at, actor, action, "personId", coalesce(subject, ''), detail, "onBehalfOf", partner, decision,
      (select array_agg(code order by n) from jsonb_array_elements_text(codes) with ordinality c(code, n)), permit, epoch,
      decode("consentHash", 'hex'), "ruleSet", counts, trace
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (at timestamptz, actor text, action text,
      "personId" bigint, subject text, detail jsonb, "onBehalfOf" text, partner text, decision text, codes jsonb, permit text,
      epoch bigint, "consentHash" text, "ruleSet" text, counts jsonb, trace text)) with ordinality
    order by ordinality`);
}

export interface AuditFilter {
  personId?: number;
  subject?: string;
  /** Entries older than this id: the next page. */
  before?: number;
  limit?: number;
}

/** Entries, newest first. */
export async function readEntries(q: Queries, filter: AuditFilter): Promise<StoredAuditEntry[]> {
  const { personId, subject, before, limit = auditPage_max } = filter;
  return q.query<StoredAuditEntry>(sql`
    select id, at, actor, action, person_id as "personId", subject, detail from audit_entry
    where true
      ${personId === undefined ? raw('') : sql`and person_id = ${personId}`}
      ${subject === undefined ? raw('') : sql`and subject collate "C" = ${subject} and subject <> ''`}
      ${before === undefined ? raw('') : sql`and id < ${before}`}
    order by id desc limit ${Math.min(limit, auditPage_max)}`);
}

/** Entries whose subject begins with `prefix` (`<job id>/`), oldest first. */
export const readEntriesOf = (q: Queries, prefix: string): Promise<StoredAuditEntry[]> =>
  q.query<StoredAuditEntry>(sql`
    select id, at, actor, action, person_id as "personId", subject, detail from audit_entry
    where subject <> '' and subject collate "C" >= ${prefix} and subject collate "C" < ${afterPrefix(prefix)}
    order by id limit ${auditPage_max}`);

/** The first text behind all that begin with `prefix`, whose last character is ASCII. */
const afterPrefix = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
