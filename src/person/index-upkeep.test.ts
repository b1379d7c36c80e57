/** Protects that the index says what the records say: changed, deleted, joined, loaded one by one or by the thousand. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { forgetPeople } from '../../test/env/members.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { findPersons, type Probes } from './find-store.ts';
import { keyRowsOf, keysOfAKind_max } from './key-rows.ts';
import { baseKey, nameKey, numberKey, phoneKey } from './keys.ts';
import { parseCoverage } from './parsed-coverage.ts';
import { parsePatient } from './parsed-patient.ts';
import { forgetSources, putCoverages, putMembers } from './person.ts';
import { putMany } from './put-many.ts';
import { readCoverage, readPatient, writeCoverage, writePatient } from './said.ts';
import { dropSearchIndexes, ensureSearchIndexes, searchIndexes } from './search-index-store.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(() => forgetPeople(own.db));

const now = new Date('2026-06-30T12:00:00Z');
const deps = { random: systemRandom, now };
const patient = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Whitcombe', given: ['Ada'] }],
  gender: 'female',
  birthDate: '1970-05-05',
  identifier: [{ system: 'urn:mrn', value: 'MRN1', type: { coding: [{ code: 'MR' }] } }],
  telecom: [{ system: 'phone', value: '617 244 1838' }],
  ...more,
});
const coverage = (id: string, of: string, number: string): JsonObject => ({
  resourceType: 'Coverage',
  id,
  status: 'active',
  identifier: [{ system: 'urn:payer', value: number, type: { coding: [{ code: 'MB' }] } }],
  beneficiary: { reference: `Patient/${of}` },
});
const put = (...patients: JsonObject[]) =>
  own.db.tx((tx) => putMembers(tx, patients.map(parsePatient), deps));
const cover = (persons: ReadonlyMap<string, number>, ...coverages: [JsonObject, string][]) =>
  own.db.tx((tx) =>
    putCoverages(
      tx,
      coverages.map(([c, of]) => parseCoverage(c, of)),
      persons,
      now,
    ),
  );
const nothing: Probes = {
  number: [],
  base: [],
  umb: [],
  phone: [],
  email: [],
  place: [],
  streets: [],
  home: [],
  bornPostal: [],
  postalNames: [],
  ssn4: [],
  names: [],
  nicknames: [],
  sounds: [],
  yearless: [],
  families: [],
  bornSounds: [],
  givens: [],
  nicknameGivens: [],
  birthDate: null,
  from: null,
  to: null,
};
const foundBy = async (probes: Partial<Probes>): Promise<string[]> => {
  const { persons } = await findPersons(own.db, { ...nothing, ...probes });
  return persons.flatMap((person) => person.members.map((member) => member.patientId)).sort();
};
const phone = (value: string) => foundBy({ phone: [phoneKey(value)] });
const number = (value: string) => foundBy({ number: [numberKey(value)] });

describe('what a record no longer says is not found any more', () => {
  test('a changed telephone and name', async () => {
    await put(patient('a'));
    expect(await phone('6172441838')).toEqual(['a']);
    await put(
      patient('a', {
        telecom: [{ system: 'phone', value: '(617) 244-9999' }],
        name: [{ family: 'Orr', given: ['Ada'] }],
      }),
    );
    expect(await phone('6172441838')).toEqual([]);
    expect(await phone('6172449999')).toEqual(['a']);
    const named = (family: string) => foundBy({ names: [nameKey(family, 'ada')], birthDate: '1970-05-05' });
    expect([await named('whitcombe'), await named('orr')]).toEqual([[], ['a']]);
  });

  test('a coverage that changed, moved to another member, or was deleted', async () => {
    const persons = await put(patient('a'), patient('b', { birthDate: '1971-01-01', identifier: [] }));
    await cover(persons, [coverage('c', 'a', 'AAA111222'), 'a']);
    expect(await number('AAA111222')).toEqual(['a']);
    await cover(persons, [coverage('c', 'a', 'BBB111222'), 'a']);
    expect([await number('AAA111222'), await number('BBB111222')]).toEqual([[], ['a']]);
    await cover(persons, [coverage('c', 'b', 'BBB111222'), 'b']);
    expect(await number('BBB111222')).toEqual(['b']);
    await own.db.tx((tx) => forgetSources(tx, ['Coverage/c']));
    expect(await number('BBB111222')).toEqual([]);
  });

  test('a deleted Patient; its person stays, and its coverage finds nobody', async () => {
    const persons = await put(patient('a'));
    await cover(persons, [coverage('c', 'a', 'AAA111222'), 'a']);
    await own.db.tx((tx) => forgetSources(tx, ['Patient/a']));
    expect([await phone('6172441838'), await number('AAA111222')]).toEqual([[], []]);
    expect(await own.db.one(sql`select count(*) as n from person`)).toEqual({ n: 1 });
  });
});

test('of two records of one person each is found by what the other says', async () => {
  const persons = await put(patient('a'));
  await put(patient('b', { telecom: [{ system: 'phone', value: '617 244 7777' }] }));
  expect(await phone('6172447777')).toEqual(['a', 'b']);
  expect(await phone('6172441838')).toEqual(['a', 'b']);
  expect(persons.size).toBe(1);
});

test('the same again writes nothing', async () => {
  const persons = await put(patient('a'));
  await cover(persons, [coverage('c', 'a', 'AAA111222'), 'a']);
  const versions = () =>
    own.db.query(sql`select xmin::text from member_key union all select xmin::text from member
      union all select xmin::text from coverage`);
  const before = await versions();
  await put(patient('a'));
  await cover(persons, [coverage('c', 'a', 'AAA111222'), 'a']);
  expect(await versions()).toEqual(before);
});

test('a thousand names make no thousand keys', () => {
  const many = parsePatient(
    patient('a', {
      name: Array.from({ length: 1_000 }, (_, i) => ({ family: `F${i}`, given: [`G${i}`] })),
      telecom: Array.from({ length: 1_000 }, (_, i) => ({ system: 'phone', value: String(6172440000 + i) })),
    }),
  );
  expect(keyRowsOf([many], []).length).toBeLessThanOrEqual(keysOfAKind_max);
});

describe('a load of many', () => {
  const members = Array.from({ length: 40 }, (_, i) => ({
    patient: parsePatient(
      patient(`m${i}`, {
        name: [{ family: `Family${String.fromCharCode(97 + (i % 26))}`, given: [`Given${i}`] }],
        identifier: [{ system: 'urn:mrn', value: `N${i}` }],
        telecom: [{ system: 'phone', value: String(6172440000 + i) }],
      }),
    ),
    coverages: [parseCoverage(coverage(`c${i}`, `m${i}`, `AAA1112${10 + i}`), `m${i}`)],
  }));
  const keys = () => own.db.query(sql`select to_jsonb(k) - 'person_id' as key from member_key k order by 1`);

  test('leaves the keys that one by one leaves, and all indexes', async () => {
    const indexes = () =>
      own.db.query(sql`select indexname, indexdef from pg_indexes where tablename = 'member_key' order by 1`);
    const asMigrated = await indexes();
    await putMany(own.db, members, deps);
    const atOnce = await keys();
    expect(await indexes()).toEqual(asMigrated);
    await forgetPeople(own.db);
    for (const { patient, coverages } of members) {
      const persons = await own.db.tx((tx) => putMembers(tx, [patient], deps));
      await own.db.tx((tx) => putCoverages(tx, coverages, persons, now));
    }
    expect(await keys()).toEqual(atOnce);
    expect(await foundBy({ base: [baseKey('AAA1112')] })).toHaveLength(40);
  });

  test('that breaks off leaves all indexes', async () => {
    function* broken() {
      yield members[0]!;
      throw new Error('the file ends here');
    }
    await expect(putMany(own.db, broken(), deps)).rejects.toThrow('ends here');
    expect(await ensureSearchIndexes(own.db)).toBe(0);
  });

  test('what is missing is built again, as the migration made it', async () => {
    const before = await own.db.query(
      sql`select indexdef from pg_indexes where tablename = 'member_key' order by indexname`,
    );
    await dropSearchIndexes(own.db);
    await own.db.run(raw('create index member_key_phone on member_key (phone) where phone is not null'));
    expect(await ensureSearchIndexes(own.db)).toBe(Object.keys(searchIndexes).length - 1);
    expect(
      await own.db.query(
        sql`select indexdef from pg_indexes where tablename = 'member_key' order by indexname`,
      ),
    ).toEqual(before);
  });
});

test('what a record says is read as it was written', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, fc.constantFrom('old', 'home', undefined), (family, given, line, use) => {
      const read = parsePatient(
        patient('a', {
          name: [
            { family, given: [given, 'Q'] },
            { family: 'Orr', use: 'maiden' },
          ],
          address: [{ line: [`12 ${line}`], postalCode: '02152', ...(use && { use }) }],
        }),
      );
      const { patientId: _, links: __, ...said } = read;
      expect(readPatient(writePatient(read))).toEqual(said);
      const covered = parseCoverage({ ...coverage('c', 'a', `N${family}1`), subscriberId: given }, 'a');
      const { id: _id, patientId: _p, class: _c, ...saidByCoverage } = covered;
      expect(readCoverage(writeCoverage(covered))).toEqual(saidByCoverage);
    }),
  );
});
