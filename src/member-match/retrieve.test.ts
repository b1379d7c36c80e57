/** Protects what matching cannot make good: whoever is asked for is among those that are compared, whatever slip was made. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { forgetPeople, ourNpi, putResources } from '../../test/env/members.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import { findPersons, probeRows_max } from '../person/find-store.ts';
import { probesOf } from './probes.ts';
import { type MemberQuery, readMemberQuery } from './query.ts';
import { retrieve } from './retrieve.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
  await putResources(own.db, [patient], [coverage]);
});
afterAll(() => own.drop());

const card = (code: string, system: string, value: string): JsonObject => ({
  type: { coding: [{ code }] },
  system,
  value,
});
const patient: JsonObject = {
  resourceType: 'Patient',
  id: 'm',
  identifier: [
    card('UMB', 'urn:umb', 'UMB-7'),
    card('MC', 'http://hl7.org/fhir/sid/us-mbi', '1EG4-TE5-MK73'),
    card('SS', 'http://hl7.org/fhir/sid/us-ssn', 'xxx-xx-4711'),
  ],
  name: [
    { family: 'Renteria Arroyo', given: ['Elizabeth', 'Rose'] },
    { use: 'maiden', family: 'Whitcombe', given: ['Elizabeth'] },
  ],
  gender: 'female',
  birthDate: '1985-03-07',
  address: [
    { line: ['634 North Kris Street', 'Apt 34'], city: 'Winthrop', state: 'MA', postalCode: '02152' },
  ],
  telecom: [
    { system: 'phone', value: '(617) 244-1838' },
    { system: 'email', value: 'liz@mail.example' },
  ],
};
const coverage: JsonObject = {
  resourceType: 'Coverage',
  id: 'c',
  status: 'active',
  identifier: [card('MB', 'urn:payer', 'XKD123456789-02')],
  subscriberId: 'XKD123456789-00',
  beneficiary: { reference: 'Patient/m' },
  payor: [{ identifier: { system: npiSystem, value: ourNpi } }],
};

const query = (patient: JsonObject, coverage: JsonObject = {}): MemberQuery =>
  readMemberQuery({ resourceType: 'Patient', ...patient }, { resourceType: 'Coverage', ...coverage }, ourNpi);
const found = async (patient: JsonObject, coverage?: JsonObject) =>
  (await retrieve(own.db, query(patient, coverage))).candidates.length;

const name = (family: string, ...given: string[]): JsonObject => ({ name: [{ family, given }] });
const born = '1985-03-07';
const house = (line: string, postalCode = '02152'): JsonObject => ({
  address: [{ line: [line], postalCode }],
});
const reach = (system: string, value: string): JsonObject => ({ telecom: [{ system, value }] });
const stranger = name('Zzyzx', 'Quentin');

describe('the member is found by', () => {
  test.each<[string, JsonObject, JsonObject?]>([
    [
      'the own number, whatever else is wrong',
      stranger,
      { identifier: [card('MB', '', 'xkd 123456789 02')] },
    ],
    ["the family's number without a suffix", stranger, { subscriberId: 'XKD123456789' }],
    ["a sister's number", stranger, { identifier: [card('MB', '', 'XKD12345678907')] }],
    ['the MBI', { ...stranger, identifier: [card('MC', 'http://hl7.org/fhir/sid/us-mbi', '1eg4te5mk73')] }],
    ['the UMB', { ...stranger, identifier: [card('UMB', '', 'umb7')] }],
    ['the telephone', { ...stranger, ...reach('phone', '+1 617 244 1838') }],
    ['the mail address', { ...stranger, ...reach('email', 'LIZ@mail.example') }],
    [
      'four digits and the birth date',
      { ...stranger, birthDate: born, identifier: [card('SS', 'http://hl7.org/fhir/sid/us-ssn', '4711')] },
    ],
    ['house and given name', { ...name('Newname', 'Elisabeth'), ...house('634 N Kris St') }],
    ['house and family name', { ...name('Renteria', 'Quentin'), ...house('634 N Kris St') }],
    ['house and nickname', { ...name('Newname', 'Betty'), ...house('634 N Kris St') }],
    ['birth date and the beginning of the family name', { ...name('Rentera', 'Quentin'), birthDate: born }],
    ['birth date and given name', { ...name('Newname', 'Elizabth'), birthDate: born }],
    ['birth date and nickname', { ...name('Newname', 'Liz'), birthDate: born }],
    ['birth date and maiden name', { ...name('Whitcombe', 'Quentin'), birthDate: born }],
    [
      'birth date and the second surname, as given name wrong',
      { ...name('Elizabeth', 'Renteria'), birthDate: born },
    ],
    [
      'the middle name as first, a day late',
      { ...name('Renteria Arroyo', 'Rose', 'Elizabeth'), birthDate: '1985-03-08' },
    ],
    ['day and month exchanged', { ...name('Renteriaa', 'Quentin'), birthDate: '1985-07-03' }],
    ['another day of the month', { ...name('Renteria Arroyo', 'Elizabeth'), birthDate: '1985-03-29' }],
    ['another month', { ...name('Whitcombe', 'Elizabeth'), birthDate: '1985-11-07' }],
    ['another decade', { ...name('Renteria-Arroyo', 'Elizabeth'), birthDate: '1965-03-07' }],
    ['digits of the year exchanged', { ...name('Renteria Arroyo', 'Elizabeth'), birthDate: '1958-03-07' }],
    ['the year alone', { ...name('Renteria Arroyo', 'Elizabeth'), birthDate: '1985' }],
    ['the month alone', { ...name('Renteria Arroyo', 'Elizabeth'), birthDate: '1985-03' }],
    ['the sound of the name and the year', { ...name('Wittcome', 'Elizabeth'), birthDate: '1985-12-24' }],
    [
      'house and birth date, with an initial and a slip at the beginning of the family name',
      { ...name('Ernteria', 'E'), birthDate: born, ...house('634 N Kris St') },
    ],
    [
      'postal code and birth date, with slips in both names and another house',
      { ...name('Ernteria', 'Leizabeth'), birthDate: born, ...house('12 Elm St') },
    ],
    [
      'postal code and both names, with another birth date and house',
      { ...name('Rentera', 'Elizabeth'), birthDate: '1961-10-19', ...house('12 Elm St') },
    ],
    [
      'number, street and given name, with the postal code mistyped and no birth date',
      { ...name('Newname', 'Elizabeth'), ...house('634 Kris', '02125') },
    ],
    [
      'birth date and the sound of the family name, with another given name',
      { ...name('Wyttcombe', 'Quentin'), birthDate: born },
    ],
    [
      'house and family name, written as the given name of another one',
      { ...name('Quentin', 'Renteria'), ...house('634 N Kris St') },
    ],
    ['names exchanged, a year late', { ...name('Elizabeth', 'Whitcombe'), birthDate: '1986-03-07' }],
  ])('%s', async (_what, who, card) => {
    expect(await found(who, card)).toBe(1);
  });

  test('nobody is found by nothing, by a name alone, or by what is somebody else’s', async () => {
    expect(await found({})).toBe(0);
    expect(await found(name('Renteria Arroyo', 'Elizabeth'))).toBe(0);
    expect(await found({ ...name('Arroyo', 'Ana'), birthDate: '1990-01-01', ...house('9 Elm St') })).toBe(0);
    expect(await found(stranger, { subscriberId: 'XKD999999999-00' })).toBe(0);
    const named = name('Renteria Arroyo', 'Elizabeth');
    expect(await found({ ...named, birthDate: '1961-10-19', ...house('12 Elm St', '02125') })).toBe(0);
    expect(await found({ ...stranger, birthDate: '1985-03-08', ...house('12 Elm St') })).toBe(0);
    expect(await found({ ...stranger, ...house('634 N Kris St', '02125') })).toBe(0);
  });
});

test('a candidate holds what all records and coverages of the person say', async () => {
  const [candidate] = (await retrieve(own.db, query(stranger, { subscriberId: 'XKD123456789' }))).candidates;
  expect(candidate).toMatchObject({
    records: [
      {
        patientId: 'm',
        birthDate: born,
        sex: 'female',
        active: true,
        coverageActive: true,
        names: [
          {
            family: 'renteriaarroyo',
            familyWords: ['renteria', 'arroyo'],
            given: ['elizabeth', 'rose'],
            use: 'current',
          },
          { family: 'whitcombe', use: 'former' },
        ],
        addresses: [{ number: '634', postal: '02152' }],
        telecom: [
          { kind: 'phone', value: '6172441838' },
          { kind: 'email', value: 'liz@mail.example' },
        ],
      },
    ],
  });
  expect(candidate!.identifiers).toEqual(
    expect.arrayContaining([
      { kind: 'member', system: 'urn:payer', value: 'XKD12345678902' },
      { kind: 'subscriber', system: 'urn:payer', value: 'XKD12345678900' },
      { kind: 'ssn4', system: 'http://hl7.org/fhir/sid/us-ssn', value: '4711' },
    ]),
  );
});

describe('a crowd', () => {
  const crowd = (more: (i: number) => JsonObject): JsonObject[] =>
    Array.from({ length: probeRows_max + 1 }, (_, i) => ({
      resourceType: 'Patient',
      id: `p${i}`,
      ...more(i),
    }));
  beforeAll(async () => {
    await forgetPeople(own.db);
    await putResources(
      own.db,
      [
        ...crowd((i) => ({
          ...name(`Family${i}`, `Given${i}`),
          birthDate: '1950-01-01',
          ...reach('phone', '6175551838'),
        })),
        ...crowd((i) => ({ ...name('Smith', 'John'), birthDate: '1970-01-01', id: `s${i}` })),
        patient,
      ],
      [],
    );
  });

  test('under one telephone is nobody, and does not hide who is found otherwise', async () => {
    const shared = query({ ...patient, ...reach('phone', '617-555-1838') });
    const { persons, overflowed } = await findPersons(own.db, probesOf(shared));
    expect(overflowed).toEqual(['phone']);
    expect(persons.map((person) => person.members[0]!.patientId)).toEqual(['m']);
    expect((await retrieve(own.db, shared)).truncated).toBe(false);
  });

  test('born on one day at one postal code is nobody, and does not hide who lives in the house', async () => {
    const postal = house('1 Dormitory Ln', '02155');
    await putResources(
      own.db,
      [
        ...crowd((i) => ({ ...name(`Roe${i}`, 'Ann'), birthDate: '2001-01-01', id: `d${i}`, ...postal })),
        { resourceType: 'Patient', id: 'n', ...name('Vale', 'Quentin'), ...house('9 Elm St', '02155') },
      ],
      [],
    );
    const asked = query({ ...name('Vale', 'X'), birthDate: '2001-01-01', ...house('9 Elm St', '02155') });
    const { persons, overflowed } = await findPersons(own.db, probesOf(asked));
    expect(overflowed).toEqual(['birth-date-and-postal-code']);
    expect(persons.map((person) => person.members[0]!.patientId)).toEqual(['n']);
  });

  test('of namesakes born on one day is told: the list is not whole', async () => {
    const john = query({
      ...name('Smith', 'John'),
      birthDate: '1970-01-01',
      ...reach('email', 'liz@mail.example'),
    });
    const found = await retrieve(own.db, john);
    expect(found.truncated).toBe(true);
    expect(found.candidates.map(({ records }) => records[0]!.patientId)).toEqual(['m']);
  });
});
