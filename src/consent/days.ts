/**
 * The days of a consent. FHIR dates are whole days, inclusive; they say nothing of a zone. Where the payers have agreed on
 * none, a consent starts when its first day has begun everywhere in the States and ends when its last day has ended in the
 * first of them.
 */
export interface Zones {
  start: string;
  end: string;
}

export const cautiousZones: Zones = { start: 'Pacific/Honolulu', end: 'America/New_York' };

/** Both ends in one zone, for a payer that has agreed on it with its partners. */
export const oneZone = (timeZone: string): Zones => ({ start: timeZone, end: timeZone });

/** The calendar day (`YYYY-MM-DD`) of an instant in a zone. Many members are asked about at one instant: the last answer is kept. */
export function dayIn(timeZone: string, instant: Date): string {
  const ms = instant.getTime();
  let known = calendars.get(timeZone);
  if (!known) {
    known = { format: calendarOf(timeZone), ms: Number.NaN, day: '' };
    calendars.set(timeZone, known);
  }
  if (known.ms !== ms) {
    known.day = known.format.format(instant);
    known.ms = ms;
  }
  return known.day;
}
const calendars = new Map<string, { format: Intl.DateTimeFormat; ms: number; day: string }>();

const calendarOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

const hour_ms = 3_600_000;
const minute_ms = 60_000;

/** Ends of days that are remembered: the consents of a cohort end on a few days, and each is found by halving a span. */
const ends_max = 4_096;
const ends = new Map<string, number>();

/** The first instant of `day` in a zone. */
export const startOfDay = (timeZone: string, day: string): Date =>
  endOfDay(timeZone, new Date(Date.parse(`${day}T00:00:00Z`) - 24 * hour_ms).toISOString().slice(0, 10));

/** The first instant after `day` in a zone. */
export function endOfDay(timeZone: string, day: string): Date {
  const key = `${timeZone} ${day}`;
  let end = ends.get(key);
  if (end === undefined) {
    if (ends.size >= ends_max) ends.clear();
    end = findEnd(timeZone, day);
    ends.set(key, end);
  }
  return new Date(end);
}

function findEnd(timeZone: string, day: string): number {
  // Zones lie within 14 hours of UTC, and a day is over within 25 hours of its start: the border is in this span.
  let before = Date.parse(`${day}T00:00:00Z`) - 15 * hour_ms;
  let after = before + 55 * hour_ms;
  while (after - before > minute_ms) {
    const middle = before + Math.floor((after - before) / (2 * minute_ms)) * minute_ms;
    if (dayIn(timeZone, new Date(middle)) <= day) before = middle;
    else after = middle;
  }
  return after;
}
