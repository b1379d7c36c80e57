import type { Queries } from '../db/db.ts';
import { appendEntry } from './store.ts';

export interface AuditEntry {
  at: Date;
  /** `client:<id>`, `operator:<name>` or `system`. */
  actor: string;
  /** What was done: `member-match`, `export.start`, `file.get`, … */
  action: string;
  personId?: number;
  /** Id of the job, Group, file or exchange that it was done to. */
  subject?: string;
  /** Ids, counts, decisions. No demographics, no clinical content. */
  detail?: object;
}

/** Writes one entry, in the caller's transaction: what is rolled back was not done. Entries are never changed. */
export async function audit(q: Queries, entry: AuditEntry): Promise<void> {
  await appendEntry(q, entry);
}
