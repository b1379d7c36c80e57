import type { Random } from '../clock/random.ts';
import type { Tx } from '../db/db.ts';
import { assert } from '../problem/problem.ts';
import { keyRowsOf } from './key-rows.ts';
import { insertKeys, rekeyPersons } from './key-store.ts';
import { firstGiven, nameKey } from './keys.ts';
import type { ParsedCoverage } from './parsed-coverage.ts';
import type { ParsedPatient } from './parsed-patient.ts';
import { isPersonal, mayBeLinked, samePerson } from './same-person.ts';
import {
  createPersons,
  deleteSources,
  insertMembers,
  lockIndex,
  type MemberOfPerson,
  membersByName,
  membersByPatient,
  personOfPatient,
  updateMembers,
  upsertCoverages,
} from './store.ts';

/** Most records of a kind that one call takes. */
export const batch_max = 5_000;

export interface PersonDeps {
  random: Random;
  now: Date;
}

/**
 * Puts Patients into the member index, and each new one to its person: to one that is there already when `samePerson` or a
 * Patient.link says so, else to a new one. A Patient that is known keeps its person, whatever it says now: the
 * person's records hang on it. Of two with one id the last counts.
 *
 * @returns the person of each Patient id
 */
export async function putMembers(
  tx: Tx,
  patients: readonly ParsedPatient[],
  deps: PersonDeps,
): Promise<Map<string, number>> {
  return putRecords(tx, patients, [], deps);
}

/**
 * Puts Coverages into the index: each with its beneficiary's person. A Coverage whose beneficiary is not in `persons` must
 * not be handed in. Of two with one id the last counts.
 */
export async function putCoverages(
  tx: Tx,
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  assert(coverages.length <= batch_max, 'a batch of coverages is bounded');
  await rekeyPersons(tx, await upsertCoverages(tx, latestCoverages(coverages), persons, now));
}

/**
 * Puts Patients and their Coverages in at once: what `putMembers` and `putCoverages` do, with the keys of a new person
 * written once. Every Coverage is of one of the Patients.
 */
export async function putRecords(
  tx: Tx,
  patients: readonly ParsedPatient[],
  coverages: readonly ParsedCoverage[],
  deps: PersonDeps,
): Promise<Map<string, number>> {
  assert(patients.length <= batch_max, 'a batch of patients is bounded');
  const latest = new Map(patients.map((patient) => [patient.patientId, patient]));
  if (latest.size === 0) return new Map();
  await lockIndex(tx);
  const persons = await personOfPatient(tx, [...latest.keys()]);
  const incoming = [...latest.values()].filter((patient) => !persons.has(patient.patientId));
  const known = [...latest.values()].filter((patient) => persons.has(patient.patientId));
  const groups = await groupByPerson(tx, incoming);
  const fresh = groups.filter((group) => group.personId === undefined);
  const made = await createPersons(
    tx,
    fresh.map(() => newUmb(deps.random)),
    deps.now,
  );
  const unkeyed = new Map(fresh.map((group, i) => [made[i]!, group]));
  for (const [personId, group] of unkeyed) group.personId = personId;
  for (const group of groups)
    for (const patient of group.patients) persons.set(patient.patientId, group.personId!);

  await insertMembers(tx, incoming, persons, deps.now);
  const changed = await updateMembers(tx, known, deps.now);
  const held = latestCoverages(coverages);
  const covered = await upsertCoverages(tx, held, persons, deps.now);
  const coveragesOf = byPerson(held, persons);
  await insertKeys(
    tx,
    [...unkeyed].map(([personId, group]) => ({
      personId,
      keys: keyRowsOf(group.patients, coveragesOf.get(personId) ?? []),
    })),
  );
  const joined = groups.filter((group) => !unkeyed.has(group.personId!)).map((group) => group.personId!);
  await rekeyPersons(
    tx,
    [...joined, ...changed, ...covered].filter((id) => !unkeyed.has(id)),
  );
  return persons;
}

/** Takes deleted Patients and Coverages (`Type/id`) out of the index. Their persons stay. */
export async function forgetSources(tx: Tx, refs: readonly string[]): Promise<void> {
  if (refs.length > 0) await rekeyPersons(tx, await deleteSources(tx, refs));
}

