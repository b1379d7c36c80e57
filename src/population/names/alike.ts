import { withoutDiacritics } from '../errors/diacritics.ts';
import { formalNames, nicknames } from './nicknames.ts';

/** Whether two first names could be forms of one: no parents call two children Sara and Sarah, or Jon and Jonathan. */
export function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [fold(a), fold(b)];
  if (first.startsWith(second) || second.startsWith(first)) return true;
  if (first.endsWith(second) || second.endsWith(first)) return true;
  if (oneLetterApart(first, second) || within(a, b) || within(b, a)) return true;
  return (['female', 'male'] as const).some(
    (sex) => related(a, b, sex) || related(b, a, sex) || sharedForm(a, b, sex),
  );
}

const fold = (name: string): string =>
  withoutDiacritics(name)
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** Antonio beside Ángel Antonio; María Ana and María Beatriz are two names. */
const within = (a: string, b: string): boolean => {
  const words = b.split(' ').map(fold);
  return a.split(' ').every((word) => words.includes(fold(word)));
};

const related = (a: string, b: string, sex: 'female' | 'male'): boolean => nicknames(a, sex).includes(b);
const sharedForm = (a: string, b: string, sex: 'female' | 'male'): boolean =>
  formalNames(a, sex).some((formal) => formalNames(b, sex).includes(formal));

function oneLetterApart(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  const rest = long.slice(at + 1);
  return rest === short.slice(at) || rest === short.slice(at + 1);
}
