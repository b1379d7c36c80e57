import { daysOf } from '../fhir/date.ts';
import { isId, parseReference } from '../fhir/reference.ts';
import { type DatePrefix, type DateValue, lowerAscii, type TokenValue } from '../record/condition.ts';

/** The values of a parameter: parted by commas that are not escaped, escapes left in. */
export const valuesOf = (text: string): string[] => splitAt(text, ',');

function splitAt(text: string, separator: string): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) parts[parts.length - 1] += text[i]! + text[++i]!;
    else if (text[i] === separator) parts.push('');
    else parts[parts.length - 1] += text[i]!;
  }
  return parts;
}

/** Without the escapes of R4 search (`\,` `\|` `\$` `\\`); any other backslash is itself. */
export const unescaped = (text: string): string => text.replace(/\\([,|$\\])/g, '$1');

/** `code`, `system|code`, `|code`, `system|`; undefined for what names neither. */
export function tokenOf(text: string): TokenValue | undefined {
  const parts = splitAt(text, '|').map(unescaped);
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return first === '' ? undefined : { code: lowerAscii(first) };
  const code = rest.join('|');
  if (first === '') return code === '' ? undefined : { system: null, code: lowerAscii(code) };
  return code === '' ? { system: first } : { system: first, code: lowerAscii(code) };
}

const prefixes: ReadonlySet<string> = new Set<DatePrefix>([
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'sa',
  'eb',
  'ap',
]);

/**
 * A date search value. Without a time it means calendar days, as providers write them; with one it means instants, UTC
 * where it names no zone. Instants always, where the element has a time always (`_lastUpdated`).
 * @param now `ap` reaches a tenth of the way from the value to it
 */
export function dateOf(text: string, now: Date, instants: boolean): DateValue | undefined {
  const letters = /^[a-z]{2}/.exec(text)?.[0];
  const prefix = (letters ?? 'eq') as DatePrefix;
  const span = spanOf(text.slice(letters ? 2 : 0));
  if (!prefixes.has(prefix) || !span) return undefined;
  const slack = prefix === 'ap' ? Math.floor(Math.abs(now.getTime() - span.from) / 10) : 0;
  const [from, to] = [iso(span.from - slack), iso(span.to + slack)];
  if (span.timed || instants) return { prefix, by: 'instant', from, to };
  return { prefix, by: 'day', from: from.slice(0, 10), to: iso(span.to + slack - 1).slice(0, 10) };
}

const day_ms = 24 * 3600 * 1000;

/** The span in milliseconds of UTC, the second excluded. */
function spanOf(text: string): { from: number; to: number; timed: boolean } | undefined {
  const [, date = '', time, minutes, seconds, fraction, zone = 'Z'] =
    /^(\d{4}(?:-\d\d){0,2})(T(\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[ +-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  // A `+` that was not percent-encoded arrives as a blank.
  const whole =
    time === undefined
      ? date
      : `${date}T${minutes}:${seconds ?? '00'}${fraction ?? ''}${zone.replace(' ', '+')}`;
  const days = daysOf(whole);
  if (!days) return undefined;
  if (time === undefined)
    return { from: Date.parse(days.first), to: Date.parse(days.last) + day_ms, timed: false };
  // A leap second is the one after the last: `Date` knows none.
  const leap = seconds === '60';
  const from = Date.parse(leap ? whole.replace(':60', ':59') : whole) + (leap ? 1000 : 0);
  return {
    from,
    to: from + (seconds === undefined ? 60_000 : fraction === undefined ? 1000 : 1),
    timed: true,
  };
}

const first_ms = Date.parse('0001-01-01T00:00:00Z');
const last_ms = Date.parse('9999-12-31T23:59:59.999Z');
/** Within the years that a date of FHIR can have. */
const iso = (ms: number): string => new Date(Math.min(Math.max(ms, first_ms), last_ms)).toISOString();

/**
 * The references that a value may mean: `Type/id`, an id of one of the types, an absolute URL. Undefined for what is none.
 * @param only the type that a modifier names
 */
export function referencesOf(
  text: string,
  targets: readonly string[],
  base: string,
  only?: string,
): string[] | undefined {
  const value = unescaped(text);
  if (isId(value)) {
    if (only) return [`${only}/${value}`];
    return targets.includes('*') ? undefined : targets.map((type) => `${type}/${value}`);
  }
  const parsed = parseReference(value, base);
  if (parsed.kind === 'local') return only && only !== parsed.type ? [] : [`${parsed.type}/${parsed.id}`];
  return parsed.kind === 'absolute' || parsed.kind === 'urn' ? [value] : undefined;
}
