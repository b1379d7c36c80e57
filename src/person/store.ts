import { copyIn } from '../db/copy-in.ts';
import type { Db, Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { ParsedCoverage } from './parsed-coverage.ts';
import type { ParsedPatient } from './parsed-patient.ts';
import { readPatient, type SaidByPatient, writeCoverage, writePatient } from './said.ts';

/** Any number: two loads never decide at once who is one person. */
const indexLock = 7_264_010;
/** Records of one person that are looked at: a person with more is a fault of the data, and is still found. */
export const recordsOfPerson_max = 100;

export async function lockIndex(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${indexLock})`);
}

/** The persons of our Patient ids; ids that we do not know are absent. */
export async function personOfPatient(
  q: Queries,
  patientIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await q.query<{ patient_id: string; person_id: number }>(
    sql`select patient_id, person_id from member where patient_id = any(${[...patientIds]}::text[])`,
  );
  return new Map(rows.map((row) => [row.patient_id, row.person_id]));
}

/** The Patient ids of these persons. */
export async function patientsOfPersons(
  q: Queries,
  personIds: readonly number[],
): Promise<Map<number, Set<string>>> {
  const rows = await q.query<{ patient_id: string; person_id: number }>(
    sql`select m.patient_id, p.id as person_id from unnest(${[...personIds]}::bigint[]) as p(id)
      cross join lateral (select patient_id from member where person_id = p.id limit ${recordsOfPerson_max}) m`,
  );
  const patients = new Map<number, Set<string>>();
  for (const row of rows)
    patients.set(row.person_id, (patients.get(row.person_id) ?? new Set()).add(row.patient_id));
  return patients;
}

/** New persons, one for each UMB, in their order. */
export async function createPersons(tx: Tx, umbs: readonly string[], now: Date): Promise<number[]> {
  if (umbs.length === 0) return [];
  const rows = await tx.query<{ id: number; umb: string }>(sql`
    insert into person (umb, created_at) select umb, ${now} from unnest(${[...umbs]}::text[]) as u(umb) returning id, umb`);
  const idOf = new Map(rows.map((row) => [row.umb, row.id]));
  return umbs.map((umb) => idOf.get(umb)!);
}

export interface MemberOfPerson extends SaidByPatient {
  patientId: string;
  personId: number;
}

/** Namesakes born on one day that are looked at when a new record may be one of them. */
const namesakes_max = 50;

/** Members that may be the same person: one of these name keys on that birth date. The two arrays belong together. */
export function membersByName(
  q: Queries,
  names: readonly number[],
  birthDates: readonly string[],
): Promise<MemberOfPerson[]> {
  return membersWhere(
    q,
    sql`select distinct k.person_id as id from unnest(${[...names]}::int[], ${[...birthDates]}::date[]) as r(name, birth_date)
      cross join lateral (select person_id from member_key
        where name = r.name and birth_date = r.birth_date limit ${namesakes_max}) k`,
  );
}

export function membersByPatient(q: Queries, patientIds: readonly string[]): Promise<MemberOfPerson[]> {
  return membersWhere(
    q,
    sql`select distinct person_id as id from member where patient_id = any(${[...patientIds]}::text[])`,
  );
}

export const membersOfPersons = (q: Queries, personIds: readonly number[]): Promise<MemberOfPerson[]> =>
  membersWhere(q, sql`select unnest(${[...personIds]}::bigint[]) as id`);

async function membersWhere(q: Queries, persons: ReturnType<typeof sql>): Promise<MemberOfPerson[]> {
  const rows = await q.query<{ patient_id: string; person_id: number; said: string }>(sql`
    select m.patient_id, p.id as person_id, m.said from (${persons}) p
    cross join lateral (select patient_id, said from member where person_id = p.id limit ${recordsOfPerson_max}) m`);
  return rows.map((row) => ({
    patientId: row.patient_id,
    personId: row.person_id,
    ...readPatient(row.said),
  }));
}

/** Writes Patients that are new here. */
export async function insertMembers(
  tx: Tx,
  patients: readonly ParsedPatient[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  if (patients.length === 0) return;
  const writer = copyIn(
    tx.client,
    'copy member (patient_id, person_id, said, updated_at) from stdin (format binary)',
    tx.over,
  );
  for (const patient of patients) {
    const personId = BigInt(persons.get(patient.patientId)!);
    const wait = writer.row([patient.patientId, personId, writePatient(patient), now]);
    if (wait) await wait;
  }
  await writer.end();
}

/** Writes Patients that are known. @returns the persons of those that say something else now */
export async function updateMembers(
  tx: Tx,
  patients: readonly ParsedPatient[],
  now: Date,
): Promise<number[]> {
  if (patients.length === 0) return [];
  const rows = await tx.query<{ person_id: number }>(sql`
    update member m set said = r.said, updated_at = ${now}
    from unnest(${patients.map((p) => p.patientId)}::text[], ${patients.map(writePatient)}::text[]) as r(patient_id, said)
    where m.patient_id = r.patient_id and m.said <> r.said returning m.person_id`);
  return rows.map((row) => row.person_id);
}

/** Writes Coverages. @returns the persons whose coverages say something else now, or went to somebody else */
export async function upsertCoverages(
  tx: Tx,
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<number[]> {
  if (coverages.length === 0) return [];
  const known = await knownCoverages(tx, coverages, persons);
  const fresh = coverages.filter((coverage) => !known.has(coverage.id));
  await insertCoverages(tx, fresh, persons, now);
  const changed = coverages.filter((coverage) => known.get(coverage.id)?.changed);
  if (changed.length > 0)
    await tx.run(sql`
      update coverage c set person_id = r.person_id, patient_id = r.patient_id, said = r.said, updated_at = ${now}
      from unnest(${changed.map((c) => c.id)}::text[], ${changed.map((c) => persons.get(c.patientId)!)}::bigint[],
        ${changed.map((c) => c.patientId)}::text[], ${changed.map(writeCoverage)}::text[]) as r(id, person_id, patient_id, said)
      where c.id = r.id`);
  return [...fresh, ...changed].flatMap((coverage) => {
    const before = known.get(coverage.id)?.personId;
    const now = persons.get(coverage.patientId)!;
    return before === undefined || before === now ? [now] : [before, now];
  });
}

async function knownCoverages(
  tx: Tx,
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
): Promise<Map<string, { personId: number; changed: boolean }>> {
  const rows = await tx.query<{ id: string; person_id: number; changed: boolean }>(sql`
    select c.id, c.person_id, (c.person_id, c.patient_id, c.said) <> (r.person_id, r.patient_id, r.said) as changed
    from unnest(${coverages.map((c) => c.id)}::text[], ${coverages.map((c) => persons.get(c.patientId)!)}::bigint[],
      ${coverages.map((c) => c.patientId)}::text[], ${coverages.map(writeCoverage)}::text[]) as r(id, person_id, patient_id, said)
    cross join lateral (select * from coverage where id = r.id limit 1) c`);
  return new Map(rows.map((row) => [row.id, { personId: row.person_id, changed: row.changed }]));
}

async function insertCoverages(
  tx: Tx,
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  if (coverages.length === 0) return;
  const writer = copyIn(
    tx.client,
    'copy coverage (id, person_id, patient_id, said, updated_at) from stdin (format binary)',
    tx.over,
  );
  for (const coverage of coverages) {
    const personId = BigInt(persons.get(coverage.patientId)!);
    const wait = writer.row([coverage.id, personId, coverage.patientId, writeCoverage(coverage), now]);
    if (wait) await wait;
  }
  await writer.end();
}

/**
 * Takes a deleted Patient or Coverage out of the index. The person stays: decisions and consents name it.
 *
 * @returns the persons of what went
 */
export async function deleteSources(tx: Tx, refs: readonly string[]): Promise<number[]> {
  const idsOf = (type: string) =>
    refs.filter((ref) => ref.startsWith(`${type}/`)).map((ref) => ref.slice(type.length + 1));
  const rows = await tx.query<{ person_id: number }>(sql`
    with gone_coverage as (delete from coverage where id = any(${idsOf('Coverage')}::text[]) returning person_id),
      gone_member as (delete from member where patient_id = any(${idsOf('Patient')}::text[]) returning person_id)
    select person_id from gone_coverage union select person_id from gone_member`);
  return rows.map((row) => row.person_id);
}

/** Tells the planner what the index holds: after a load of many, before the first search. */
export async function analyzeIndex(db: Db): Promise<void> {
  await db.run(sql`analyze person, member, coverage, member_key`);
}

/** Whether there is such a person. */
export const isPerson = async (q: Queries, personId: number): Promise<boolean> =>
  (await q.maybe(sql`select from person where id = ${personId}`)) !== undefined;
