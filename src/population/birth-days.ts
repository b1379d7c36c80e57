import { populationDay } from './dates.ts';
import type { Draws } from './random.ts';
import type { Shape } from './shape.ts';

const year_days = 365.2425;
const childAge_years_max = 26;

/** Birth days of the people of a household, in the order of its slots: parents before children, twins on one day. */
export function drawBirthDays(draws: Draws, { type, slots }: Shape): number[] {
  const childless = type === 'single' || type === 'couple' || type === 'other';
  const first = childless ? 19 + draws.next() ** 0.9 * 71 : 22 + (draws.next() + draws.next()) * 20;
  const ages: number[] = [];
  let child = 0;
  for (const [at, slot] of slots.entries()) {
    if (at === 0) ages.push(first);
    else if (slot.role === 'spouse') ages.push(Math.max(18.5, first + (draws.next() + draws.next() - 1) * 9));
    else if (slot.role === 'elder') ages.push(first + 20 + draws.next() * 17);
    else if (slot.role === 'adult') ages.push(Math.max(18.5, first + (draws.next() - 0.5) * 30));
    else if (slot.twin) ages.push(ages[at - 1]!);
    else {
      const younger = Math.min(childAge_years_max, Math.min(first, ages[1] ?? first) - 18);
      // The first child is the oldest one; the next ones come a year to five later.
      child =
        child === 0
          ? (1 - draws.next() ** 1.5) * Math.max(0.3, younger)
          : Math.max(draws.next() * 0.9, child - 1 - draws.next() * 4);
      ages.push(child);
    }
  }
  const days = ages.map((age) => Math.floor(populationDay - 1 - age * year_days));
  for (const [at, slot] of slots.entries()) if (slot.twin) days[at] = days[at - 1]!;
  return days;
}
