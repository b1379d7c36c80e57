import type { Queries } from '../db/db.ts';
import { prepared, raw, type Sql, sql } from '../db/sql.ts';
import { readCoverage, readPatient, type SaidByCoverage, type SaidByPatient } from './said.ts';
import { recordsOfPerson_max } from './store.ts';

/** What to look under: keys of `keys.ts`, and days. An empty list looks for nothing. */
export interface Probes {
  number: readonly number[];
  base: readonly number[];
  umb: readonly number[];
  phone: readonly number[];
  email: readonly number[];
  place: readonly number[];
  streets: readonly number[];
  home: readonly number[];
  /** The postal code with the birth date; with the names. */
  bornPostal: readonly number[];
  postalNames: readonly number[];
  ssn4: readonly number[];
  /** The names as told: with the birth date, and with days around it. */
  names: readonly number[];
  /** The same with other forms of the given name. */
  nicknames: readonly number[];
  sounds: readonly number[];
  /** With the month and day of the birth date, and without any. */
  yearless: readonly number[];
  families: readonly number[];
  /** The birth date with how the family name sounds. */
  bornSounds: readonly number[];
  givens: readonly number[];
  nicknameGivens: readonly number[];
  birthDate: string | null;
  /** Around the birth date; all of a year or month when no more is told. */
  from: string | null;
  to: string | null;
}

/** Rows that one probe may bring; what brings more is shared by a crowd, and is nothing to find one person by. */
export const probeRows_max = 100;

/** In the order of their bits. */
const probeNames = [
  'number',
  'base',
  'umb',
  'phone',
  'email',
  'place',
  'home',
  'ssn4',
  'name-and-birth-date',
  'name-and-near-birth-date',
  'name-and-month-day',
  'sound-and-year',
  'birth-date-and-family',
  'birth-date-and-given',
  'birth-date-and-nickname',
  'street',
  'birth-date-and-postal-code',
  'name-and-postal-code',
  'birth-date-and-sound',
] as const;
export type ProbeName = (typeof probeNames)[number];

/** A person with all that its records say. */
export interface IndexedPerson {
  personId: number;
  members: (SaidByPatient & { patientId: string })[];
  coverages: (SaidByCoverage & { patientId: string })[];
}

export interface FoundPerson extends IndexedPerson {
  probes: ProbeName[];
}

export interface FoundPersons {
  persons: FoundPerson[];
  /** Probes that would have brought more than `probeRows_max`: they brought nobody. */
  overflowed: ProbeName[];
}

interface RecordsRow {
  person_id: number | null;
  members: string | null;
  coverages: string | null;
}

interface FoundRow extends RecordsRow {
  overflowed: number;
  probes: number;
}

/** Everybody who is found under one of the keys, with all that their records say. One statement, index probes only. */
export async function findPersons(q: Queries, probes: Probes): Promise<FoundPersons> {
  const rows = await q.query<FoundRow>(prepared('find-persons', findStatement(probes)));
  return {
    overflowed: probesOf(rows[0]!.overflowed),
    persons: rows
      .flatMap((row) => {
        const person = readPerson(row);
        return person ? [{ ...person, probes: probesOf(row.probes) }] : [];
      })
      .sort((a, b) => a.personId - b.personId),
  };
}

/** These persons with all that their records say, in no order; those without a Patient are absent. */
export async function personsById(q: Queries, ids: readonly number[]): Promise<IndexedPerson[]> {
  const rows = await q.query<RecordsRow>(sql`
    select h.person_id, ${recordsOf} from unnest(${[...ids]}::bigint[]) as h(person_id)`);
  return rows.flatMap((row) => readPerson(row) ?? []);
}

function readPerson({ person_id, members, coverages }: RecordsRow): IndexedPerson | undefined {
  if (person_id === null || members === null) return undefined;
  return {
    personId: person_id,
    members: linesOf(members)
      .sort(newestFirst)
      .map(({ patientId, said }) => ({ patientId, ...readPatient(said) })),
    coverages: linesOf(coverages)
      .sort(byKey)
      .map(({ patientId, said }) => ({ patientId, ...readCoverage(said) })),
  };
}

const records_max = raw(String(recordsOfPerson_max));

/** The records of `h.person_id`, a line each. Sorted in code: to sort two lines costs the server more than to find them. */
const recordsOf = sql`
  (select string_agg(patient_id || E'\t' || extract(epoch from updated_at)::bigint || E'\t' || said, E'\n')
    from (select * from member where person_id = h.person_id limit ${records_max}) m) as members,
  (select string_agg(patient_id || E'\t' || id || E'\t' || said, E'\n')
    from (select * from coverage where person_id = h.person_id limit ${records_max}) c) as coverages`;

