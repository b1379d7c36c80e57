import { dateOf, dayOf, isDate, populationDay, written } from '../dates.ts';
import type { Draws } from '../random.ts';

/** Ways in which a birth date goes wrong. */
export type DateError = 'swap' | 'day1' | 'month1' | 'year1' | 'year10' | 'digit' | 'tdigit' | 'century';

/** The birth date with this error, or `undefined` where it does not apply or makes no day of the calendar. */
export function wrongDate(draws: Draws, date: string, error: DateError): string | undefined {
  const changed = change(draws, date, error);
  if (changed === date || !isDate(changed)) return undefined;
  return dayOf(changed) < populationDay && changed >= '1900' ? changed : undefined;
}

function change(draws: Draws, date: string, error: DateError): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const sign = draws.chance(0.5) ? 1 : -1;
  switch (error) {
    case 'swap':
      return written(year, day, month);
    case 'day1':
      return dateOf(dayOf(date) + sign);
    case 'month1':
      return written(year, month + sign, day);
    case 'year1':
      return written(year + sign, month, day);
    case 'year10':
      return written(year + sign * 10, month, day);
    case 'century':
      return written(year - 100, month, day);
    case 'digit': {
      const at = draws.pick([2, 3, 6, 8, 9]);
      return date.slice(0, at) + draws.below(10) + date.slice(at + 1);
    }
    case 'tdigit': {
      const at = draws.pick([2, 5, 8]);
      return date.slice(0, at) + date[at + 1] + date[at] + date.slice(at + 2);
    }
  }
}

export const dateErrors: readonly DateError[] = [
  'swap',
  'day1',
  'month1',
  'year1',
  'year10',
  'digit',
  'tdigit',
];

/** Any of the usual errors that applies to this date. */
export function anyWrongDate(draws: Draws, date: string): { date: string; error: DateError } | undefined {
  const tries_max = 12;
  for (let tries = 0; tries < tries_max; tries++) {
    const error = draws.pick(dateErrors);
    const changed = wrongDate(draws, date, error);
    if (changed) return { date: changed, error };
  }
  return undefined;
}
