import type { NormalAddress } from './normal/address.ts';
import type { NormalName } from './normal/name.ts';
import { phoneticOf } from './normal/phonetic.ts';

/**
 * The keys under which a person is found. Index and query make them here, so that they meet. A key is 32 bits of its
 * words: now and then two keys are one by chance, and the comparison that follows tells the people apart.
 */

/** Letters of a given name and of a family name that a key keeps: enough to be rare, few enough to survive a slip. */
const givenLetters = 3;
const familyLetters = 4;
/** With postal code and given name as many are rare enough, and a slip at the third already finds. */
const familyLettersAtPostal = 2;

const given3 = (given: string): string => given.slice(0, givenLetters);

/** The whole family name and the beginning of the given name. */
export const nameKey = (family: string, given: string): number => hash('n', family, given3(given));

/** A birth date and the beginning of the family name. */
export const familyKey = (birthDate: string, family: string): number =>
  hash('f', birthDate, family.slice(0, familyLetters));

/** A birth date and the beginning of the given name. */
export const givenKey = (birthDate: string, given: string): number => hash('g', birthDate, given3(given));

/** How the family name sounds, the beginning of the given name, the birth year; undefined for a name without a sound. */
export function soundKey(family: string, given: string, birthYear: string): number | undefined {
  const sound = phoneticOf(family);
  return sound === '' ? undefined : hash('s', sound, given3(given), birthYear);
}

/** A name with the month and day of birth (`-05-31`): for a slip in the year. '' for a birth date that is not known. */
export const yearlessKey = (family: string, given: string, monthAndDay: string): number =>
  hash('y', family, given3(given), monthAndDay);

/** A house and the beginning of a given name; undefined where either is not known. */
export function placeKey({ postal, number }: NormalAddress, given: string): number | undefined {
  return postal === '' || number === '' || given === ''
    ? undefined
    : hash('a', postal, number, given3(given));
}

/** A house and the beginning of a family name; undefined where either is not known. */
export function homeKey({ postal, number }: NormalAddress, family: string): number | undefined {
  if (postal === '' || number === '' || family === '') return undefined;
  return hash('h', postal, number, family.slice(0, familyLetters));
}

/** A postal code and a birth date, whatever the name; undefined where the postal code is not known. */
export const bornPostalKey = ({ postal }: NormalAddress, birthDate: string): number | undefined =>
  postal === '' ? undefined : hash('d', postal, birthDate);

/** A postal code with the beginnings of both names, whatever the birth date and the house; undefined where one is not known. */
export function postalNameKey({ postal }: NormalAddress, family: string, given: string): number | undefined {
  if (postal === '' || family === '' || given === '') return undefined;
  return hash('z', postal, given3(given), family.slice(0, familyLettersAtPostal));
}

/** Number and street with the beginning of a given name, whatever the postal code; undefined where one is not known. */
export function streetKey({ number, street }: NormalAddress, given: string): number | undefined {
  return number === '' || street === '' || given === ''
    ? undefined
    : hash('t', number, streetWord(street), given3(given));
}

const streetWordLetters_min = 3;

/** What a street is called: directions and most types are shorter, and are left out or confused. */
const streetWord = (street: string): string =>
  street.split(' ').find((word) => word.length >= streetWordLetters_min) ?? street;

/** A birth date and how the family name sounds; undefined for a name without a sound. */
export function bornSoundKey(birthDate: string, family: string): number | undefined {
  const sound = phoneticOf(family);
  return sound === '' ? undefined : hash('o', birthDate, sound);
}

export const phoneKey = (value: string): number => hash('p', value);
export const emailKey = (value: string): number => hash('e', value);
/** A member's own number, or an MBI. */
export const numberKey = (value: string): number => hash('i', value);
/** The number of a family. */
export const baseKey = (value: string): number => hash('b', value);
export const umbKey = (value: string): number => hash('u', value);
/** Last four digits of the social security number with the birth date. */
export const ssn4Key = (ssn4: string, birthDate: string): number => hash('4', ssn4, birthDate);

/** The given names of a name, the first before the middle ones: those that a key begins with. */
export const firstGiven = (name: NormalName): string => name.given[0] ?? '';

/** FNV-1a with a last mixing, as a signed 32-bit number (an int of SQL). A part is closed by a unit separator. */
function hash(...parts: readonly string[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) h = Math.imul(h ^ part.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ 0x1f, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
