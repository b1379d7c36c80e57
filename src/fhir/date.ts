/**
 * FHIR dates as text. They are never turned into a `Date`: a date of service is the calendar day that the provider
 * wrote, in the provider's zone, and partial dates (`2019`, `2019-04`) stay partial.
 */

/** First and last calendar day (`YYYY-MM-DD`) that a FHIR date or dateTime may mean. */
export interface Days {
  first: string;
  last: string;
}

const shape =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00))?)?)?$/;

/**
 * The days that a FHIR `date`, `dateTime` or `instant` covers: one day, or the whole month or year of a partial date.
 * Undefined for text that is no such date, a day that no calendar has (2023-02-30) or a time that no clock shows.
 */
export function daysOf(text: string): Days | undefined {
  const parts = shape.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  if (year === '0000') return undefined;
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  if (month < '01' || month > '12') return undefined;
  const lastDay = daysInMonth(Number(year), Number(month));
  if (day === undefined) return { first: `${year}-${month}-01`, last: `${year}-${month}-${lastDay}` };
  if (day < '01' || Number(day) > lastDay) return undefined;
  // R4 allows a leap second: 23:59:60.
  if (hour !== undefined && (hour > '23' || minute! > '59' || second! > '60')) return undefined;
  const whole = `${year}-${month}-${day}`;
  return { first: whole, last: whole };
}

/** Whether the text is an `instant`: a day, a time and a zone. */
export const isInstant = (text: string): boolean => text.includes('T') && daysOf(text) !== undefined;

/**
 * Whether a period's end lies before its start. Partial dates mean their whole span, so `2019` may end what began in
 * `2019-04`; two instants are compared as instants, whatever their zones.
 */
export function endsBeforeItStarts(start: string, end: string): boolean {
  if (start.includes('T') && end.includes('T')) return Date.parse(end) < Date.parse(start);
  const from = daysOf(start);
  const to = daysOf(end);
  return from !== undefined && to !== undefined && to.last < from.first;
}

/** The day `count` months before (negative) or after `day`; the last day of the month where the day does not exist. */
export function addMonths(day: string, count: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  const date = Math.min(Number(day.slice(8, 10)), daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

const two = (value: number) => String(value).padStart(2, '0');

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
