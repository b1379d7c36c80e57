/** Numbers: whose they are, and whether the query's own number is this person's, the family's, or somebody else's. */
import type { Candidate, HeldIdentifier } from '../candidate.ts';
import type { Level } from '../model.ts';
import type { MemberQuery, QueryIdentifier } from '../query.ts';
import { withinOneSlip } from './slip.ts';

const isOwnKind = (kind: string): boolean => kind === 'member' || kind === 'umb';
const isCardKind = (kind: string): boolean => isOwnKind(kind) || kind === 'subscriber';

/** Two namespaces contradict each other only when both are told. */
const sameNamespace = (a: { system: string }, b: { system: string }): boolean =>
  a.system === '' || b.system === '' || a.system === b.system;

const coreCharacters_min = 7;

/** The payer's letters before a number and zeros after them are left out by some systems: `KXA00123` is `123`. */
function isSameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [A, B] = [coreOf(a), coreOf(b)];
  if (A.core !== B.core || A.core.length < coreCharacters_min) return false;
  return A.prefix === B.prefix || A.prefix === '' || B.prefix === '';
}

function coreOf(value: string): { prefix: string; core: string } {
  const prefix = /^[A-Z]{1,4}(?=\d)/.exec(value)?.[0] ?? '';
  return { prefix, core: value.slice(prefix.length).replace(/^0+/, '') };
}

export const isSame = (asked: QueryIdentifier, held: HeldIdentifier): boolean =>
  sameNamespace(asked, held) && isSameNumber(asked.value, held.value);

/** The candidate holds this number as its own. */
export const holdsAsOwn = (candidate: Candidate, asked: QueryIdentifier): boolean =>
  candidate.identifiers.some((held) => isOwnKind(held.kind) && isSame(asked, held));

/** The query's card numbers, and the member's number that base and dependent make together. */
export function cardNumbersOf(query: MemberQuery): QueryIdentifier[] {
  const card = query.identifiers.filter((id) => isCardKind(id.kind));
  const { dependent } = query;
  if (dependent === undefined || card.some((id) => id.kind === 'member')) return card;
  return card.flatMap((id) =>
    id.kind === 'subscriber'
      ? [id, { ...id, kind: 'member' as const, value: id.value + dependent.padStart(2, '0') }]
      : [id],
  );
}

const order: readonly Level<'memberId'>[] = ['own', 'near', 'sibling', 'family', 'different', 'missing'];

/** `shared`: numbers of the query that several people hold as their own, so that they are nobody's. */
export function compareCard(
  asked: readonly QueryIdentifier[],
  candidate: Candidate,
  shared: ReadonlySet<QueryIdentifier>,
): Level<'memberId'> {
  let best: Level<'memberId'> = 'missing';
  for (const id of asked) {
    let level = compareNumber(id, candidate);
    if (level === 'own' && shared.has(id)) level = 'family';
    if (order.indexOf(level) < order.indexOf(best)) best = level;
  }
  return best;
}

const dependentDigits = 2;
const slipCharacters_min = 8;

function compareNumber(asked: QueryIdentifier, candidate: Candidate): Level<'memberId'> {
  let level: Level<'memberId'> = 'different';
  const better = (found: Level<'memberId'>) => {
    if (order.indexOf(found) < order.indexOf(level)) level = found;
  };
  for (const held of candidate.identifiers) {
    if (!isCardKind(held.kind) || !sameNamespace(asked, held)) continue;
    if (isSameNumber(asked.value, held.value)) {
      if (isOwnKind(held.kind)) return 'own';
      better('family');
    } else if (held.kind === 'subscriber' && isBaseOf(held.value, asked.value)) {
      // A whole number of this contract: of another one on it, unless an own number of this person says otherwise.
      better('sibling');
    } else if (isOwnKind(held.kind)) {
      if (isBaseOf(asked.value, held.value)) better('family');
      else if (withinOneSlip(asked.value, held.value) && asked.value.length >= slipCharacters_min)
        better(differsInDependent(asked.value, held.value) ? 'sibling' : 'near');
    }
  }
  return level;
}

const isBaseOf = (base: string, number: string): boolean =>
  base.length >= coreCharacters_min &&
  number.length === base.length + dependentDigits &&
  number.startsWith(base) &&
  /\d\d$/.test(number);

/** Brothers and sisters have numbers that differ at the end, by dependent or because they were enrolled on one day. */
const differsInDependent = (a: string, b: string): boolean =>
  a.length === b.length && a.slice(0, -dependentDigits) === b.slice(0, -dependentDigits);

/** `mbi` and `ssn4`: equal, one slip apart, or different. */
export function comparePersonal(
  kind: 'mbi' | 'ssn4',
  asked: readonly QueryIdentifier[],
  held: readonly HeldIdentifier[],
): Level<'ssn4'> {
  let level: Level<'ssn4'> = 'missing';
  for (const one of asked) {
    if (one.kind !== kind) continue;
    for (const other of held) {
      if (other.kind !== kind) continue;
      if (one.value === other.value) return 'same';
      if (withinOneSlip(one.value, other.value)) level = 'near';
      else if (level === 'missing') level = 'different';
    }
  }
  return level;
}
