import { phoneticOf } from '../../person/normal/phonetic.ts';
import { similarity, withinOneSlip } from './slip.ts';

/** Shorter names are other names when a letter differs: Jon and Jan, Li and Lu. */
const slipCharacters_min = 4;
const similarCharacters_min = 5;
const similarity_min = 0.92;
/** Sounding alike counts only for names that also look alike: Soundex alone joins Robert and Rupert. */
const soundSimilarity_min = 0.78;

/** What a scanner makes of letters: `rn` for `m`, `0` for `o`. Both sides are read the same way. */
const misread: readonly [RegExp, string][] = [
  [/rn|nn/g, 'm'],
  [/vv|uu/g, 'w'],
  [/cl/g, 'd'],
  [/0/g, 'o'],
  [/[1i|]/g, 'l'],
  [/5/g, 's'],
  [/8/g, 'b'],
  [/6/g, 'g'],
  [/2/g, 'z'],
  [/4/g, 'a'],
];
const asRead = (name: string): string =>
  misread.reduce((text, [letters, letter]) => text.replace(letters, letter), name);
const misreadable = /rn|nn|vv|uu|cl|[0-9]/;

/** Two spellings of one name: a slip of the hand, a reading error of a scanner, or one that sounds and looks alike. */
export function alike(a: string, b: string): boolean {
  const short = Math.min(a.length, b.length);
  if (short >= slipCharacters_min && withinOneSlip(a, b)) return true;
  if (short < slipCharacters_min - 1) return false;
  if ((misreadable.test(a) || misreadable.test(b)) && asRead(a) === asRead(b)) return true;
  if (short < slipCharacters_min) return false;
  const close = similarity(a, b);
  // First what costs least: most names do not even look alike.
  if (close < soundSimilarity_min) return false;
  if (a[0] !== b[0] && phoneticOf(a)[0] !== phoneticOf(b)[0]) return false;
  if (close >= similarity_min) return short >= similarCharacters_min;
  return phoneticOf(a) === phoneticOf(b);
}
