import { addMonths } from '../fhir/date.ts';

/** Why a record does not leave. The first five are decided when data is loaded, the rest when an export asks. */
export type WithheldReason =
  | 'type-not-in-payload' // not one of the types of the PDex retrieval table (pdex-210)
  | 'prior-authorization-drug' // 42 CFR 422.121(b), pdex-395: drugs are out
  | 'prior-authorization-denied' // 42 CFR 422.121(b): denied ones are out
  | 'prior-authorization-undecided-code' // a review code that we cannot read: might be a denial
  | 'document-not-fetchable' // neither inline nor at an absolute address (Bulk Data 2.0, attachments)
  | 'service-date-window'
  | 'prior-authorization-aged-out'
  | 'prior-authorization-document'
  | 'provenance-target'
  | 'consent';

/** Years of history by date of service that a response holds (42 CFR 422.121(b), pdex-130). */
const windowYears = 5;
/** Months after its last change of status that an authorization is still reported (pdex-131). */
const authorizationMonths = 12;

/** The first date of service inside the window of a request made on `asOf` (`YYYY-MM-DD`). */
export const windowFrom = (asOf: string): string => addMonths(asOf, -12 * windowYears);

/** The first change of status that brings an authorization no longer in effect into a response of `asOf`. */
export const paFrom = (asOf: string): string => addMonths(asOf, -authorizationMonths);

/**
 * How far a prior authorization reaches, on the scale of dates of service: it leaves on `asOf` exactly when this day is
 * not before `windowFrom(asOf)`. What it refers to must leave as long as it does itself.
 */
export function authorizationReach(changed: string, until: string | null): string {
  if (until === 'infinity') return until;
  const reported = addMonths(changed, authorizationMonths);
  return addMonths(until !== null && until > reported ? until : reported, -12 * windowYears);
}

/**
 * The types that leave: the PDex retrieval table (pdex-210) with the US Core types. Everything else stays, Claim and
 * Invoice with their amounts, Consent and AuditEvent among it.
 */
export const payloadTypes: ReadonlySet<string> = new Set([
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Coverage',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'ExplanationOfBenefit',
  'Goal',
  'Immunization',
  'Location',
  'Medication',
  'MedicationDispense',
  'MedicationRequest',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
  'Specimen',
]);

/**
 * Whether a record of type `from` may refer to one of type `to` in what leaves. An ExplanationOfBenefit leaves or stays by
 * rules of its own (window, drugs, denials) that no other record's date can bend, so only Provenance names one: an
 * export lets a Provenance go only with everything that it speaks of.
 */
export const mayReferTo = (from: string, to: string): boolean =>
  payloadTypes.has(to) && (to !== 'ExplanationOfBenefit' || from === 'Provenance');
