import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { NormalName } from './normalise.ts';
import type { ParsedCoverage } from './parsed-coverage.ts';
import type { MemberIdentifier, ParsedPatient } from './parsed-patient.ts';
import type { Identity } from './same-person.ts';

/** Any number: two loads never decide at once who is one person. */
const indexLock = 7_264_010;

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
    sql`select patient_id, person_id from member where person_id = any(${[...personIds]}::bigint[])`,
  );
  const patients = new Map<number, Set<string>>();
  for (const row of rows)
    patients.set(row.person_id, (patients.get(row.person_id) ?? new Set()).add(row.patient_id));
  return patients;
}

export interface MemberOfPerson extends Identity {
  patientId: string;
  personId: number;
}

/** Members that hold one of these numbers, in whatever system. */
export function membersByIdentifier(q: Queries, values: readonly string[]): Promise<MemberOfPerson[]> {
  return membersWhere(
    q,
    sql`select distinct patient_id from member_identifier where value = any(${[...values]}::text[]) and kind <> 'subscriber'`,
  );
}

export function membersByPatient(q: Queries, patientIds: readonly string[]): Promise<MemberOfPerson[]> {
  return membersWhere(q, sql`select unnest(${[...patientIds]}::text[]) as patient_id`);
}

async function membersWhere(q: Queries, wanted: ReturnType<typeof sql>): Promise<MemberOfPerson[]> {
  const rows = await q.query<{
    patient_id: string;
    person_id: number;
    names: NormalName[];
    birth_date: string | null;
    sex: ParsedPatient['sex'];
    identifiers: MemberIdentifier[];
  }>(sql`
    select m.patient_id, m.person_id, m.names, m.birth_date, m.sex,
      coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'system', i.system, 'value', i.value))
        from member_identifier i where i.source = 'Patient/' || m.patient_id), '[]') as identifiers
    from member m join (${wanted}) w on w.patient_id = m.patient_id`);
  return rows.map((row) => ({
    patientId: row.patient_id,
    personId: row.person_id,
    names: row.names,
    birthDate: row.birth_date,
    sex: row.sex,
    identifiers: row.identifiers,
  }));
}

/** New persons, one for each UMB, in their order. */
export async function createPersons(tx: Tx, umbs: readonly string[], now: Date): Promise<number[]> {
  if (umbs.length === 0) return [];
  const rows = await tx.query<{ id: number; umb: string }>(sql`
    insert into person (umb, created_at) select umb, ${now} from unnest(${[...umbs]}::text[]) as u(umb) returning id, umb`);
  const idOf = new Map(rows.map((row) => [row.umb, row.id]));
  return umbs.map((umb) => idOf.get(umb)!);
}

/** Writes member rows and their identifiers as they are now; what the Patient no longer says goes. */
export async function upsertMembers(
  tx: Tx,
  patients: readonly ParsedPatient[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into member as m (patient_id, person_id, names, birth_date, sex, address, telecom, active, updated_at)
    select r.*, ${now} from jsonb_to_recordset(${JSON.stringify(patients.map((p) => memberRow(p, persons)))}::jsonb)
      as r(patient_id text, person_id bigint, names jsonb, birth_date date, sex text, address jsonb, telecom text[], active boolean)
    on conflict (patient_id) do update set names = excluded.names, birth_date = excluded.birth_date, sex = excluded.sex,
      address = excluded.address, telecom = excluded.telecom, active = excluded.active, updated_at = excluded.updated_at
    where (m.names, m.birth_date, m.sex, m.address, m.telecom, m.active) is distinct from
      (excluded.names, excluded.birth_date, excluded.sex, excluded.address, excluded.telecom, excluded.active)`);
  await replaceIdentifiers(
    tx,
    patients.map((p) => ({
      source: `Patient/${p.patientId}`,
      patientId: p.patientId,
      personId: persons.get(p.patientId)!,
      identifiers: p.identifiers,
    })),
  );
}

const memberRow = (p: ParsedPatient, persons: ReadonlyMap<string, number>) => ({
  patient_id: p.patientId,
  person_id: persons.get(p.patientId),
  names: p.names,
  birth_date: p.birthDate,
  sex: p.sex,
  address: p.addresses,
  telecom: p.telecom,
  active: p.active,
});

interface IdentifiersOfSource {
  /** `Patient/1` or `Coverage/2`. */
  source: string;
  patientId: string;
  personId: number;
  identifiers: readonly MemberIdentifier[];
}

async function replaceIdentifiers(tx: Tx, sources: readonly IdentifiersOfSource[]): Promise<void> {
  await tx.run(
    sql`delete from member_identifier where source = any(${sources.map((s) => s.source)}::text[])`,
  );
  const rows = sources.flatMap(({ source, patientId, personId, identifiers }) =>
    identifiers.map((i) => ({ source, patient_id: patientId, person_id: personId, ...i })),
  );
  await tx.run(sql`
    insert into member_identifier (person_id, patient_id, kind, system, value, source)
    select person_id, patient_id, kind, system, value, source from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(person_id bigint, patient_id text, kind text, system text, value text, source text)
    on conflict do nothing`);
}

export async function upsertCoverages(
  tx: Tx,
  coverages: readonly ParsedCoverage[],
  persons: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  const rows = coverages.map((c) => ({
    id: c.id,
    person_id: persons.get(c.patientId),
    patient_id: c.patientId,
    status: c.status,
    relationship: c.relationship,
    period_start: c.periodStart,
    period_end: c.periodEnd,
    payor: c.payor,
    class: c.class,
  }));
  await tx.run(sql`
    insert into coverage as c (id, person_id, patient_id, status, relationship, period_start, period_end, payor, class, updated_at)
    select r.*, ${now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id text, person_id bigint, patient_id text, status text, relationship text, period_start date, period_end date, payor text, class jsonb)
    on conflict (id) do update set person_id = excluded.person_id, patient_id = excluded.patient_id, status = excluded.status,
      relationship = excluded.relationship, period_start = excluded.period_start, period_end = excluded.period_end,
      payor = excluded.payor, class = excluded.class, updated_at = excluded.updated_at
    where (c.person_id, c.patient_id, c.status, c.relationship, c.period_start, c.period_end, c.payor, c.class) is distinct from
      (excluded.person_id, excluded.patient_id, excluded.status, excluded.relationship, excluded.period_start,
       excluded.period_end, excluded.payor, excluded.class)`);
  await replaceIdentifiers(
    tx,
    coverages.map((c) => ({
      source: `Coverage/${c.id}`,
      patientId: c.patientId,
      personId: persons.get(c.patientId)!,
      identifiers: c.identifiers,
    })),
  );
}

/** Takes a deleted Patient or Coverage out of the index. The person stays: decisions and consents name it. */
export async function forgetSources(tx: Tx, refs: readonly string[]): Promise<void> {
  const idsOf = (type: string) =>
    refs.filter((ref) => ref.startsWith(`${type}/`)).map((ref) => ref.slice(type.length + 1));
  await tx.run(sql`delete from member_identifier where source = any(${[...refs]}::text[])`);
  await tx.run(sql`delete from coverage where id = any(${idsOf('Coverage')}::text[])`);
  await tx.run(sql`delete from member where patient_id = any(${idsOf('Patient')}::text[])`);
}
