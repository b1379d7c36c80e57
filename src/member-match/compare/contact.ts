import type { NormalTelecom } from '../../person/normal/telecom.ts';
import type { Level } from '../model.ts';
import { withinOneSlip } from './slip.ts';

const localDigits = 7;

/** Telephone numbers; near is one slip, or the same number under a new area code. */
export function comparePhones(
  asked: readonly NormalTelecom[],
  held: readonly NormalTelecom[],
): Level<'phone'> {
  const pairs = pairsOf('phone', asked, held);
  if (pairs.length === 0) return 'missing';
  if (pairs.some(([a, b]) => a === b)) return 'same';
  return pairs.some(([a, b]) => withinOneSlip(a, b) || a.slice(-localDigits) === b.slice(-localDigits))
    ? 'near'
    : 'different';
}

export function compareEmails(
  asked: readonly NormalTelecom[],
  held: readonly NormalTelecom[],
): Level<'email'> {
  const pairs = pairsOf('email', asked, held);
  if (pairs.length === 0) return 'missing';
  return pairs.some(([a, b]) => a === b) ? 'same' : 'different';
}

function pairsOf(
  kind: NormalTelecom['kind'],
  asked: readonly NormalTelecom[],
  held: readonly NormalTelecom[],
): [string, string][] {
  return asked.flatMap((a) =>
    a.kind !== kind
      ? []
      : held.flatMap((b) => (b.kind === kind ? [[a.value, b.value] as [string, string]] : [])),
  );
}
