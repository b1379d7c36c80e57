/**
 * What systems write where they know nothing (CMS HTE V.D). Such a value is absent: it neither agrees nor conflicts.
 */

/** Birth dates that stand for "unknown"; so does whatever lies before `birthDate_min`. */
const birthDates = new Set([
  '1900-01-01',
  '1901-01-01',
  '1911-11-11',
  '9999-12-31',
  '2999-12-31',
  '2099-12-31',
]);
/** What lies between this and living memory is a slip in the century. */
const birthDate_min = '1800-01-02';

export const isBirthDatePlaceholder = (day: string): boolean => day < birthDate_min || birthDates.has(day);

const absent = new Set([
  'unknown',
  'unk',
  'unkn',
  'na',
  'none',
  'null',
  'nil',
  'undefined',
  'noname',
  'notknown',
  'notprovided',
  'notavailable',
  'unspecified',
  'anonymous',
  'tbd',
]);
const givens = new Set([
  ...absent,
  'baby',
  'newborn',
  'infant',
  'unnamed',
  'fnu',
  'nfn',
  'test',
  'tester',
  'firstname',
]);
const newborn =
  /^(?:(?:new|baby|infant|inf|bb|bg)(?:boy|girl|male|female)[a-c\d]?|(?:boy|girl|male|female)\d?|(?:baby|twin|triplet)[a-c\d]?|bb|bg)$/;
const families = new Set([...absent, 'lnu', 'nln', 'test', 'patient', 'testpatient', 'tester', 'lastname']);
const tests = /^(?:zz+|xx+)(?:test|patient|\w{0,2}$)/;

export function isGivenPlaceholder(given: readonly string[]): boolean {
  const first = given[0];
  if (first === undefined) return false;
  return givens.has(first) || givens.has(given.join('')) || newborn.test(first) || tests.test(first);
}

export function isFamilyPlaceholder(family: readonly string[]): boolean {
  const joined = family.join('');
  return families.has(joined) || tests.test(joined);
}

const phones = new Set(['1234567890', '1231231234', '0123456789', '9876543210', '1234567']);

/** One digit only, area codes 000 and 555 (no such place), 555-01xx (kept for fiction), and numbers typed in a row. */
export function isPhonePlaceholder(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits) || phones.has(digits)) return true;
  const local = digits.slice(-7);
  if (/^(\d)\1{6}$/.test(local) || /^55501\d\d$/.test(local)) return true;
  return digits.length === 10 && (digits.startsWith('000') || digits.startsWith('555'));
}

const mailboxes = new Set([
  ...absent,
  'noemail',
  'nomail',
  'no',
  'noreply',
  'donotreply',
  'test',
  'email',
  'declined',
  'refused',
  'patient',
]);

export const isEmailPlaceholder = (email: string): boolean =>
  mailboxes.has(email.slice(0, email.indexOf('@')).replace(/[^a-z0-9]/g, ''));

/** `00000000`, `999999999`, `123456789`: nobody's number. */
export const isIdentifierPlaceholder = (value: string): boolean =>
  /^(.)\1*$/.test(value) || value === '123456789' || absent.has(value.toLowerCase());
