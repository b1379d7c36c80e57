import type { Tx } from '../db/db.ts';
import type { ParsedCoverage } from '../person/parsed-coverage.ts';
import { batch_max, putCoverages, putRecords } from '../person/person.ts';
import { personOfPatient } from '../person/store.ts';
import { personsOfRefs } from '../record/closure-store.ts';
import { stampWrite } from '../record/write-stamp.ts';
import { loadedLine } from '../release/release-view.ts';
import type { InputFile } from './files.ts';
import type { StoreDeps } from './load.ts';
import { newestOfEach } from './newest.ts';
import type { Read } from './read-files.ts';
import { type Reject, type RejectFile, type RejectReason, textOfReason } from './reject.ts';
import type { SpillEntry } from './spill.ts';
import { storeBatch } from './store-batch.ts';

export interface Storer {
  /** Stores one bucket in one transaction. */
  store(entries: SpillEntry[]): Promise<void>;
  totals(): { stored: number; unchanged: number; superseded: number; members: number; persons: number };
}

export function openStorer(
  deps: StoreDeps,
  files: readonly InputFile[],
  read: Read,
  rejects: RejectFile,
): Storer {
  const totals = { stored: 0, unchanged: 0, superseded: 0, members: 0 };
  const persons = new Set<number>();
  return {
    async store(all) {
      const { entries, superseded } = newestOfEach(all.filter((entry) => !read.failed.has(entry.file)));
      if (entries.length === 0) return;
      const outcome = await deps.db.tx((tx) => storeEntries(tx, deps, entries, read));
      for (const { entry, reason } of outcome.rejected) await rejects.add(rejectOf(entry, reason, files));
      totals.stored += outcome.counts.stored;
      totals.unchanged += outcome.counts.unchanged;
      totals.superseded += superseded + outcome.counts.duplicate - outcome.counts.unchanged;
      totals.members += outcome.members.size;
      for (const personId of outcome.members.values()) persons.add(personId);
    },
    totals: () => ({ ...totals, persons: persons.size }),
  };
}

interface Rejected {
  entry: SpillEntry;
  reason: RejectReason;
}

async function storeEntries(tx: Tx, deps: StoreDeps, entries: readonly SpillEntry[], read: Read) {
  const stampedAt = await stampWrite(tx, deps.clock);
  const members = await putPatientsOf(tx, deps, entries, read, stampedAt);
  const owners = await ownersOf(tx, entries, members);
  const rejected: Rejected[] = [];
  const incoming = entries.flatMap((entry) => {
    const owner = owners.get(entry);
    if (typeof owner !== 'number') {
      rejected.push({ entry, reason: owner ?? 'patient-unknown' });
      return [];
    }
    const { file, line, record } = entry;
    return [
      { personId: owner, view: record.view, labels: record.labels, paDocument: false, at: { file, line } },
    ];
  });
  await putCoveragesOf(tx, entries, owners, members, stampedAt);
  const counts = await storeBatch(tx, incoming, stampedAt, deps.labelling);
  return { counts, members, rejected };
}

/** Patients, each with the coverages that came with it. */
async function putPatientsOf(
  tx: Tx,
  deps: StoreDeps,
  entries: readonly SpillEntry[],
  read: Read,
  now: Date,
): Promise<Map<string, number>> {
  const patients = entries.flatMap(({ record }) => {
    if (!record.patient) return [];
    const linked = read.links.get(record.patient.patientId);
    return [linked ? { ...record.patient, links: [...linked] } : record.patient];
  });
  const coverages = new Map<string, ParsedCoverage[]>();
  for (const { record } of entries) {
    if (!record.coverage) continue;
    const { patientId } = record.coverage;
    coverages.set(patientId, [...(coverages.get(patientId) ?? []), record.coverage]);
  }
  const persons = new Map<string, number>();
  for (const batch of batches(patients)) {
    const covered = batch.flatMap(({ patientId }) => coverages.get(patientId) ?? []);
    const put = await putRecords(tx, batch, covered, { random: deps.random, now });
    for (const [patientId, personId] of put) persons.set(patientId, personId);
  }
  return persons;
}

/** The person of each entry (0: payer-wide), or why there is none. */
async function ownersOf(
  tx: Tx,
  entries: readonly SpillEntry[],
  members: ReadonlyMap<string, number>,
): Promise<Map<SpillEntry, number | RejectReason>> {
  const patientIds = new Set<string>();
  const targets = new Set<string>();
  for (const { record } of entries) {
    if (record.owner.of === 'patient' && !members.has(record.owner.patientId))
      patientIds.add(record.owner.patientId);
    if (record.owner.of === 'targets') for (const target of record.owner.targets) targets.add(target);
  }
  const known = await personOfPatient(tx, [...patientIds]);
  const ofTarget = await personsOfRefs(tx, [...targets]);
  return new Map(
    entries.map((entry) => {
      const { owner } = entry.record;
      if (owner.of === 'payer') return [entry, 0];
      if (owner.of === 'patient')
        return [entry, members.get(owner.patientId) ?? known.get(owner.patientId) ?? 'patient-unknown'];
      return [entry, ownerOfTargets(owner.targets.flatMap((target) => ofTarget.get(target) ?? []))];
    }),
  );
}

/** Everything that a Provenance speaks of is one person's, or nobody's. */
function ownerOfTargets(personIds: readonly number[]): number | RejectReason {
  if (personIds.length === 0) return 'target-unknown';
  const people = new Set(personIds.filter((id) => id !== 0));
  if (people.size > 1) return 'several-patients';
  return [...people][0] ?? 0;
}

/** Coverages whose member was here before. */
async function putCoveragesOf(
  tx: Tx,
  entries: readonly SpillEntry[],
  owners: ReadonlyMap<SpillEntry, number | RejectReason>,
  members: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  const persons = new Map<string, number>();
  const coverages = entries.flatMap((entry) => {
    const { coverage } = entry.record;
    const owner = owners.get(entry);
    if (!coverage || typeof owner !== 'number' || members.has(coverage.patientId)) return [];
    persons.set(coverage.patientId, owner);
    return [coverage];
  });
  for (const batch of batches(coverages)) await putCoverages(tx, batch, persons, now);
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let i = 0; i < items.length; i += batch_max) yield items.slice(i, i + batch_max);
}

const rejectOf = (entry: SpillEntry, reason: RejectReason, files: readonly InputFile[]): Reject => ({
  file: files[entry.file]!.path,
  line: entry.line,
  reason,
  text: textOfReason(reason),
  raw: loadedLine(entry.record.view).toString(),
});
