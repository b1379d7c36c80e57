import { isIdentifierPlaceholder } from './placeholder.ts';
import { fold } from './text.ts';

/** An identifier's value: upper-case letters and digits only. '' where nothing is left, or a placeholder. */
export function normaliseIdentifier(value: string): string {
  const normal = fold(value)
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toUpperCase();
  return isIdentifierPlaceholder(normal) ? '' : normal;
}

/** A subscriber's number that is shorter than this is not told from a member's number without suffix. */
const baseCharacters_min = 7;
const dependentDigits = 2;

/**
 * The subscriber's base of a member's number: the number without its dependent suffix of two digits; '' where the number is
 * too short to have one. A number of one person may look as if it had a suffix: a base is a key to look under, no proof.
 */
export function baseOf(value: string): string {
  const base = value.slice(0, -dependentDigits);
  return base.length >= baseCharacters_min && /\d\d$/.test(value) ? base : '';
}

/** The last four digits of a social security number, whatever stands before (`xxx-xx-0811`). The rest is never kept. */
export function ssn4Of(value: string): string {
  const last = /\d{4}$/.exec(value.replace(/[^\da-z]/gi, ''))?.[0] ?? '';
  return last === '0000' || last === '9999' ? '' : last;
}
