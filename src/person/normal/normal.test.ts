// The same person written in two ways has one normal form; different people keep different ones.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseAddress, normalisePostal } from './address.ts';
import { normaliseIdentifier } from './identifier.ts';
import { normaliseName, normaliseNamePart } from './name.ts';
import { normaliseTelecom } from './telecom.ts';

test.each([
  ["O'Brien", 'OBRIEN'],
  ['O’Brien-Smith', 'obrien smith'],
  ['Núñez', 'NUNEZ'],
  ['Núñez', 'Nunez'],
  ['Müller', 'Muller'],
  ['Straße', 'strasse'],
  ['Łukasz', 'lukasz'],
  ['van  der Berg', 'VanDerBerg'],
  ['Ｓｍｉｔｈ', 'smith'],
])('%s and %s are one name', (a, b) => {
  expect(normaliseNamePart(a)).toBe(normaliseNamePart(b));
});

test('the generation is found wherever it is written, titles and degrees are not', () => {
  const jr = { family: 'smith', familyWords: ['smith'], given: ['john'], suffix: 'jr', use: 'current' };
  expect(normaliseName({ family: 'Smith', given: ['John'], suffix: ['Jr.'] })).toEqual(jr);
  expect(normaliseName({ family: 'Smith, Jr', given: ['John'] })).toEqual(jr);
  expect(normaliseName({ family: 'Smith III', given: ['John'], suffix: ['MD'] })).toEqual({
    ...jr,
    suffix: '3',
  });
  expect(normaliseName({ family: 'Junior', given: ['John'] })).toEqual({
    ...jr,
    family: 'junior',
    familyWords: ['junior'],
    suffix: '',
  });
});

test('given names are single words; a name of nothing is none', () => {
  expect(normaliseName({ family: 'Díaz', given: ['María Ana', 'Luz-Marie'] })?.given).toEqual([
    'maria',
    'ana',
    'luz',
    'marie',
  ]);
  expect(normaliseName({ family: ' - ', given: ['.'] })).toBeUndefined();
  expect(normaliseName({})).toBeUndefined();
});

test('numbers, telephones, mails and ZIP codes lose their format', () => {
  expect(normaliseIdentifier(' op-777 365.396a')).toBe('OP777365396A');
  expect(normalisePostal('02128-1234')).toBe('02128');
  expect(normalisePostal('SW1A 1AA')).toBe('sw1a1aa');
  expect(normaliseTelecom('+1 (617) 146-2138 x12')?.value).toBe('6171462138');
  expect(normaliseTelecom('mailto:A.B@Example.ORG', 'old')).toEqual({
    kind: 'email',
    value: 'a.b@example.org',
    use: 'former',
  });
  expect(normaliseTelecom('000-000-0000')).toBeUndefined();
  expect(normaliseTelecom('n/a')).toBeUndefined();
});

test('an address by USPS words, state code and five-digit ZIP', () => {
  expect(
    normaliseAddress({
      line: ['634 North Kris Street', 'Apartment 34'],
      city: 'Winthrop  Town',
      state: 'Massachusetts',
      postalCode: '021281234',
    }),
  ).toEqual(
    normaliseAddress({
      line: ['634 N. Kris St., Apt 34'],
      city: 'WINTHROP TOWN',
      state: 'MA',
      postalCode: '02128',
    }),
  );
});

test('normal is normal: doing it again, or in another case, changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normaliseNamePart(text);
      expect(normaliseNamePart(once)).toBe(once);
      expect(normaliseIdentifier(normaliseIdentifier(text))).toBe(normaliseIdentifier(text));
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ' -]{0,20}$/), (text) => {
      expect(normaliseNamePart(text.toUpperCase())).toBe(normaliseNamePart(text));
    }),
  );
});