const latestCoverages = (coverages: readonly ParsedCoverage[]): ParsedCoverage[] => [
  ...new Map(coverages.map((coverage) => [coverage.id, coverage])).values(),
];

function byPerson(
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
): Map<number, ParsedCoverage[]> {
  const groups = new Map<number, ParsedCoverage[]>();
  for (const coverage of coverages) {
    const personId = persons.get(coverage.patientId)!;
    const group = groups.get(personId);
    if (group) group.push(coverage);
    else groups.set(personId, [coverage]);
  }
  return groups;
}

/** HRex mm-3: the number by which other payers know this person. Nothing of the person is in it. */
const newUmb = (random: Random): string => `UMB-${random.bytes(12).toString('hex').toUpperCase()}`;

interface Group {
  personId: number | undefined;
  patients: ParsedPatient[];
}

/** Groups new patients with each other and with persons that are known. Independent of their order. */
async function groupByPerson(tx: Tx, incoming: readonly ParsedPatient[]): Promise<Group[]> {
  const known = await membersThatMayBe(tx, incoming);
  const byNumber = new Map<string, (ParsedPatient | MemberOfPerson)[]>();
  const byId = new Map<string, ParsedPatient | MemberOfPerson>();
  for (const one of [...known, ...incoming]) {
    byId.set(one.patientId, one);
    for (const { system, value } of one.identifiers.filter(isPersonal)) {
      const key = JSON.stringify([system, value]);
      byNumber.set(key, [...(byNumber.get(key) ?? []), one]);
    }
  }
  const groupOf = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const patient of [...incoming].sort((a, b) => (a.patientId < b.patientId ? -1 : 1))) {
    const others = new Set(
      patient.identifiers
        .filter(isPersonal)
        .flatMap((i) => byNumber.get(JSON.stringify([i.system, i.value])) ?? []),
    );
    const same = [...others].filter(
      (other) => other.patientId !== patient.patientId && samePerson(patient, other),
    );
    for (const id of patient.links) {
      const other = byId.get(id);
      if (other && mayBeLinked(patient, other)) same.push(other);
    }
    let mine: Group = { personId: undefined, patients: [patient] };
    for (const other of same) {
      const theirs: Group | undefined =
        'personId' in other ? groupOfPerson(groups, other.personId) : groupOf.get(other.patientId);
      if (theirs) mine = merged(mine, theirs, groups);
      else if ('personId' in other) mine = merged(mine, { personId: other.personId, patients: [] }, groups);
    }
    groups.add(mine);
    for (const member of mine.patients) groupOf.set(member.patientId, mine);
  }
  return [...groups];
}

/** Those who are one person with a new record bear its name and birth date, or are linked: nobody else is read. */
async function membersThatMayBe(tx: Tx, incoming: readonly ParsedPatient[]): Promise<MemberOfPerson[]> {
  const names: number[] = [];
  const birthDates: string[] = [];
  for (const patient of incoming) {
    if (patient.birthDate === null || !patient.identifiers.some(isPersonal)) continue;
    for (const name of patient.names) {
      if (name.family === '' || name.given.length === 0) continue;
      names.push(nameKey(name.family, firstGiven(name)));
      birthDates.push(patient.birthDate);
    }
  }
  const links = [...new Set(incoming.flatMap((patient) => patient.links))];
  const found = [
    ...(names.length === 0 ? [] : await membersByName(tx, names, birthDates)),
    ...(links.length === 0 ? [] : await membersByPatient(tx, links)),
  ];
  return [...new Map(found.map((member) => [member.patientId, member])).values()];
}

function groupOfPerson(groups: ReadonlySet<Group>, personId: number): Group | undefined {
  for (const group of groups) if (group.personId === personId) return group;
  return undefined;
}

/** One group of two, unless both are persons already: those are never merged by a load. */
function merged(a: Group, b: Group, groups: Set<Group>): Group {
  if (a === b) return a;
  if (a.personId !== undefined && b.personId !== undefined && a.personId !== b.personId) return a;
  groups.delete(a);
  groups.delete(b);
  return { personId: a.personId ?? b.personId, patients: [...a.patients, ...b.patients] };
}
