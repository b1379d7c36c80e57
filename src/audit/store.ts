import type { Queries } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
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

export async function appendEntry(q: Queries, entry: AuditEntry): Promise<void> {
  await q.run(sql`
    insert into audit_entry (at, actor, action, person_id, subject, detail)
    values (${entry.at}, ${entry.actor}, ${entry.action}, ${entry.personId ?? null}, ${entry.subject ?? ''},
      ${JSON.stringify(entry.detail ?? {})})`);
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
      ${subject === undefined ? raw('') : sql`and subject = ${subject}`}
      ${before === undefined ? raw('') : sql`and id < ${before}`}
    order by id desc limit ${Math.min(limit, auditPage_max)}`);
}