/**
 * A value that the planner does not see. It would plan anew for each query, which costs more than the query: to it all look
 * alike, and one plan of index scans is kept.
 */
const ints = (keys: Told<readonly number[]>) => sql`any((select ${keys}::int[])::int[])`;
const day = (date: Told<string | null>) => sql`(select ${date}::date)`;
/** What a query tells, where its values go: the statement is put together once, for all queries. */
type Told<T> = (p: Probes) => T;

const rows_max = raw(String(probeRows_max + 1));
const probe = (name: ProbeName, where: Sql) =>
  sql`(select ${raw(String(1 << probeNames.indexOf(name)))} as probe, person_id from member_key where ${where} limit ${rows_max})`;
const near = sql`birth_date between ${day((p) => p.from)} and ${day((p) => p.to)}`;
const template = sql`
    with found as materialized (
      ${probe('number', sql`number = ${ints((p) => p.number)}`)}
      union all ${probe('base', sql`base = ${ints((p) => p.base)}`)}
      union all ${probe('umb', sql`umb = ${ints((p) => p.umb)}`)}
      union all ${probe('phone', sql`phone = ${ints((p) => p.phone)}`)}
      union all ${probe('email', sql`email = ${ints((p) => p.email)}`)}
      union all ${probe('place', sql`place = ${ints((p) => p.place)}`)}
      union all ${probe('home', sql`home = ${ints((p) => p.home)}`)}
      union all ${probe('ssn4', sql`ssn4 = ${ints((p) => p.ssn4)}`)}
      union all ${probe('name-and-birth-date', sql`name = ${ints((p) => p.names)} and birth_date = ${day((p) => p.birthDate)}`)}
      union all ${probe('name-and-near-birth-date', sql`name = ${ints((p) => [...p.names, ...p.nicknames])} and ${near}`)}
      union all ${probe('name-and-month-day', sql`yearless = ${ints((p) => p.yearless)}`)}
      union all ${probe('sound-and-year', sql`sound = ${ints((p) => p.sounds)}`)}
      union all ${probe('birth-date-and-family', sql`family = ${ints((p) => p.families)}`)}
      union all ${probe('birth-date-and-given', sql`given = ${ints((p) => p.givens)}`)}
      union all ${probe('birth-date-and-nickname', sql`given = ${ints((p) => p.nicknameGivens)}`)}
      union all ${probe('street', sql`place = ${ints((p) => p.streets)}`)}
      union all ${probe('birth-date-and-postal-code', sql`home = ${ints((p) => p.bornPostal)}`)}
      union all ${probe('name-and-postal-code', sql`yearless = ${ints((p) => p.postalNames)}`)}
      union all ${probe('birth-date-and-sound', sql`family = ${ints((p) => p.bornSounds)}`)}
    ),
    crowd as (select probe from found group by probe having count(*) > ${raw(String(probeRows_max))}),
    hit as (select person_id, bit_or(probe) as probes from found
      where probe <> all (select probe from crowd) group by person_id)
    select o.overflowed, h.person_id, h.probes,
      ${recordsOf}
    from (select coalesce(bit_or(probe), 0) as overflowed from crowd) o left join hit h on true`;

/** The statement of `findPersons`, for those who measure it. */
export const findStatement = (p: Probes): Sql => ({
  ...template,
  values: template.values.map((told) => (told as Told<unknown>)(p)),
});

const probesOf = (bits: number): ProbeName[] => probeNames.filter((_, i) => (bits & (1 << i)) !== 0);

/** A line: Patient id, what it is sorted by, what it says. */
interface Line {
  patientId: string;
  key: string;
  said: string;
}

const linesOf = (text: string | null): Line[] =>
  (text === null ? [] : text.split('\n')).map((line) => {
    const first = line.indexOf('\t');
    const second = line.indexOf('\t', first + 1);
    return {
      patientId: line.slice(0, first),
      key: line.slice(first + 1, second),
      said: line.slice(second + 1),
    };
  });

/** The newest first; of two of one time the lesser id. */
const newestFirst = (a: Line, b: Line): number =>
  Number(b.key) - Number(a.key) || (a.patientId < b.patientId ? -1 : 1);
const byKey = (a: Line, b: Line): number => (a.key < b.key ? -1 : 1);
