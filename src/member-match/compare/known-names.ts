/** What is known of given names: which ones parents give, and which is a slip of another. */
import { isGivenName } from '../../person/normal/given-names.ts';
import { withinOneSlip } from './slip.ts';

/** How many persons of the index bear a given name. */
export interface NameCounts {
  all: ReadonlyMap<string, number>;
  /** Those of the age of the one who is asked for, where that tells more. */
  young?: ReadonlyMap<string, number> | undefined;
}

const absent = new WeakMap<ReadonlyMap<string, number>, number>();

/** How many persons a name may have that the counts leave out: fewer than the rarest that they hold. */
function absentOf(counts: ReadonlyMap<string, number>): number {
  const known = absent.get(counts);
  if (known !== undefined) return known;
  let least = 1;
  if (counts.size > 0) {
    least = Number.POSITIVE_INFINITY;
    for (const n of counts.values()) least = Math.min(least, n);
  }
  absent.set(counts, least - 1);
  return least - 1;
}

const slipShare_max = 0.001;
/** The record that holds the slip is counted itself. */
const slipPersons_max = 1;
const knownPersons_min = 3;

/**
 * A name that hardly anybody of the index bears and that parents do not give, one slip of the hand from one that many bear (Adrew, Andrew),
 * and no name that a sister might have (Graydon, Grayson; Mariah, Maria). The first letter is hardly ever mistaken.
 */
export function isSlip(slip: string, name: string, { all }: NameCounts): boolean {
  const known = all.get(name) ?? 0;
  return (
    known >= knownPersons_min &&
    (all.get(slip) ?? absentOf(all)) <= Math.max(slipPersons_max, slipShare_max * known) &&
    slip[0] === name[0] &&
    !isGivenName(slip) &&
    withinOneSlip(slip, name)
  );
}

/** Both are names that parents give, and neither is what a hand makes of the other: Jamie and Jasmine are sisters. */
export const areTwoNames = (a: string, b: string, counts: NameCounts): boolean =>
  isBorne(a, b, counts) && isBorne(b, a, counts);

/** Persons of the index bear the name, more than slips of the other one would make. */
const isBorne = (name: string, other: string, { all }: NameCounts): boolean =>
  isGivenName(name) ||
  (all.get(name) ?? 0) >= Math.max(knownPersons_min, slipShare_max * (all.get(other) ?? 0));

const ownNameShare_min = 0.35;
const ownNameShareOfYoung_min = 0.2;
const ownNamePersons_min = 5;
const ownNamePersonsOfYoung_min = 2;

/**
 * Both are names that parents give: the index shows it, for a nickname is written there rarely beside its formal name. Elias and Eli may be
 * brothers, Michael and Mike are not.
 */
export function areBothGiven(a: string, b: string, { all, young }: NameCounts): boolean {
  if (young && areFrequent(a, b, young, ownNameShareOfYoung_min, ownNamePersonsOfYoung_min)) return true;
  return areFrequent(a, b, all, ownNameShare_min, ownNamePersons_min);
}

function areFrequent(
  a: string,
  b: string,
  counts: ReadonlyMap<string, number>,
  share_min: number,
  persons_min: number,
): boolean {
  const [x, y] = [counts.get(a) ?? 0, counts.get(b) ?? 0];
  return Math.min(x, y) >= Math.max(persons_min, share_min * Math.max(x, y));
}
