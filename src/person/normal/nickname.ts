import { nicknameGroups } from './nickname-groups.ts';

const spellings_max = 50_000;
const spellings = new Map<string, string>();
const formsOf = new Map<string, Set<string>>();
const formalsOf = new Map<string, Set<string>>();
for (const line of nicknameGroups.trim().split('\n')) {
  const [formal, ...forms] = line.split(' ').map(spellingOf);
  for (const form of forms) {
    if (form === formal) continue;
    add(formsOf, formal!, form);
    add(formalsOf, form, formal!);
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set.add(value));
}

/** Spellings of one familiar form: Abbie, Abbey, Abby and Abbi; Kristin and Cristin; Jon and John stay two, Kai and Kay, Marie and Mary too. */
function spellingOf(name: string): string {
  if (name === 'marie') return name;
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const plain = name
    .replace(/([^aeiou])\1+/g, '$1')
    .replace(/(?<=[^aeiou])(?:ie|ey|ye|i)$/, 'y')
    .replace(/ck/g, 'k')
    .replace(/ph/g, 'f')
    .replace(/^ch(?=r)|^c(?=[aour])/, 'k');
  if (spellings.size < spellings_max) spellings.set(name, plain);
  return plain;
}

const cache = new Map<string, readonly string[]>();

/** The other forms of a given name, sorted and in plain spelling (`Abbie` is `aby`): Robert for Bob, and Rob too. */
export function nicknamesOf(given: string): readonly string[] {
  const name = spellingOf(given);
  const known = cache.get(name);
  if (known) return known;
  if (!formsOf.has(name) && !formalsOf.has(name)) return none;
  const found = new Set<string>(formsOf.get(name));
  for (const formal of formalsOf.get(name) ?? []) {
    found.add(formal);
    for (const form of formsOf.get(formal)!) found.add(form);
  }
  found.delete(name);
  const sorted = [...found].sort();
  cache.set(name, sorted);
  return sorted;
}

const none: readonly string[] = [];

/**
 * How two different given names hang together. `form`: one is a short or familiar form of the other, or both are of a third.
 * `formal`: so, but both are formal names that parents give (Lucas and Lucius). `spelling`: one familiar form in two spellings.
 * `shortened`: no table knows it, but one is a piece of the other.
 */
export function relationOf(
  one: string,
  other: string,
): 'spelling' | 'form' | 'formal' | 'shortened' | 'none' {
  const [a, b] = [spellingOf(one), spellingOf(other)];
  if (a === b) return 'spelling';
  const areFormal = formsOf.has(a) && formsOf.has(b);
  if (isForm(a, b) || isForm(b, a)) return areFormal ? 'formal' : 'form';
  // Ann and Marie are both short for Annmarie and are no forms of each other.
  if (!areFormal && haveOneFormal(a, b)) return 'form';
  return isShortened(a, b) || isShortened(b, a) ? 'shortened' : 'none';
}

const isForm = (form: string, formal: string): boolean => formsOf.get(formal)?.has(form) ?? false;

function haveOneFormal(a: string, b: string): boolean {
  const formals = formalsOf.get(b);
  if (!formals) return false;
  for (const formal of formalsOf.get(a) ?? []) if (formals.has(formal)) return true;
  return false;
}

const stemCharacters_min = 3;
const endCharacters_min = 4;

/** Dav(y) for David, Torry for Victoria, Stal for Crystal: forms that no table needs to hold. */
function isShortened(short: string, long: string): boolean {
  if (long.length - short.length < 1) return false;
  const stem = short.endsWith('y') ? short.slice(0, -1) : short;
  if (long.length - stem.length < 2) return false;
  return (
    (stem.length >= stemCharacters_min && long.startsWith(stem)) ||
    (short.length >= endCharacters_min && (long.endsWith(short) || (stem !== short && long.includes(stem))))
  );
}
