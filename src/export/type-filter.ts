import { daysOf, isInstant } from '../fhir/date.ts';
import { Problem } from '../problem/problem.ts';
import type { DateTest, TypeFilter } from '../record/export-store.ts';
import { filterClauses_max } from './limits.ts';

/** The date searches that are supported, by type (p2p 4.6); `_lastUpdated` is for every type. */
const serviceDateSearch: ReadonlyMap<string, string> = new Map([
  ['Encounter', 'date'],
  ['Procedure', 'date'],
  ['Observation', 'date'],
  ['Immunization', 'date'],
  ['Condition', 'onset-date'],
  ['ExplanationOfBenefit', 'service-date'],
]);

const prefixes = new Set(['eq', 'ge', 'gt', 'le', 'lt']);

/**
 * The clauses of `_typeFilter`. Clauses of one type are alternatives, the parameters of one clause hold together (Bulk
 * Data). A clause whose `?`, `=` and `&` are still percent-encoded is decoded once. What is not supported is refused,
 * also when handling is lenient: an ignored filter would release what was not asked for (pdex-180d).
 *
 * @throws Problem `invalid`
 */
export function parseTypeFilters(values: readonly string[]): TypeFilter[] {
  const clauses = values.flatMap((value) => value.split(',')).filter((clause) => clause.trim() !== '');
  if (clauses.length > filterClauses_max)
    throw refused(`_typeFilter has more than ${filterClauses_max} clauses.`);
  const byType = new Map<string, DateTest[][]>();
  for (const clause of clauses) {
    const { type, tests } = parseClause(clause.trim());
    byType.set(type, [...(byType.get(type) ?? []), tests]);
  }
  return [...byType].map(([type, any]) => ({ type, any }));
}

function parseClause(text: string): { type: string; tests: DateTest[] } {
  const clause = text.includes('?') ? text : decoded(text);
  const at = clause.indexOf('?');
  const type = clause.slice(0, at);
  if (at < 1 || !/^[A-Z][A-Za-z]+$/.test(type))
    throw refused('A clause of _typeFilter must be a search like Encounter?date=ge2022-01-05.');
  const tests = clause
    .slice(at + 1)
    .split('&')
    .map((pair) => parseTest(type, decoded(pair)));
  return { type, tests };
}

function parseTest(type: string, pair: string): DateTest {
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  const on =
    name === '_lastUpdated'
      ? 'last-updated'
      : name !== '' && serviceDateSearch.get(type) === name
        ? 'service'
        : undefined;
  if (!on) {
    const known = serviceDateSearch.get(type);
    throw refused(
      `_typeFilter supports ${known ? `${known} and ` : ''}_lastUpdated for this type, and no other search parameter.`,
    );
  }
  const letters = /^[a-z]{2}/.exec(value)?.[0];
  const prefix = letters ?? 'eq';
  if (!prefixes.has(prefix)) throw refused('_typeFilter supports the date prefixes eq, ge, gt, le and lt.');
  const date = value.slice(letters ? 2 : 0);
  const days = daysOf(date);
  if (!days) throw refused('A date in _typeFilter is not a FHIR date.');
  if (on === 'last-updated') return { on, prefix: prefix as DateTest['prefix'], ...instantsOf(date, days) };
  if (date.includes('T')) throw refused('_typeFilter compares dates of service by day: give no time.');
  return { on, prefix: prefix as DateTest['prefix'], from: days.first, to: days.last };
}

/** The instants that a date means, the second excluded; days are days of UTC, as `meta.lastUpdated` is written. */
function instantsOf(date: string, days: { first: string; last: string }): { from: string; to: string } {
  if (isInstant(date)) {
    const from = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(date) ? date : `${date}Z`);
    const precision_ms = date.includes('.') ? 1 : 1000;
    return { from: iso(from), to: iso(from + precision_ms) };
  }
  const day_ms = 24 * 3600 * 1000;
  return { from: iso(Date.parse(days.first)), to: iso(Date.parse(days.last) + day_ms) };
}

const iso = (ms: number) => new Date(ms).toISOString();

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('_typeFilter is not well percent-encoded.');
  }
}

const refused = (text: string) => new Problem('invalid', text, { code: 'not-supported' });
