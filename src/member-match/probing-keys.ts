import { createHmac } from 'node:crypto';
import { phoneticOf } from '../person/normal/phonetic.ts';
import { fingerprintOf, type MemberQuery } from './query.ts';

/**
 * What the watch over guessing tells submissions apart by: HMACs in hex under a secret of the deployment. Whoever holds the rows and
 * not the secret learns nothing; equal values are equal only within one deployment.
 */
export interface AttemptKeys {
  /** Everything that was told. */
  submission: string;
  /** The family name by its sound and the birth date: other spellings and given names do not make another person. */
  person?: string;
  /** All numbers. */
  card?: string;
  /** The numbers around the first number. */
  block?: string;
}

/** Enough to tell submissions apart; half a hash is no shorter way back. */
const keyBytes = 16;
/** Characters at the end of a number that are walked through: a third of it, and no more than this. */
const walkedCharacters_max = 4;

/** Undefined for a coverage of another payer: it is not looked up, so there is nothing to learn. */
export function attemptKeys(query: MemberQuery, secret: Buffer): AttemptKeys | undefined {
  if (query.foreignPlan) return undefined;
  const keyed = (label: string, value: string | Buffer): string =>
    createHmac('sha256', secret)
      .update(`${label}\0`)
      .update(value)
      .digest()
      .subarray(0, keyBytes)
      .toString('hex');
  const person = personOf(query);
  const numbers = [...new Set(query.identifiers.map(({ value }) => value))].sort();
  const first = query.identifiers[0]?.value;
  return {
    submission: keyed('submission', fingerprintOf(query)),
    ...(person !== undefined && { person: keyed('person', person) }),
    ...(numbers.length > 0 && { card: keyed('card', numbers.join('\0')) }),
    ...(first !== undefined && { block: keyed('block', blockOf(first)) }),
  };
}

function personOf({ names, birthDate, partialBirthDate }: MemberQuery): string | undefined {
  const family = names.find((name) => name.family !== '')?.family;
  const birth = birthDate ?? partialBirthDate;
  if (family === undefined || birth === undefined) return undefined;
  return `${phoneticOf(family) || family} ${birth}`;
}

/** `KC800533412` → `KC800533` and its length: the short numbers of a small plan have small blocks. */
function blockOf(number: string): string {
  const walked = Math.min(walkedCharacters_max, Math.floor(number.length / 3));
  return `${number.slice(0, number.length - walked)} ${number.length}`;
}
