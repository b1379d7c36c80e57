// CMS HTE V.D: what stands for "unknown" is absent, and a real name or number that looks odd is not.
import { expect, test } from 'vitest';
import { normaliseBirthDate } from './birth-date.ts';
import { normaliseIdentifier, ssn4Of } from './identifier.ts';
import { normaliseName } from './name.ts';
import { normaliseTelecom } from './telecom.ts';

test.each([
  ['Baby', 'Boy'],
  ['BabyGirl'],
  ['Newborn'],
  ['Unknown'],
  ['FNU'],
  ['Test'],
  ['Twin', 'A'],
  ['Boy'],
  ['BB'],
])('given %s %s is nobody’s name', (...given) => {
  expect(normaliseName({ family: 'Smith', given: given.filter((g) => g !== undefined) })?.given).toEqual([]);
});
test.each(['Unknown', 'LNU', 'Test', 'Patient', 'zzTest', 'None'])('family %s is nobody’s name', (family) => {
  expect(normaliseName({ family, given: ['Ann'] })?.family).toBe('');
});
test.each(['Babette', 'Boyd', 'Malena', 'Xochitl', 'Testa', 'Zzyzx'])('%s is a name', (name) => {
  expect(normaliseName({ family: name, given: [name] })).toMatchObject({
    family: name.toLowerCase(),
    given: [name.toLowerCase()],
  });
});
test.each(['000-000-0000', '555-123-4567', '(617) 555-0142', '123-456-7890', '999 999 9999', '617-000-0000'])(
  'telephone %s is nobody’s',
  (phone) => {
    expect(normaliseTelecom(phone)).toBeUndefined();
  },
);
test.each(['none@none.com', 'noemail@x.org', 'NoReply@x.org', 'n/a@x.org', 'test@test.com'])(
  'mailbox %s is nobody’s',
  (mail) => {
    expect(normaliseTelecom(mail)).toBeUndefined();
  },
);
test('birth dates: placeholders and nonsense are nothing, parts stay parts, a slip in the century stays', () => {
  for (const day of ['1900-01-01', '1901-01-01', '9999-12-31', '0001-01-01', '1980-02-30', 'soon', ''])
    expect(normaliseBirthDate(day)).toEqual({});
  expect(normaliseBirthDate('1980')).toEqual({ partialBirthDate: '1980' });
  expect(normaliseBirthDate('1980-02')).toEqual({ partialBirthDate: '1980-02' });
  expect(normaliseBirthDate('1885-05-14')).toEqual({ birthDate: '1885-05-14' });
});
test('numbers: a row of one digit and words for nothing are none; of a social security number four digits stay', () => {
  for (const value of ['000000000', '9999', '123456789', 'UNKNOWN', 'n/a'])
    expect(normaliseIdentifier(value)).toBe('');
  expect([ssn4Of('xxx-xx-0811'), ssn4Of('123-45-6789'), ssn4Of('0000'), ssn4Of('12')]).toEqual([
    '0811',
    '6789',
    '',
    '',
  ]);
});
test('letters that were read in the wrong character set come back, or are one letter off', () => {
  expect(normaliseName({ family: 'NÃºÃ±ez' })?.family).toBe('nunez');
  expect(normaliseName({ family: 'Mu?oz', given: ['Jos\ufffd'] })).toMatchObject({
    family: 'muoz',
    given: ['jos'],
  });
});
