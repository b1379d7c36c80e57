// Who is one person: merged only when name, birth date, sex and a personal number agree, or the payer links the records.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { personsById } from './find-store.ts';
import { parseCoverage } from './parsed-coverage.ts';
import { parsePatient } from './parsed-patient.ts';
import { putCoverages, putMembers } from './person.ts';
import { membersByPatient, personOfPatient } from './store.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(() => own.db.run(raw('truncate person, member, member_key, coverage cascade')));

const now = new Date('2026-06-30T12:00:00Z');
const mb = (value: string, system = 'urn:payer') => ({ type: { coding: [{ code: 'MB' }] }, system, value });
const patient = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Smith', given: ['John', 'Q'] }],
  gender: 'male',
  birthDate: '1970-05-05',
  identifier: [mb('M1')],
  ...more,
});
const put = (...patients: JsonObject[]) =>
  own.db.tx((tx) => putMembers(tx, patients.map(parsePatient), { random: systemRandom, now }));
const personsOf = async (...ids: string[]) => {
  const persons = await personOfPatient(own.db, ids);
  return ids.map((id) => persons.get(id));
};

test('two records that agree in who and in a number are one person, in one batch or in two', async () => {
  await put(patient('a'), patient('b', { name: [{ family: 'SMITH', given: ['john q'] }] }));
  await put(patient('c'));
  const [a, b, c] = await personsOf('a', 'b', 'c');
  expect([b, c]).toEqual([a, a]);
  const umbs = await own.db.query<{ umb: string }>(sql`select umb from person`);
  expect(umbs).toHaveLength(1);
  expect(umbs[0]!.umb).toMatch(/^UMB-[0-9A-F]{24}$/);
});

test.each<[string, JsonObject]>([
  ['another given name (a twin)', { name: [{ family: 'Smith', given: ['James', 'Q'] }] }],
  ['another birth date', { birthDate: '1970-05-06' }],
  ['another sex', { gender: 'female' }],
  ['a generation', { name: [{ family: 'Smith', given: ['John', 'Q'], suffix: ['Jr'] }] }],
  ['a year of birth only', { birthDate: '1970' }],
  ['another number', { identifier: [mb('M2')] }],
  ['the number of another system', { identifier: [mb('M1', 'urn:other')] }],
  [
    'only the number of the subscriber',
    { identifier: [{ type: { coding: [{ code: 'SN' }] }, system: 'urn:payer', value: 'M1' }] },
  ],
  ['no number', { identifier: [] }],
])('%s keeps two records two persons', async (_what, change) => {
  await put(patient('a'), patient('b', change));
  const [a, b] = await personsOf('a', 'b');
  expect(a).not.toBe(b);
});

test('a link of the payer joins, unless birth dates speak against it', async () => {
  const link = [{ other: { reference: 'Patient/a' }, type: 'replaces' }];
  const other = { identifier: [mb('M9')], link };
  await put(patient('a'), patient('b', other), patient('c', { ...other, birthDate: '1999-01-01' }));
  const [a, b, c] = await personsOf('a', 'b', 'c');
  expect(b).toBe(a);
  expect(c).not.toBe(a);
});

test('a changed Patient changes its row and its numbers, and keeps its person', async () => {
  const before = await put(patient('a'));
  const after = await put(
    patient('a', { name: [{ family: 'Jones', given: ['John'] }], identifier: [mb('M7')] }),
  );
  expect(after).toEqual(before);
  const [smith] = await membersByPatient(own.db, ['a']);
  expect(smith).toMatchObject({
    names: [{ family: 'jones', given: ['john'] }],
    identifiers: [{ value: 'M7' }],
  });
});

test("a coverage brings its member's and its subscriber's number", async () => {
  const persons = await put(patient('a', { identifier: [] }));
  const coverage = {
    resourceType: 'Coverage',
    id: 'c',
    status: 'active',
    identifier: [mb('M-1')],
    subscriberId: 'S 1',
    relationship: { coding: [{ code: 'self' }] },
    period: { start: '2020-01-01' },
    payor: [{ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1987877564' } }],
    class: [{ type: { coding: [{ code: 'group' }] }, value: 'G1', name: 'Group' }],
  };
  await own.db.tx((tx) => putCoverages(tx, [parseCoverage(coverage, 'a')], persons, now));
  const [person] = await personsById(own.db, [persons.get('a')!]);
  expect(person!.coverages).toEqual([
    {
      patientId: 'a',
      status: 'active',
      relationship: 'self',
      periodStart: '2020-01-01',
      periodEnd: null,
      payor: '1987877564',
      identifiers: [
        { kind: 'member', system: 'urn:payer', value: 'M1' },
        { kind: 'subscriber', system: 'urn:payer', value: 'S1' },
      ],
    },
  ]);
});
