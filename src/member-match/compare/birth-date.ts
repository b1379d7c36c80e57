import type { Level } from '../model.ts';

const order: readonly Level<'birthDate'>[] = ['exact', 'near', 'partial', 'parts', 'conflict'];

/**
 * The birth date that is told against those that the person's records hold. Records that contradict each other agree with the worst:
 * a wrong merge must not answer for two people.
 */
export function compareBirthDates(
  asked: { birthDate: string | undefined; partialBirthDate?: string },
  held: readonly (string | null)[],
): Level<'birthDate'> {
  let worst: Level<'birthDate'> = 'missing';
  for (const known of held) {
    if (known === null) continue;
    const level =
      asked.birthDate !== undefined
        ? compareDays(asked.birthDate, known)
        : asked.partialBirthDate === undefined
          ? 'missing'
          : known.startsWith(asked.partialBirthDate)
            ? 'partial'
            : 'conflict';
    if (level !== 'missing' && (worst === 'missing' || order.indexOf(level) > order.indexOf(worst)))
      worst = level;
  }
  return worst;
}

/** One slip is near: a digit, two digits exchanged, day and month exchanged, a day, month, year, decade or century off. */
export function compareDays(one: string, other: string): Level<'birthDate'> {
  if (one === other) return 'exact';
  const [y, m, d] = partsOf(one);
  const [Y, M, D] = partsOf(other);
  const equal = Number(y === Y) + Number(m === M) + Number(d === D);
  if (equal === 2) {
    if (y !== Y) return isSlip(y, Y) || [1, 10, 100].includes(Math.abs(+y - +Y)) ? 'near' : 'parts';
    const [a, b] = m !== M ? [m, M] : [d, D];
    return isSlip(a, b) || Math.abs(+a - +b) === 1 ? 'near' : 'parts';
  }
  if (y === Y && m === D && d === M) return 'near';
  return Math.abs(dayNumber(one) - dayNumber(other)) <= 1 ? 'near' : 'conflict';
}

const partsOf = (day: string): [string, string, string] => [
  day.slice(0, 4),
  day.slice(5, 7),
  day.slice(8, 10),
];

/** One digit differs, or two that stand side by side are exchanged. */
function isSlip(a: string, b: string): boolean {
  const different = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]));
  if (different.length === 1) return true;
  const [i, j] = different;
  return different.length === 2 && j === i! + 1 && a[i!] === b[j!] && a[j!] === b[i!];
}

const dayMilliseconds = 86_400_000;
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMilliseconds;
