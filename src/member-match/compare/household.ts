/**
 * A telephone or a mailbox belongs to a household: what the query tells may be the parent's while the child is asked for. Contacts that
 * agree with one candidate are known in the family of every other candidate of the same house or contract.
 */
import type { Candidate } from '../candidate.ts';
import type { Fields } from '../model.ts';

/** Marks, in `fields`, contacts that are those of a relative among the candidates. */
export function shareContacts(candidates: readonly Candidate[], fields: readonly Fields[]): void {
  for (const contact of ['phone', 'email'] as const) {
    const holders = candidates.filter((_, i) => fields[i]![contact] === 'same');
    if (holders.length === 0) continue;
    candidates.forEach((candidate, i) => {
      const own = fields[i]![contact];
      if (own !== 'same' && holders.some((holder) => isHousehold(candidate, holder)))
        fields[i]![contact] = 'family';
    });
  }
}

/** One contract, or one house. */
export function isHousehold(one: Candidate, other: Candidate): boolean {
  const contract = one.identifiers.some(
    (a) =>
      a.kind === 'subscriber' &&
      other.identifiers.some((b) => b.kind === 'subscriber' && a.value === b.value && a.system === b.system),
  );
  if (contract) return true;
  return one.records.some((a) =>
    other.records.some((b) =>
      a.addresses.some(
        (x) => x.number !== '' && b.addresses.some((y) => x.line === y.line && x.postal === y.postal),
      ),
    ),
  );
}

/** Two people of one household and birth date. */
export function areTwins(one: Candidate, other: Candidate): boolean {
  const [a, b] = [one.records[0]?.birthDate, other.records[0]?.birthDate];
  return one !== other && a !== null && a === b && isHousehold(one, other);
}
