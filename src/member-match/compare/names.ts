/** All names that are told against all names that are known: maiden, former, usual and official. */
import type { NormalName } from '../../person/normal/name.ts';
import { type Fields, type Level, levels } from '../model.ts';
import { alike } from './alike.ts';
import { compareGiven } from './given.ts';
import type { NameCounts } from './known-names.ts';

type Names = Pick<Fields, 'given' | 'middle' | 'family' | 'suffix'>;

/** The best first, as the levels stand. */
const givenOrder: readonly Level<'given'>[] = levels.given;
const familyOrder: readonly Level<'family'>[] = levels.family;
/** What is missing says less against a pair of names than what conflicts. */
const middleOrder: readonly Level<'middle'>[] = ['full', 'initial', 'missing', 'conflict'];

export function compareNames(
  asked: readonly NormalName[],
  held: readonly NormalName[],
  counts: NameCounts,
): Names {
  let given: Level<'given'> = 'missing';
  let middle: Level<'middle'> = 'missing';
  let family: Level<'family'> = 'missing';
  let isSwapped = false;
  for (const one of asked) {
    for (const other of held) {
      const pair = compareGiven(one.given, other.given, counts);
      const better = givenOrder.indexOf(pair.given) - givenOrder.indexOf(given);
      if (better < 0) {
        given = pair.given;
        middle = pair.middle;
      } else if (better === 0 && middleOrder.indexOf(pair.middle) < middleOrder.indexOf(middle)) {
        middle = pair.middle;
      }
      const level = compareFamily(one, other);
      if (familyOrder.indexOf(level) < familyOrder.indexOf(family)) family = level;
      isSwapped ||= areSwapped(one, other);
    }
  }
  const suffix = compareSuffix(asked, held);
  if (isSwapped && (given === 'conflict' || family === 'conflict'))
    return { given: 'swapped', middle: 'missing', family: 'swapped', suffix };
  return { given, middle, family, suffix };
}

/** `de la Cruz` and `Cruz` are one name. */
const particles = new Set(
  'de la las los del di da do dos van von der den ter le du el al bin ibn mac san santa st'.split(' '),
);
const cutCharacters_min = 6;

export function compareFamily(one: NormalName, other: NormalName): Level<'family'> {
  const [a, b] = [one.family, other.family];
  if (a === '' || b === '') return 'missing';
  if (a === b) return 'exact';
  const [aWords, bWords] = [significant(one), significant(other)];
  if (aWords.length === bWords.length && [...aWords].sort().join() === [...bWords].sort().join())
    return 'exact';
  if (aWords.some((word) => word.length > 1 && bWords.includes(word))) return 'part';
  // `RohdeRawlinson` holds Rawlinson; a cut-off name is the beginning of the whole one.
  if (holdsName(a, bWords) || holdsName(b, aWords)) return 'part';
  if (alike(a, b)) return 'fuzzy';
  return aWords.some((word) =>
    bWords.some((known) => (aWords.length > 1 || bWords.length > 1) && alike(word, known)),
  )
    ? 'fuzzy'
    : 'conflict';
}

const significant = (name: NormalName): string[] => {
  const found = name.familyWords.filter((word) => !particles.has(word));
  return found.length > 0 ? found : name.familyWords;
};

function holdsName(joined: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (word) => word.length >= cutCharacters_min && (joined.startsWith(word) || joined.endsWith(word)),
  );
}

const swapCharacters_min = 2;

/** Family and given name are in each other's place. */
function areSwapped(one: NormalName, other: NormalName): boolean {
  const first = one.given[0] ?? '';
  const known = other.given[0] ?? '';
  if (first.length < swapCharacters_min || known.length < swapCharacters_min || first === known) return false;
  return isWrittenAs(one.given, other.family) && isWrittenAs(other.given, one.family);
}

/** The first given names make a family name: `María José`, `Rebollar Pacheco`. */
function isWrittenAs(given: readonly string[], family: string): boolean {
  let joined = '';
  for (const word of given) {
    joined += word;
    if (joined === family) return true;
  }
  return alike(given[0]!, family);
}

/** Jr and II are used for each other. */
const generation = (suffix: string): string => (suffix === 'jr' ? '2' : suffix);

function compareSuffix(asked: readonly NormalName[], held: readonly NormalName[]): Level<'suffix'> {
  const wanted = suffixesOf(asked);
  const known = suffixesOf(held);
  if (wanted.length === 0 && known.length === 0) return 'missing';
  if (wanted.length === 0 || known.length === 0) return 'one-sided';
  return wanted.some((suffix) => known.includes(suffix)) ? 'agrees' : 'conflict';
}

const suffixesOf = (names: readonly NormalName[]): string[] =>
  names.flatMap((name) => (name.suffix === '' ? [] : [generation(name.suffix)]));
