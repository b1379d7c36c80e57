// p2p 4.6 and O24: the date of service of each type. The window compares the last day of it.
import { daysOf } from '../fhir/date.ts';
import { isObject, type Json, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';

/** Days of service, `YYYY-MM-DD`; `end` is `infinity` while a thing goes on. Null: no date of service, always inside. */
export interface ServiceDays {
  start: string;
  end: string;
}

/** The date of service of a resource by the table below. Types that are not in it have none. */
export function serviceDays(resource: JsonObject): ServiceDays | null {
  return table[resource.resourceType as string]?.(resource) ?? null;
}

type Rule = (resource: JsonObject) => ServiceDays | null;

/**
 * Patient, Coverage, AllergyIntolerance, Device, Provenance and the payer-wide types are not here: they are states, not
 * services. What goes on by its own status has an open end, so that a lasting condition of 2009 is inside.
 */
const table: Record<string, Rule> = {
  Encounter: (r) =>
    ongoing(span(r, 'period'), r.status, ['planned', 'arrived', 'triaged', 'in-progress', 'onleave']),
  Procedure: (r) =>
    ongoing(span(r, 'performedDateTime', 'performedPeriod'), r.status, [
      'preparation',
      'in-progress',
      'on-hold',
    ]),
  Observation: (r) => span(r, 'effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'issued'),
  DiagnosticReport: (r) => span(r, 'effectiveDateTime', 'effectivePeriod', 'issued'),
  Immunization: (r) => span(r, 'occurrenceDateTime', 'recorded'),
  MedicationDispense: (r) => span(r, 'whenHandedOver', 'whenPrepared'),
  MedicationRequest: (r) => ongoing(span(r, 'authoredOn'), r.status, ['active', 'on-hold', 'draft']),
  ServiceRequest: (r) =>
    ongoing(span(r, 'occurrenceDateTime', 'occurrencePeriod', 'authoredOn'), r.status, [
      'active',
      'on-hold',
      'draft',
    ]),
  Specimen: (r) =>
    (isObject(r.collection) ? span(r.collection, 'collectedDateTime', 'collectedPeriod') : null) ??
    span(r, 'receivedTime'),
  DocumentReference: (r) => (isObject(r.context) ? span(r.context, 'period') : null) ?? span(r, 'date'),
  QuestionnaireResponse: (r) => span(r, 'authored'),
  CarePlan: (r) => ongoing(span(r, 'period', 'created'), r.status, ['draft', 'active', 'on-hold']),
  CareTeam: (r) => ongoing(span(r, 'period'), r.status, ['proposed', 'active', 'suspended']),
  Goal: goal,
  Condition: condition,
  ExplanationOfBenefit: claim,
};

/** Reached, dropped or refused goals end with that status; any other goes on. */
function goal(r: JsonObject): ServiceDays | null {
  const ended = ['completed', 'cancelled', 'rejected', 'entered-in-error'].includes(
    r.lifecycleStatus as string,
  );
  const start = days(r.startDate) ?? days(r.statusDate);
  if (!start) return null;
  return { start: start.first, end: ended ? (days(r.statusDate) ?? start).last : 'infinity' };
}

/** From onset (else recorded) to abatement; without one an active condition lasts, a resolved one ends when it was recorded. */
function condition(r: JsonObject): ServiceDays | null {
  const onset = span(r, 'onsetDateTime', 'onsetPeriod');
  const recorded = span(r, 'recordedDate');
  const abated = span(r, 'abatementDateTime', 'abatementPeriod');
  const start = onset?.start ?? recorded?.start ?? abated?.start;
  if (start === undefined) return null;
  if (abated) return { start, end: later(start, abated.end) };
  const status = objectsOf((r.clinicalStatus as JsonObject | undefined)?.coding).map((c) => c.code);
  const over = status.some((code) => ['inactive', 'remission', 'resolved'].includes(code as string));
  return { start, end: over ? later(onset?.end ?? start, recorded?.end ?? start) : 'infinity' };
}

/**
 * A claim's billable period and the service dates of all its lines together, as the search `service-date=ge…` would see them.
 * A billable period without an end is that of a finished service: it ends where it starts, not never.
 */
function claim(r: JsonObject): ServiceDays | null {
  const spans = [span(r, 'billablePeriod')];
  for (const lines of ['item', 'addItem'])
    for (const line of objectsOf(r[lines])) spans.push(span(line, 'servicedDate', 'servicedPeriod'));
  return spans.reduce<ServiceDays | null>((all, one) => {
    if (!one || !all) return one ?? all;
    return { start: [one.start, all.start].sort()[0]!, end: later(one.end, all.end) };
  }, null);
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** The span of the first of these elements that is there: a date, or a Period (open at one side: its other side). */
function span(owner: JsonObject, ...names: string[]): ServiceDays | null {
  for (const name of names) {
    const value = owner[name];
    if (isObject(value)) {
      const start = days(value.start);
      const end = days(value.end);
      const either = start ?? end;
      if (either) return { start: either.first, end: (end ?? either).last };
    } else {
      const day = days(value);
      if (day) return { start: day.first, end: day.last };
    }
  }
  return null;
}

const days = (value: Json | undefined) => daysOf(textOf(value) ?? '');

/** Open while the status says so, unless an end is stated (a plan whose period ended but was never closed is over). */
function ongoing(found: ServiceDays | null, status: Json | undefined, open: string[]): ServiceDays | null {
  if (!found || !open.includes(status as string)) return found;
  return found.end > found.start ? found : { start: found.start, end: 'infinity' };
}
