import { daysOf } from '../fhir/date.ts';
import type { Probes } from '../person/find-store.ts';
import {
  baseKey,
  bornPostalKey,
  bornSoundKey,
  emailKey,
  familyKey,
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
} from '../person/keys.ts';
import { baseOf } from '../person/normal/identifier.ts';
import type { NormalName } from '../person/normal/name.ts';
import { nicknamesOf } from '../person/normal/nickname.ts';
import type { MemberQuery } from './query.ts';

/** Given names of one name that are looked under: a middle name may be the one that the index knows. */
const givenNames_max = 3;
/** Words of a double surname that are looked under, each and together. */
const familyWords_max = 4;
/** A word that is shorter (`de`, `la`) is part of a surname, not one. */
const familyLetters_min = 3;
const keys_max = 64;
/** Names are looked for this many days around the birth date: any slip in day or month, and one in the year. */
const nearDays = 400;

/** What the index is searched for: everything under which the person of this query may stand, with the slips of each kind. */
export function probesOf(query: MemberQuery): Probes {
  const stated = query.names.flatMap(pairsOf);
  const familiar = query.names.flatMap(nicknamePairsOf);
  const valuesOf = (...kinds: string[]) =>
    query.identifiers.filter((id) => kinds.includes(id.kind)).map((id) => id.value);
  const telecom = (kind: string) => query.telecom.filter((t) => t.kind === kind).map((t) => t.value);
  const contract = valuesOf('member', 'subscriber');
  const { birthDate } = query;
  const year = (birthDate ?? query.partialBirthDate)?.slice(0, 4);
  const dates = birthDate === undefined ? [] : nearDatesOf(birthDate);
  return {
    number: keys([...contract, ...valuesOf('mbi')].map(numberKey)),
    base: keys([...contract, ...contract.map(baseOf)].filter((base) => base !== '').map(baseKey)),
    umb: keys(valuesOf('umb').map(umbKey)),
    phone: keys(telecom('phone').map(phoneKey)),
    email: keys(telecom('email').map(emailKey)),
    place: keys(placesOf(query)),
    streets: keys(
      query.addresses.flatMap((address) =>
        query.names.flatMap(givensOf).flatMap((given) => streetKey(address, given) ?? []),
      ),
    ),
    home: keys(homesOf(query)),
    bornPostal: keys(
      birthDate === undefined
        ? []
        : query.addresses.flatMap((address) => bornPostalKey(address, birthDate) ?? []),
    ),
    postalNames: keys(
      query.addresses.flatMap((address) =>
        stated.flatMap(({ family, given }) => postalNameKey(address, family, given) ?? []),
      ),
    ),
    ssn4: keys(birthDate === undefined ? [] : valuesOf('ssn4').map((ssn4) => ssn4Key(ssn4, birthDate))),
    names: keys(stated.map(({ family, given }) => nameKey(family, given))),
    nicknames: keys(familiar.map(({ family, given }) => nameKey(family, given))),
    sounds: keys(
      year === undefined ? [] : stated.flatMap(({ family, given }) => soundKey(family, given, year) ?? []),
    ),
    yearless: keys(
      stated.flatMap(({ family, given }) =>
        [birthDate?.slice(4) ?? [], ''].flat().map((monthAndDay) => yearlessKey(family, given, monthAndDay)),
      ),
    ),
    families: keys(
      dates.flatMap((date) =>
        query.names
          .flatMap((name) => [...familiesOf(name), ...swappedFamilies(name)])
          .map((family) => familyKey(date, family)),
      ),
    ),
    bornSounds: keys(
      birthDate === undefined
        ? []
        : query.names.flatMap(familiesOf).flatMap((family) => bornSoundKey(birthDate, family) ?? []),
    ),
    givens: keys(
      dates.flatMap((date) =>
        query.names
          .flatMap((name) => [...givensOf(name), ...familiesOf(name)])
          .map((given) => givenKey(date, given)),
      ),
    ),
    nicknameGivens: keys(
      birthDate === undefined ? [] : familiar.map(({ given }) => givenKey(birthDate, given)),
    ),
    birthDate: birthDate ?? null,
    ...rangeOf(query),
  };
}

const keys = (all: readonly number[]): number[] => [...new Set(all)].slice(0, keys_max);

interface NamePair {
  family: string;
  given: string;
}

/** The surname together and in its words. */
function familiesOf({ family, familyWords }: NormalName): string[] {
  if (family === '') return [];
  const words = familyWords.length > 1 ? familyWords.slice(0, familyWords_max) : [];
  return [family, ...words.filter((word) => word.length >= familyLetters_min)];
}

const givensOf = ({ given }: NormalName): string[] => given.slice(0, givenNames_max);
/** A given name that was written in the surname's place. */
const swappedFamilies = ({ given }: NormalName): string[] => given.slice(0, 1);

function pairsOf(name: NormalName): NamePair[] {
  const families = familiesOf(name);
  const pairs = families.flatMap((family) => givensOf(name).map((given) => ({ family, given })));
  const swapped = swappedFamilies(name).flatMap((family) => families.map((given) => ({ family, given })));
  return [...pairs, ...swapped];
}

function nicknamePairsOf(name: NormalName): NamePair[] {
  const forms = name.given.slice(0, 1).flatMap(nicknamesOf);
  return familiesOf(name).flatMap((family) => forms.map((given) => ({ family, given })));
}

function placesOf({ names, addresses }: MemberQuery): number[] {
  const givens = names.flatMap((name) => [...givensOf(name), ...name.given.slice(0, 1).flatMap(nicknamesOf)]);
  return addresses.flatMap((address) => givens.flatMap((given) => placeKey(address, given) ?? []));
}

function homesOf({ names, addresses }: MemberQuery): number[] {
  const families = names.flatMap((name) => [...familiesOf(name), ...swappedFamilies(name)]);
  return addresses.flatMap((address) => families.flatMap((family) => homeKey(address, family) ?? []));
}

/** One day early or late, day and month exchanged. */
function nearDatesOf(birthDate: string): string[] {
  const [year, month, day] = [birthDate.slice(0, 4), birthDate.slice(5, 7), birthDate.slice(8)];
  const exchanged = `${year}-${day}-${month}`;
  const days = [birthDate, shifted(birthDate, -1), shifted(birthDate, 1), exchanged];
  return [...new Set(days.filter(isDay))];
}

/** Where birth dates are looked at: around a day that is told, within a year or month when no more is. */
function rangeOf({ birthDate, partialBirthDate }: MemberQuery): { from: string | null; to: string | null } {
  if (birthDate !== undefined)
    return { from: shifted(birthDate, -nearDays), to: shifted(birthDate, nearDays) };
  if (partialBirthDate === undefined) return { from: null, to: null };
  if (partialBirthDate.length === 4)
    return { from: `${partialBirthDate}-01-01`, to: `${partialBirthDate}-12-31` };
  const from = `${partialBirthDate}-01`;
  return { from, to: shifted(`${shifted(from, 31).slice(0, 8)}01`, -1) };
}

const isDay = (text: string): boolean => daysOf(text) !== undefined;

function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
