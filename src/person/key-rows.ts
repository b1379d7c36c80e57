import {
  baseKey,
  bornPostalKey,
  bornSoundKey,
  emailKey,
  familyKey,
  firstGiven,
  givenKey,
  homeKey,
  nameKey,
  numberKey,
  phoneKey,
  placeKey,
  postalNameKey,
  soundKey,
  ssn4Key,
  streetKey,
  umbKey,
  yearlessKey,
} from './keys.ts';
import { baseOf } from './normal/identifier.ts';
import type { SaidByCoverage, SaidByPatient } from './said.ts';

/** A row of `member_key`: one name, and one of each other kind that happens to stand beside it. */
export interface KeyRow {
  birthDate: string | null;
  name: number | null;
  family: number | null;
  given: number | null;
  sound: number | null;
  yearless: number | null;
  place: number | null;
  home: number | null;
  phone: number | null;
  email: number | null;
  number: number | null;
  base: number | null;
  umb: number | null;
  ssn4: number | null;
}

/** A person with more of a kind is found by the first of them. */
export const keysOfAKind_max = 24;

type NameKeys = Pick<KeyRow, 'birthDate' | 'name' | 'given' | 'sound'>;
const noName: NameKeys = {
  birthDate: null,
  name: null,
  given: null,
  sound: null,
};

/** Everything that a person is found by: what all its Patients and Coverages say. */
export function keyRowsOf(
  patients: readonly SaidByPatient[],
  coverages: readonly Pick<SaidByCoverage, 'identifiers'>[],
): KeyRow[] {
  const names = uniqueNames(patients.flatMap(nameKeysOf));
  const identifiers = [...patients, ...coverages].flatMap((one) => one.identifiers);
  const valuesOf = (...kinds: string[]) =>
    identifiers.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
  const columns = {
    family: unique(patients.flatMap(familyKeysOf)),
    yearless: unique(patients.flatMap(yearlessKeysOf)),
    place: unique(patients.flatMap(placeKeysOf)),
    home: unique(patients.flatMap(homeKeysOf)),
    phone: unique(telecomOf(patients, 'phone').map(phoneKey)),
    email: unique(telecomOf(patients, 'email').map(emailKey)),
    number: unique(valuesOf('member', 'mbi').map(numberKey)),
    base: unique(basesOf(valuesOf('member'), valuesOf('subscriber')).map(baseKey)),
    umb: unique(valuesOf('umb').map(umbKey)),
    ssn4: unique(
      patients.flatMap(({ birthDate, identifiers }) =>
        birthDate === null
          ? []
          : identifiers.flatMap(({ kind, value }) => (kind === 'ssn4' ? [ssn4Key(value, birthDate)] : [])),
      ),
    ),
  };
  const rows = Math.max(names.length, ...Object.values(columns).map((keys) => keys.length));
  return Array.from({ length: Math.min(rows, keysOfAKind_max) }, (_, i) => {
    const name = names[i] ?? noName;
    // Written out: a spread costs as much as all hashing together.
    return {
      birthDate: name.birthDate,
      name: name.name,
      family: columns.family[i] ?? null,
      given: name.given,
      sound: name.sound,
      yearless: columns.yearless[i] ?? null,
      place: columns.place[i] ?? null,
      home: columns.home[i] ?? null,
      phone: columns.phone[i] ?? null,
      email: columns.email[i] ?? null,
      number: columns.number[i] ?? null,
      base: columns.base[i] ?? null,
      umb: columns.umb[i] ?? null,
      ssn4: columns.ssn4[i] ?? null,
    };
  });
}

const nameKeysOf = ({ names, birthDate }: SaidByPatient): NameKeys[] =>
  names.map((name) => {
    const { family } = name;
    const given = firstGiven(name);
    const isWhole = family !== '' && given !== '';
    return {
      birthDate,
      name: isWhole ? nameKey(family, given) : null,
      given: given !== '' && birthDate !== null ? givenKey(birthDate, given) : null,
      sound: isWhole && birthDate !== null ? (soundKey(family, given, birthDate.slice(0, 4)) ?? null) : null,
    };
  });

/** Under the beginning of each family name, then under its sound: of too many the beginnings are kept. */
function familyKeysOf({ names, birthDate }: SaidByPatient): number[] {
  if (birthDate === null) return [];
  const families = names.map(({ family }) => family).filter((family) => family !== '');
  return [
    ...families.map((family) => familyKey(birthDate, family)),
    ...families.flatMap((family) => bornSoundKey(birthDate, family) ?? []),
  ];
}

/** Whole names without the year of birth, then with the postal code instead of any of the birth date. */
function yearlessKeysOf({ names, addresses, birthDate }: SaidByPatient): number[] {
  const pairs = names.map((name) => ({ family: name.family, given: firstGiven(name) }));
  const whole = pairs.filter(({ family, given }) => family !== '' && given !== '');
  return [
    ...whole.map(({ family, given }) => yearlessKey(family, given, birthDate?.slice(4) ?? '')),
    ...whole.flatMap(({ family, given }) =>
      addresses.flatMap((address) => postalNameKey(address, family, given) ?? []),
    ),
  ];
}

/**
 * What a family's number begins with. A subscriber's number is a base where the members' own begin with it, and may have a
 * dependent suffix itself: it is a key of its own unless a member's number brings the same.
 */
export function basesOf(members: readonly string[], subscribers: readonly string[]): string[] {
  const bases = new Set(members.map(baseOf).filter((base) => base !== ''));
  for (const value of subscribers) {
    const base = baseOf(value);
    if (bases.has(value) || (base !== '' && bases.has(base))) continue;
    bases.add(value);
    if (base !== '') bases.add(base);
  }
  return [...bases];
}

/** A house under its postal code, and under its street for who is asked for with another postal code. */
const placeKeysOf = ({ names, addresses }: SaidByPatient): number[] =>
  [placeKey, streetKey].flatMap((keyOf) =>
    names.flatMap((name) => addresses.flatMap((address) => keyOf(address, firstGiven(name)) ?? [])),
  );

/** A house under the family name; the postal code under the birth date, for who is asked for with slips in both names. */
const homeKeysOf = ({ names, addresses, birthDate }: SaidByPatient): number[] => [
  ...names.flatMap((name) => addresses.flatMap((address) => homeKey(address, name.family) ?? [])),
  ...(birthDate === null ? [] : addresses.flatMap((address) => bornPostalKey(address, birthDate) ?? [])),
];

const telecomOf = (patients: readonly SaidByPatient[], kind: 'phone' | 'email'): string[] =>
  patients.flatMap(({ telecom }) => telecom.filter((one) => one.kind === kind).map((one) => one.value));

const unique = (keys: readonly number[]): number[] => [...new Set(keys)];

function uniqueNames(names: readonly NameKeys[]): NameKeys[] {
  if (names.length < 2) return [...names];
  return [...new Map(names.map((keys) => [JSON.stringify(keys), keys])).values()];
}
