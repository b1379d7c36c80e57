// consent-and-sensitive-data 3.2: the days that a dated code rule is compared with
import { type Days, daysOf } from '../fhir/date.ts';
import { isObject, type Json, type JsonObject, objectsOf } from '../fhir/lossless.ts';

export type Period = Days;

/** Elements of all types that say when something was done; the more there are, the longer the period, the more rules overlap. */
const elements = [
  'billablePeriod',
  'period',
  'performedDateTime',
  'performedPeriod',
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'occurrenceDateTime',
  'occurrencePeriod',
  'onsetDateTime',
  'onsetPeriod',
  'recordedDate',
  'authoredOn',
  'authored',
  'whenHandedOver',
  'whenPrepared',
  'started',
  'date',
  'startDate',
];

/**
 * First and last day of service of a record: all its dates of service together. Undefined when it has none. A period that
 * goes on has no end: it overlaps all that comes.
 */
export function servicePeriod(resource: JsonObject): Period | undefined {
  let first: string | undefined;
  let last: string | undefined;
  const add = (value: Json | undefined) => {
    const days = spanOf(value);
    if (!days) return;
    if (first === undefined || days.first < first) first = days.first;
    if (last === undefined || days.last > last) last = days.last;
  };
  for (const element of elements) add(resource[element]);
  for (const lines of ['item', 'addItem'])
    for (const line of objectsOf(resource[lines])) {
      add(line.servicedDate);
      add(line.servicedPeriod);
    }
  for (const entry of objectsOf(resource.procedure)) add(entry.date);
  return first === undefined || last === undefined ? undefined : { first, last };
}

function spanOf(value: Json | undefined): Period | undefined {
  if (typeof value === 'string') return daysOf(value);
  if (!isObject(value)) return undefined;
  const start = typeof value.start === 'string' ? daysOf(value.start) : undefined;
  const end = typeof value.end === 'string' ? daysOf(value.end) : undefined;
  if (!start && !end) return undefined;
  return { first: start?.first ?? '0001-01-01', last: end?.last ?? '9999-12-31' };
}
