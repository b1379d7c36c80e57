import { daysOf, isInstant } from '../fhir/date.ts';
import { NumberText } from '../fhir/lossless.ts';

/** The primitive types of R4 (datatypes.html#primitive), each with the test of its JSON value. All run in linear time. */
export type PrimitiveTest = (value: unknown) => boolean;

/** R4: strings SHALL NOT exceed 1 MB. */
const stringLength_max = 1024 * 1024;
const int_max = 2_147_483_647;

const isString = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const matching =
  (shape: RegExp, length_max: number): PrimitiveTest =>
  (value) =>
    isString(value) && value.length <= length_max && shape.test(value);

/** Something other than white space, and no control characters. */
function isText(value: unknown): boolean {
  if (!isString(value) || value.length > stringLength_max) return false;
  let blank = true;
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i);
    if (char < 32 && char !== 9 && char !== 10 && char !== 13) return false;
    if (blank && char > 32 && char !== 0xa0) blank = false;
  }
  return !blank;
}

/** No white space at all. */
function isUri(value: unknown): boolean {
  if (!isString(value)) return false;
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) <= 32) return false;
  return true;
}

/** No white space at either end, and single blanks only inside. */
function isCode(value: unknown): boolean {
  if (!isString(value)) return false;
  let afterSpace = true;
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i);
    if (char > 32 && char !== 0xa0) afterSpace = false;
    else if (afterSpace) return false;
    else afterSpace = true;
  }
  return !afterSpace;
}

/** Groups of four, padded at the end only; white space may stand anywhere. */
function isBase64(value: unknown): boolean {
  if (!isString(value)) return false;
  let digits = 0;
  let padding = 0;
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i);
    if (char === 32 || (char >= 9 && char <= 13)) continue;
    if (char === 61) padding++;
    else if (padding > 0 || !isBase64Digit(char)) return false;
    else digits++;
  }
  return digits > 0 && padding <= 2 && (digits + padding) % 4 === 0;
}

const isBase64Digit = (char: number): boolean =>
  (char >= 97 && char <= 122) || (char >= 65 && char <= 90) || (char >= 47 && char <= 57) || char === 43;

const wholeNumber =
  (min: number): PrimitiveTest =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= int_max;

const isDateTime: PrimitiveTest = (value) => typeof value === 'string' && daysOf(value) !== undefined;

export const primitives: ReadonlyMap<string, PrimitiveTest> = new Map<string, PrimitiveTest>([
  ['boolean', (value) => typeof value === 'boolean'],
  ['integer', wholeNumber(-int_max - 1)],
  ['unsignedInt', wholeNumber(0)],
  ['positiveInt', wholeNumber(1)],
  [
    'decimal',
    (value) => (typeof value === 'number' && Number.isFinite(value)) || value instanceof NumberText,
  ],
  ['string', isText],
  ['markdown', isText],
  ['xhtml', isText],
  ['code', isCode],
  ['id', matching(/^[A-Za-z0-9\-.]{1,64}$/, 64)],
  ['uri', isUri],
  ['url', isUri],
  ['canonical', isUri],
  ['oid', matching(/^urn:oid:[0-2](\.(0|[1-9]\d*))+$/, 1000)],
  ['uuid', matching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 45)],
  ['base64Binary', isBase64],
  ['date', (value) => typeof value === 'string' && !value.includes('T') && daysOf(value) !== undefined],
  ['dateTime', isDateTime],
  ['instant', (value) => typeof value === 'string' && isInstant(value)],
  ['time', matching(/^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,20})?$/, 30)],
]);
