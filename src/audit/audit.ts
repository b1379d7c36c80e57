import type { Queries } from '../db/db.ts';
import { checkEntry } from './guard.ts';
import { appendEntries, appendEntry } from './store.ts';

/** What was done. Ids, counts and decisions; no demographics, no clinical content, no free text: `guard.ts` refuses them. */
export interface AuditEntry {
  at: Date;
  /** `client:<id>`, `partner:<id>`, `member:<person>`, `operator:<name>` or `system`. */
  actor: string;
  /** For whom the actor acted, in the same form: a representative's member, a token's member. */
  onBehalfOf?: string;
  /** What was done: `member-match`, `export.start`, `file.get`, … */
  action: string;
  personId?: number;
  /** Id of the job, Group, file or exchange that it was done to. */
  subject?: string;
  /** The other payer: our client's id, or its NPI. */
  partner?: string;
  /** What was decided, permits and denials alike. */
  decision?: string;
  /** Why: reasons and guards by their names. */
  codes?: readonly string[];
  /** The permit under which something left. */
  permit?: string;
  /** The count of changes to what this person allows this partner. */
  epoch?: number;
  /** SHA-256 of the consent that was judged. */
  consentHash?: Buffer;
  /** The version of the rules that judged. */
  ruleSet?: string;
  /** How many, by what: `{ "ExplanationOfBenefit": 12 }`. */
  counts?: Readonly<Record<string, number>>;
  /** Id of the request. */
  trace?: string;
  /** More of the same kinds; the chain holds its digest. */
  detail?: object;
}

/**
 * Writes one entry, in the caller's transaction: what is rolled back was not done. Entries are never changed; the appender chains
 * them later (`chain.ts`), so that no writer waits for another.
 *
 * @throws a fault for a value that is neither an id nor a count nor a decision
 */
export async function audit(q: Queries, entry: AuditEntry): Promise<void> {
  checkEntry(entry);
  await appendEntry(q, entry);
}

/** Entries that one statement writes. */
const entriesPerInsert = 500;

/** Writes many entries as `audit` writes one: a statement for some hundred of them. */
export async function auditAll(q: Queries, entries: readonly AuditEntry[]): Promise<void> {
  for (const entry of entries) checkEntry(entry);
  for (let from = 0; from < entries.length; from += entriesPerInsert)
    await appendEntries(q, entries.slice(from, from + entriesPerInsert));
}
