// What counts as one name, one day, one address, one number. Each pair is read in both directions.
import { expect, test } from 'vitest';
import { normaliseAddress } from '../../person/normal/address.ts';
import { normaliseName } from '../../person/normal/name.ts';
import type { Candidate } from '../candidate.ts';
import { compareAddresses } from './address.ts';
import { compareDays } from './birth-date.ts';
import { compareGiven } from './given.ts';
import { compareCard } from './identifier.ts';
import { compareFamily, compareNames } from './names.ts';

const all = new Map([
  ['andrew', 200],
  ['grayson', 40],
  ['graydon', 1],
  ['elias', 30],
  ['eli', 25],
  ['michael', 500],
  ['mike', 9],
]);

test.each([
  ['john', 'john', 'exact', 'missing'],
  ['mary ann', 'maryann', 'exact', 'missing'],
  ['maria ana', 'maria beatriz', 'exact', 'conflict'],
  ['maria ana', 'maria a', 'exact', 'initial'],
  ['bob', 'robert', 'form', 'missing'],
  ['bob', 'rob', 'form', 'missing'],
  ['dave', 'david', 'form', 'missing'],
  ['mike', 'michael', 'form', 'missing'],
  ['eli', 'elias', 'formal', 'missing'],
  ['lucas', 'luke', 'formal', 'missing'],
  ['adrew', 'andrew', 'slip', 'missing'],
  ['graydon', 'grayson', 'alike', 'missing'],
  ['jamie', 'jasmine', 'alike', 'missing'],
  ['kayla', 'kaylee', 'alike', 'missing'],
  ['brian', 'brianna', 'alike', 'missing'],
  ['erik', 'erika', 'alike', 'missing'],
  ['maria', 'mariah', 'alike', 'missing'],
  ['jayden', 'hayden', 'alike', 'missing'],
  ['christian', 'christina', 'alike', 'missing'],
  ['sofia', 'sophia', 'alike', 'missing'],
  ['kai', 'kay', 'conflict', 'missing'],
  ['cintha', 'cynthia', 'fuzzy', 'missing'],
  ['micheael', 'michael', 'slip', 'missing'],
  ['tremaine', 'tremanie', 'fuzzy', 'missing'],
  ['james', 'john james', 'middle', 'missing'],
  ['ann marie', 'marie ann', 'middle', 'full'],
  ['daniel s', 'sergio d', 'crossed', 'missing'],
  ['j', 'james', 'initial', 'missing'],
  ['james', 'john', 'conflict', 'missing'],
  ['li', 'lu', 'conflict', 'missing'],
])('%s and %s: %s', (a, b, given, middle) => {
  expect(compareGiven(a.split(' '), b.split(' '), { all })).toEqual({ given, middle });
  expect(compareGiven(b.split(' '), a.split(' '), { all })).toEqual({ given, middle });
});

test.each([
  ["O'Brien", 'OBRIEN', 'exact'],
  ['García López', 'Lopez-Garcia', 'exact'],
  ['de la Cruz', 'Cruz', 'exact'],
  ['García López', 'Garcia', 'part'],
  ['RohdeRawlinson', 'Rawlinson', 'part'],
  ['Schmidt', 'Schmitt', 'fuzzy'],
  ['Bumgarner', 'Burngarner', 'fuzzy'],
  ['Smith', 'Jones', 'conflict'],
])('family %s and %s: %s', (a, b, level) => {
  const [one, other] = [normaliseName({ family: a })!, normaliseName({ family: b })!];
  expect(compareFamily(one, other)).toBe(level);
  expect(compareFamily(other, one)).toBe(level);
});

test('given and family name in each other’s place', () => {
  const one = normaliseName({ family: 'Tova', given: ['Lindqvist'] })!;
  const other = normaliseName({ family: 'Lindqvist', given: ['Tova'] })!;
  expect(compareNames([one], [other], { all })).toMatchObject({ given: 'swapped', family: 'swapped' });
});

test.each([
  ['1980-02-29', '1980-02-29', 'exact'],
  ['1980-05-04', '1980-04-05', 'near'],
  ['1979-12-31', '1980-01-01', 'near'],
  ['1980-05-14', '1980-05-41'.replace('41', '15'), 'near'],
  ['1980-05-14', '1990-05-14', 'near'],
  ['1885-05-14', '1985-05-14', 'near'],
  ['1980-05-14', '1908-05-14', 'near'],
  ['1980-05-14', '1980-05-28', 'parts'],
  ['1980-05-14', '1955-08-14', 'conflict'],
])('born %s and %s: %s', (a, b, level) => {
  expect(compareDays(a, b)).toBe(level);
  expect(compareDays(b, a)).toBe(level);
});

const at = (line: string, postalCode = '44081', city = 'Perry', state = 'OH') =>
  normaliseAddress({ line: [line], postalCode, city, state });

test.each([
  [at('12 N Elm Street Apt 3'), at('12 North Elm St #3'), 'same'],
  [at('12 Elm Street'), at('12 Elm St Apt 3'), 'same'],
  [at('12 Elm Street Apt 4'), at('12 Elm St Apt 3'), 'near'],
  [at('12 Elm Street'), at('13 Elm Street'), 'near'],
  [at('12 Elm Street'), at('99 Elm Street'), 'street'],
  [at('12 Elm Street'), at('5 Oak Road'), 'zip'],
  [at('12 Elm Street', '44081', 'Perry'), at('5 Oak Road', '44999', 'Perry'), 'city'],
  [at('12 Elm Street', '44081', 'Perry'), at('12 Elm Street', '90210', 'Beverly'), 'different'],
  [at('12 Elm Street'), at('12 Elm Street', '90210', 'Perry', ''), 'same'],
  [at('12 Elm Street'), at('12 Elm Street', '90210', 'Perry', 'GA'), 'different'],
] as const)('address %#: %o and %o', (a, b, level) => {
  expect(compareAddresses([a], [b])).toBe(level);
  expect(compareAddresses([b], [a])).toBe(level);
});

const holder: Candidate = {
  personId: 1,
  records: [],
  identifiers: [
    { kind: 'member', system: 'urn:ours', value: 'KXA41043270502' },
    { kind: 'subscriber', system: 'urn:ours', value: 'KXA410432705' },
  ],
};

test.each([
  ['member', 'KXA41043270502', 'own'],
  ['member', '41043270502', 'own'],
  ['member', 'KXA410432705', 'family'],
  ['subscriber', 'KXA410432705', 'family'],
  ['member', 'KXA41043270501', 'sibling'],
  ['member', 'KXA41043279502', 'near'],
  ['member', 'KXA99999999902', 'different'],
] as const)('%s number %s is %s', (kind, value, level) => {
  expect(compareCard([{ kind, value, system: 'urn:ours' }], holder, new Set())).toBe(level);
});

test('a number of another namespace is another number', () => {
  const asked = { kind: 'member' as const, value: 'KXA41043270502', system: 'urn:theirs' };
  expect(compareCard([asked], holder, new Set())).toBe('different');
});
