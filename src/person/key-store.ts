import { copyIn } from '../db/copy-in.ts';
import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { type KeyRow, keyRowsOf } from './key-rows.ts';
import { readCoverage, readPatient } from './said.ts';
import { recordsOfPerson_max } from './store.ts';

/** Makes the keys of these persons again, from what their records say now. */
export async function rekeyPersons(tx: Tx, personIds: readonly number[]): Promise<void> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return;
  const rows = await recordsOf(tx, ids);
  await tx.run(sql`delete from member_key where person_id = any(${ids}::bigint[])`);
  await insertKeys(
    tx,
    rows.map((row) => ({
      personId: row.person_id,
      keys: keyRowsOf(linesOf(row.members).map(readPatient), linesOf(row.coverages).map(readCoverage)),
    })),
  );
}

/** Writes the keys of persons that have none yet. */
export async function insertKeys(
  tx: Tx,
  persons: readonly { personId: number; keys: readonly KeyRow[] }[],
): Promise<void> {
  if (persons.length === 0) return;
  const writer = copyIn(
    tx.client,
    `copy member_key (person_id, birth_date, name, family, given, sound, yearless, place, home, phone, email, number, base, umb, ssn4)
      from stdin (format binary)`,
    tx.over,
  );
  for (const { personId, keys } of persons) {
    const id = BigInt(personId);
    for (const key of keys) {
      const birthDate = key.birthDate === null ? null : { date: key.birthDate };
      const { name, family, given, sound, yearless, place, home, phone, email, number, base, umb, ssn4 } =
        key;
      const wait = writer.row([
        id,
        birthDate,
        name,
        family,
        given,
        sound,
        yearless,
        place,
        home,
        phone,
        email,
        number,
        base,
        umb,
        ssn4,
      ]);
      if (wait) await wait;
    }
  }
  await writer.end();
}

interface RecordsRow {
  person_id: number;
  members: string | null;
  coverages: string | null;
}

/** A line is a record: JSON of ours holds no line feed. */
const linesOf = (text: string | null): string[] => (text === null ? [] : text.split('\n'));

const recordsOf = (q: Queries, personIds: readonly number[]): Promise<RecordsRow[]> =>
  q.query<RecordsRow>(sql`
    select p.id as person_id,
      (select string_agg(m.said, E'\n') from (select said from member where person_id = p.id limit ${recordsOfPerson_max}) m)
        as members,
      (select string_agg(c.said, E'\n') from (select said from coverage where person_id = p.id limit ${recordsOfPerson_max}) c)
        as coverages
    from unnest(${[...personIds]}::bigint[]) as p(id)`);
