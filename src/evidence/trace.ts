import { readEntries, readEntriesOf, type StoredAuditEntry } from '../audit/store.ts';
import type { Queries } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import * as links from './links-store.ts';
import * as store from './store.ts';

export type TracedKind = 'person' | 'consent' | 'job' | 'transfer';

/** The rows that hang together, step by step; ids, counts and times, nothing else. */
export interface Trace {
  id: string;
  kind: TracedKind;
  chain: { step: string; rows: Record<string, unknown>[] }[];
  /** Steps whose link is not in the data, and why. */
  notLinked: { step: string; why: string }[];
}

/** What the tables do not say yet. */
const notLinked = [
  { step: 'download', why: 'an entry names file and byte range, the person only through the file' },
  { step: 'file', why: 'rows of files go with the job’s expiry; ledger and audit stay' },
  { step: 'provenance', why: 'a stored Provenance names the partner, not the transfer that brought it' },
];

/**
 * Follows the chain of evidence in both directions from a person (its number, a Patient id or a UMB), a consent, a job or a transfer.
 *
 * @throws Problem `not-found`
 */
export async function trace(q: Queries, id: string): Promise<Trace> {
  const { kind, scope } = await scopeOf(q, id);
  const exchanges = await links.exchanges(q, scope);
  const transferIds =
    scope.transferIds.length > 0
      ? scope.transferIds
      : [...new Set(exchanges.flatMap((row) => (row.transferId ? [String(row.transferId)] : [])))];
  const whole = { ...scope, transferIds };
  const answering = scope.jobIds.length > 0 || kind !== 'transfer';
  const steps: [string, Record<string, unknown>[]][] = [
    ['consent', answering ? await links.consents(q, whole) : []],
    ['decision', answering ? await links.decisions(q, whole) : []],
    ['group', answering ? await links.groups(q, whole) : []],
    ['export', await links.exports(q, whole)],
    ['part', await links.parts(q, whole)],
    ['permit', await links.permits(q, whole)],
    ['ledger', await links.ledger(q, whole)],
    ['file', await links.files(q, whole)],
    ['download', await downloads(q, whole.jobIds)],
    ['exchange', exchanges],
    ['received', await links.received(q, whole)],
    ['ingest', await links.ingested(q, whole)],
    ['provenance', await links.provenances(q, whole)],
    ['audit', await entries(q, kind, id, whole)],
  ];
  return { id, kind, chain: steps.map(([step, rows]) => ({ step, rows })), notLinked };
}

async function scopeOf(q: Queries, id: string): Promise<{ kind: TracedKind; scope: links.Scope }> {
  const none = { personIds: [], jobIds: [], transferIds: [], clientId: null };
  const [kind] = isUuid(id) ? await store.kindsOf(q, id) : [];
  if (kind === 'consent') {
    const { personId, clientId } = await store.consentOf(q, id);
    const jobIds = await store.jobsOfPerson(q, personId, clientId);
    return { kind, scope: { ...none, personIds: [personId], jobIds, clientId } };
  }
  if (kind === 'job') {
    const [personIds, jobIds] = [await store.personsOfJob(q, id), await store.jobsAround(q, id)];
    return { kind, scope: { ...none, personIds, jobIds } };
  }
  if (kind === 'transfer') {
    const personIds = await store.exchangePersons(q, id);
    return { kind, scope: { ...none, personIds, transferIds: [id] } };
  }
  const personId = await personOf(q, id);
  const jobIds = await store.jobsOfPerson(q, personId, null);
  return { kind: 'person', scope: { ...none, personIds: [personId], jobIds } };
}

/**
 * The person that an operator names: by its number here, by a Patient id or by a UMB.
 *
 * @throws Problem `not-found`
 */
export async function personOf(q: Queries, named: string): Promise<number> {
  const byName = await store.personBehind(q, named.replace(/^Patient\//, ''));
  if (byName !== undefined) return byName;
  if (/^\d{1,15}$/.test(named) && (await store.personExists(q, Number(named)))) return Number(named);
  throw new Problem('not-found', 'Nothing here has that id.');
}

const downloads = async (q: Queries, jobIds: readonly string[]) => {
  const all = await Promise.all(jobIds.map((jobId) => readEntriesOf(q, `${jobId}/`)));
  return all
    .flat()
    .filter((entry) => entry.action === 'file.get')
    .map(shown);
};

async function entries(q: Queries, kind: TracedKind, id: string, scope: links.Scope) {
  const found =
    kind === 'person'
      ? await readEntries(q, { personId: scope.personIds[0]! })
      : await readEntries(q, { subject: id });
  return found.reverse().map(shown);
}

const shown = ({ id, at, actor, action, personId, subject }: StoredAuditEntry) => ({
  id,
  at,
  actor,
  action,
  personId,
  subject,
});
