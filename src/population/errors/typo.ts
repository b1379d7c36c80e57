import type { Draws } from '../random.ts';

/** Slips of fingers and ears: one letter wrong. A name of one or two letters stays as it is. */
const neighbours: Record<string, string> = {
  a: 'qsz',
  b: 'vgn',
  c: 'xdv',
  d: 'sefc',
  e: 'wrd',
  f: 'drgv',
  g: 'fthb',
  h: 'gyjn',
  i: 'uok',
  j: 'hukm',
  k: 'jil',
  l: 'kop',
  m: 'njk',
  n: 'bhm',
  o: 'ipl',
  p: 'ol',
  q: 'wa',
  r: 'etf',
  s: 'adwx',
  t: 'ryg',
  u: 'yij',
  v: 'cfb',
  w: 'qes',
  x: 'zsc',
  y: 'tuh',
  z: 'xa',
};

/** The word with one letter left out, doubled, exchanged with its neighbour in the word, or hit beside the key. */
export function typo(draws: Draws, word: string): string {
  const tries_max = 8;
  for (let tries = 0; tries < tries_max && word.length >= 3; tries++) {
    const at = 1 + draws.below(word.length - 1);
    const letter = word[at]!;
    const key = neighbours[letter.toLowerCase()];
    if (!key) continue;
    const before = word.slice(0, at);
    const after = word.slice(at + 1);
    const hit = sameCase(draws.pick([...key]), letter);
    const changed = draws.pick([
      before + after,
      before + letter + letter.toLowerCase() + after,
      before + (after ? after[0]! + letter + after.slice(1) : letter),
      before + hit + after,
    ]);
    if (changed !== word) return changed;
  }
  return word;
}

const sameCase = (letter: string, like: string): string =>
  like === like.toUpperCase() ? letter.toUpperCase() : letter;

const sounds: readonly (readonly [RegExp, string])[] = [
  [/ph/i, 'f'],
  [/ck/i, 'k'],
  [/c(?=[aou])/i, 'k'],
  [/k(?=[aeiou])/i, 'c'],
  [/(?<=[a-z])ie\b/i, 'y'],
  [/(?<=[a-z])y\b/i, 'ie'],
  [/ee/i, 'ea'],
  [/ei/i, 'ie'],
  [/ai/i, 'ay'],
  [/(?<=[a-z])z/i, 's'],
  [/(?<=[aeiou])s(?=[aeiou])/i, 'z'],
  [/ll/i, 'l'],
  [/nn/i, 'n'],
  [/tt/i, 't'],
  [/ss/i, 's'],
  [/(?<=[aeiou])l(?=[aeiou])/i, 'll'],
  [/(?<=[aeiou])n(?=[aeiou])/i, 'nn'],
  [/sch(?=[a-z])/i, 'sh'],
  [/mann\b/i, 'man'],
  [/sen\b/i, 'son'],
  [/son\b/i, 'sen'],
  [/er\b/i, 'or'],
  [/x/i, 'ks'],
  [/th/i, 't'],
  [/h(?=[aeiou])/i, ''],
];

/** The word as somebody writes it who heard it; unchanged where nothing sounds alike. */
export function soundAlike(draws: Draws, word: string): string {
  const possible = sounds.filter(([sound]) => sound.test(word));
  if (possible.length === 0) return word;
  const [sound, letters] = draws.pick(possible);
  const written = word.replace(sound, letters);
  return written.length < 2 ? word : written[0]!.toUpperCase() + written.slice(1);
}

const looks: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['m', 'rn'],
  ['l', '1'],
  ['o', '0'],
  ['i', 'l'],
  ['e', 'c'],
  ['s', '5'],
  ['b', '6'],
  ['cl', 'd'],
  ['d', 'cl'],
  ['h', 'b'],
  ['n', 'ri'],
  ['vv', 'w'],
  ['w', 'vv'],
];

/** The word as a scanner reads it; the first letter is usually read right. */
export function scanned(draws: Draws, word: string): string {
  const possible = looks.filter(([letters]) => word.indexOf(letters, 1) > 0);
  if (possible.length === 0) return word;
  const [letters, read] = draws.pick(possible);
  const at = word.indexOf(letters, 1);
  return word.slice(0, at) + read + word.slice(at + letters.length);
}
