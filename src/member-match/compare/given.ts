/** How the given names of one name stand to those of another. */
import { relationOf } from '../../person/normal/nickname.ts';
import type { Level } from '../model.ts';
import { alike } from './alike.ts';
import { areBothGiven, areTwoNames, isSlip, type NameCounts } from './known-names.ts';
import { withinOneSlip } from './slip.ts';

export interface GivenLevels {
  given: Level<'given'>;
  middle: Level<'middle'>;
}

const noCounts: NameCounts = { all: new Map() };

/**
 * Whole given names: María Ana and María Beatriz agree in the first and conflict in the second. Both orders of the arguments
 * give the same.
 */
export function compareGiven(
  one: readonly string[],
  other: readonly string[],
  counts: NameCounts = noCounts,
): GivenLevels {
  const [a, b] = [one[0], other[0]];
  if (a === undefined || b === undefined) return { given: 'missing', middle: 'missing' };
  if (a === b) return { given: 'exact', middle: compareMiddle(one.slice(1), other.slice(1)) };
  const joined = compareJoined(one, other) ?? compareJoined(other, one);
  if (joined) return joined;
  const first = compareFirst(a, b, counts);
  const middle = first === 'conflict' ? asMiddle(one, other) : undefined;
  if (middle) return middle;
  return { given: first, middle: compareMiddle(one.slice(1), other.slice(1)) };
}

/** Maryann and Mary Ann: the first word of one is the first two of the other. */
function compareJoined(joined: readonly string[], parts: readonly string[]): GivenLevels | undefined {
  if (parts.length < 2 || parts[1]!.length < 2) return undefined;
  const whole = parts[0]! + parts[1]!;
  const given = joined[0] === whole ? 'exact' : undefined;
  return given && { given, middle: compareMiddle(joined.slice(1), parts.slice(2)) };
}

function compareFirst(a: string, b: string, counts: NameCounts): Level<'given'> {
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? 'initial' : 'conflict';
  if (isSlip(a, b, counts) || isSlip(b, a, counts)) return 'slip';
  const relation = relationOf(a, b);
  if (relation === 'spelling') return areTwoNames(a, b, counts) ? 'alike' : 'fuzzy';
  if (relation === 'none') return compareUnrelated(a, b, counts);
  // Dev begins Devan, and both are names: no table calls one a form of the other.
  if (relation === 'shortened' && areTwoNames(a, b, counts)) return 'alike';
  return relation === 'formal' || areBothGiven(a, b, counts) ? 'formal' : 'form';
}

function compareUnrelated(a: string, b: string, counts: NameCounts): Level<'given'> {
  const areTwo = areTwoNames(a, b, counts);
  if (alike(a, b)) return areTwo ? 'alike' : 'fuzzy';
  return isCut(a, b) && !areTwo && !areBothGiven(a, b, counts) ? 'initial' : 'conflict';
}

const cutCharacters_min = 3;

/** One system stores fewer letters than the other (Raú, Raúl): no more is known of the name than of an initial. */
const isCut = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= cutCharacters_min && (a.startsWith(b) || b.startsWith(a));

/** Somebody is called by the middle name: it stands first on one side, alone, before the first, or before its initial. */
function asMiddle(one: readonly string[], other: readonly string[]): GivenLevels | undefined {
  const forth = other.slice(1).some((word) => isName(word, one[0]!));
  const back = one.slice(1).some((word) => isName(word, other[0]!));
  if (forth || back) return { given: 'middle', middle: exchanged(forth, back, one, other) };
  return areCrossed(one, other) ? { given: 'crossed', middle: 'missing' } : undefined;
}

/** What the other two say when one first name is the other's middle name: Ann Marie and Marie Ann, Marie A. */
function exchanged(
  forth: boolean,
  back: boolean,
  one: readonly string[],
  other: readonly string[],
): Level<'middle'> {
  if (forth && back) return 'full';
  const [first, middle] = forth ? [other[0]!, one[1]] : [one[0]!, other[1]];
  if (middle === undefined) return 'missing';
  if (first.length > 1 && middle.length > 1) return 'conflict';
  return first[0] === middle[0] ? 'initial' : 'conflict';
}

/** Daniel S and Sergio D: each first name begins with the other's middle initial, and two whole names do not contradict. */
function areCrossed(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one[1], other[1]];
  if (a === undefined || b === undefined || (a.length > 1 && b.length > 1)) return false;
  return one[0]!.length > 1 && other[0]!.length > 1 && a[0] === other[0]![0] && b[0] === one[0]![0];
}

/** One is a short or familiar form of the other. */
const isFormOf = (a: string, b: string): boolean => ['form', 'shortened'].includes(relationOf(a, b));

const isName = (a: string, b: string): boolean => a.length > 1 && b.length > 1 && (a === b || isFormOf(a, b));

const middleSlipCharacters_min = 4;

function compareMiddle(one: readonly string[], other: readonly string[]): Level<'middle'> {
  if (one.length === 0 || other.length === 0) return 'missing';
  const pairs = one.flatMap((a) => other.map((b) => [a, b] as const));
  if (pairs.some(([a, b]) => isSameWord(a, b))) return 'full';
  const whole = one.join('');
  if (whole.length > 1 && whole === other.join('')) return 'full';
  return pairs.some(([a, b]) => (a.length === 1 || b.length === 1) && a[0] === b[0]) ? 'initial' : 'conflict';
}

const isSameWord = (a: string, b: string): boolean =>
  a.length > 1 &&
  b.length > 1 &&
  (a === b ||
    isFormOf(a, b) ||
    (Math.min(a.length, b.length) >= middleSlipCharacters_min && withinOneSlip(a, b)));
