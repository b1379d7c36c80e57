// consent-and-sensitive-data 3.4, 3.5: what happens to a reference whose target stays. A required element cannot be cut, so its
// record stays too; in the middle there are parts of a record that can go as a whole.

/**
 * References that R4, US Core 3.1.1 to 7.0, CARIN or PDex require, by type. Required by one of the versions is required: the
 * partner may judge by any of them.
 */
const required: Record<string, readonly string[]> = {
  AllergyIntolerance: ['patient'],
  CarePlan: ['subject'],
  CareTeam: ['subject'],
  Claim: [
    'patient',
    'provider',
    'insurer',
    'insurance.coverage',
    'careTeam.provider',
    'diagnosis.diagnosisReference',
    'procedure.procedureReference',
  ],
  Condition: ['subject'],
  Consent: ['patient'],
  Coverage: ['beneficiary', 'payor'],
  DiagnosticReport: ['subject'],
  DocumentReference: ['subject'],
  Encounter: ['subject'],
  ExplanationOfBenefit: [
    'patient',
    'provider',
    'insurer',
    'insurance.coverage',
    'careTeam.provider',
    'diagnosis.diagnosisReference',
    'procedure.procedureReference',
  ],
  Goal: ['subject'],
  ImagingStudy: ['subject'],
  Immunization: ['patient'],
  MedicationAdministration: ['subject', 'medicationReference'],
  MedicationDispense: ['subject', 'medicationReference'],
  MedicationRequest: ['subject', 'medicationReference', 'requester'],
  MedicationStatement: ['subject', 'medicationReference'],
  Observation: ['subject'],
  PractitionerRole: ['practitioner', 'organization'],
  Procedure: ['subject'],
  QuestionnaireResponse: ['subject'],
  RelatedPerson: ['patient'],
  ServiceRequest: ['subject'],
  Specimen: ['subject'],
};

/** `Type.element` → the part that goes with the reference, and whether one such part must be left. */
const parts: Record<string, { part: string; oneStays: boolean }> = {
  'CareTeam.participant.member': { part: 'participant', oneStays: true },
  'Provenance.target': { part: 'target', oneStays: true },
  'Provenance.agent.who': { part: 'agent', oneStays: true },
  'Encounter.diagnosis.condition': { part: 'diagnosis', oneStays: false },
  'Encounter.location.location': { part: 'location', oneStays: false },
  'DiagnosticReport.media.link': { part: 'media', oneStays: false },
  'CarePlan.activity.reference': { part: 'activity', oneStays: false },
  'DocumentReference.relatesTo.target': { part: 'relatesTo', oneStays: false },
  'List.entry.item': { part: 'entry', oneStays: false },
};

export type Cut =
  | { do: 'withhold' }
  /** The Reference goes; `part`: with the entry of this list that holds it. */
  | { do: 'drop'; part?: string; oneStays?: boolean };

/** What to do with the record of `type` when the target of its `element` does not leave. */
export function cutFor(type: string, element: string): Cut {
  if (required[type]?.includes(element)) return { do: 'withhold' };
  const found = parts[`${type}.${element}`];
  return found ? { do: 'drop', part: found.part, oneStays: found.oneStays } : { do: 'drop' };
}
