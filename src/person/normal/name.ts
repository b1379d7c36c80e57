import { isFamilyPlaceholder, isGivenPlaceholder } from './placeholder.ts';
import { words } from './text.ts';

/** One name, normal. */
export interface NormalName {
  /** All words of the family name joined (`obriensmith`), '' for none. */
  family: string;
  familyWords: string[];
  /** Single words in their order: the first is the given name, the rest are middle names. */
  given: string[];
  /** A generation: `jr`, `sr`, `2`, `3`, `4`, or ''. */
  suffix: string;
  use: 'current' | 'former' | 'nickname';
}

/** A part of a name as one word of letters and digits: `O'Brien-Smith` and `obrien smith` are both `obriensmith`. */
export const normaliseNamePart = (text: string): string => words(text).join('');

const generations: Record<string, string> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  ii: '2',
  '2nd': '2',
  iii: '3',
  '3rd': '3',
  iv: '4',
  '4th': '4',
};
/** In a given name `Junior` and `Senior` are names. */
const generationsInGiven = new Set(['jr', 'sr', 'ii', 'iii', 'iv', '2nd', '3rd', '4th']);
const titles = new Set([
  'dr',
  'mr',
  'mrs',
  'ms',
  'miss',
  'mx',
  'rev',
  'prof',
  'hon',
  'fr',
  'capt',
  'sgt',
  'lt',
]);
const degrees = new Set(['md', 'dds', 'phd', 'rn', 'esq', 'cpa', 'dvm']);

/**
 * A HumanName in normal form. A generation is found in `suffix`, at the end of the family name (`Smith Jr`) and of the given
 * names; titles, degrees and placeholders (`Baby Girl`, `Unknown`) are dropped. Nicknames stay what they are. Undefined when
 * neither family nor given name is left.
 */
export function normaliseName(name: {
  family?: string | undefined;
  given?: readonly string[] | undefined;
  suffix?: readonly string[] | undefined;
  use?: string | undefined;
}): NormalName | undefined {
  const familyWords = words(name.family ?? '');
  const given = (name.given ?? []).flatMap(words);
  let suffix =
    (name.suffix ?? [])
      .flatMap(words)
      .map((w) => generations[w])
      .find((w) => w !== undefined) ?? '';
  while (familyWords.length > 1) {
    const last = familyWords.at(-1)!;
    if (generations[last] === undefined && !degrees.has(last)) break;
    familyWords.pop();
    if (suffix === '') suffix = generations[last] ?? '';
  }
  while (given.length > 1 && generationsInGiven.has(given.at(-1)!)) {
    const found = generations[given.pop()!]!;
    if (suffix === '') suffix = found;
  }
  while (given.length > 1 && titles.has(given[0]!)) given.shift();
  if (isFamilyPlaceholder(familyWords)) familyWords.length = 0;
  if (isGivenPlaceholder(given)) given.length = 0;
  if (familyWords.length === 0 && given.length === 0) return undefined;
  return { family: familyWords.join(''), familyWords, given, suffix, use: useOf(name.use) };
}

function useOf(use: string | undefined): NormalName['use'] {
  if (use === 'maiden' || use === 'old') return 'former';
  return use === 'nickname' ? 'nickname' : 'current';
}
