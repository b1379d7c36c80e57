// p2p 6.3: what PDex, US Core 3.1.1 and US Core 6.1 search for of clinical records.
import { date, patient, type Row, reference, text, token } from './table.ts';

const code = (system: string) => ({ code: `http://hl7.org/fhir/${system}` });
const effective = 'effectiveDateTime effectivePeriod effectiveInstant';
const assertedDate =
  'extension?(@.url=="http://hl7.org/fhir/StructureDefinition/condition-assertedDate").valueDateTime';

/** Parameters by type, and the combinations that a guide names besides. */
export const clinical: Record<string, { rows: readonly Row[]; together: readonly string[] }> = {
  AllergyIntolerance: {
    rows: [patient('patient'), token('clinical-status', 'concept', 'clinicalStatus')],
    together: ['patient clinical-status'],
  },
  CarePlan: {
    rows: [
      patient('subject'),
      token('category', 'concept', 'category'),
      date('date', 'period'),
      token('status', code('request-status'), 'status'),
    ],
    together: [
      'patient category',
      'patient category date',
      'patient category status',
      'patient category status date',
    ],
  },
  CareTeam: {
    rows: [
      patient('subject'),
      token('status', code('care-team-status'), 'status'),
      token('role', 'concept', 'participant.role'),
      reference(
        'participant',
        'participant.member',
        'PractitionerRole Practitioner Patient RelatedPerson CareTeam Organization',
        'fhir',
      ),
    ],
    together: ['patient status', 'patient role'],
  },
  Condition: {
    rows: [
      patient('subject'),
      token('category', 'concept', 'category'),
      token('clinical-status', 'concept', 'clinicalStatus'),
      date('onset-date', 'onsetDateTime onsetPeriod'),
      date('asserted-date', assertedDate),
      date('recorded-date', 'recordedDate'),
      date('abatement-date', 'abatementDateTime abatementPeriod'),
      token('code', 'concept', 'code'),
      reference('encounter', 'encounter', 'Encounter'),
    ],
    together: [
      'patient category',
      'patient clinical-status',
      'patient onset-date',
      'patient recorded-date',
      'patient asserted-date',
      'patient abatement-date',
      'patient code',
      'patient category clinical-status',
      'patient category encounter',
    ],
  },
  Device: {
    rows: [
      patient('patient'),
      token('type', 'concept', 'type'),
      token('status', code('device-status'), 'status'),
    ],
    together: ['patient type', 'patient status'],
  },
  DiagnosticReport: {
    rows: [
      patient('subject'),
      token('status', code('diagnostic-report-status'), 'status'),
      token('category', 'concept', 'category'),
      token('code', 'concept', 'code'),
      date('date', effective, 'core', { service: { unless: ['effectivePeriod'] } }),
    ],
    together: [
      'patient category',
      'patient category date',
      'patient code',
      'patient status',
      'patient code date',
    ],
  },
  DocumentReference: {
    rows: [
      patient('subject'),
      token('status', code('document-reference-status'), 'status'),
      token('category', 'concept', 'category'),
      token('type', 'concept', 'type'),
      date('date', 'date'),
      date('period', 'context.period'),
    ],
    together: [
      'patient type',
      'patient category',
      'patient category date',
      'patient type period',
      'patient status',
    ],
  },
  Encounter: {
    rows: [
      patient('subject'),
      token('identifier', 'identifier', 'identifier'),
      token('class', 'coding', 'class'),
      date('date', 'period'),
      reference('location', 'location.location', 'Location'),
      token('status', code('encounter-status'), 'status'),
      token('type', 'concept', 'type'),
      token('discharge-disposition', 'concept', 'hospitalization.dischargeDisposition'),
    ],
    together: [
      'date patient',
      'class patient',
      'patient type',
      'patient status',
      'patient location',
      'patient discharge-disposition',
    ],
  },
  Goal: {
    rows: [
      patient('subject'),
      token('lifecycle-status', code('goal-status'), 'lifecycleStatus'),
      date('target-date', 'target.dueDate'),
      token('description', 'concept', 'description'),
    ],
    together: ['patient target-date', 'patient description', 'patient lifecycle-status'],
  },
  Immunization: {
    rows: [
      patient('patient'),
      token('status', code('event-status'), 'status'),
      date('date', 'occurrenceDateTime', 'core', { service: { unless: [] } }),
    ],
    together: ['patient date', 'patient status'],
  },
  MedicationDispense: {
    rows: [
      patient('subject'),
      token('status', { code: 'http://terminology.hl7.org/CodeSystem/medicationdispense-status' }, 'status'),
      token('type', 'concept', 'type'),
      reference(
        'medication',
        'medicationReference',
        'Medication',
        'http://hl7.org/fhir/SearchParameter/medications-medication',
      ),
    ],
    together: ['patient status', 'patient status type'],
  },
  MedicationRequest: {
    rows: [
      patient('subject'),
      token('status', code('CodeSystem/medicationrequest-status'), 'status'),
      token('intent', code('CodeSystem/medicationrequest-intent'), 'intent'),
      reference('encounter', 'encounter', 'Encounter'),
      date('authoredon', 'authoredOn'),
      reference(
        'medication',
        'medicationReference',
        'Medication',
        'http://hl7.org/fhir/SearchParameter/medications-medication',
      ),
    ],
    together: [
      'patient intent',
      'patient intent status',
      'patient intent encounter',
      'patient intent authoredon',
    ],
  },
  Observation: {
    rows: [
      patient('subject'),
      token('status', code('observation-status'), 'status'),
      token('category', 'concept', 'category'),
      token('code', 'concept', 'code'),
      date('date', effective, 'core', { service: { unless: ['effectivePeriod'] } }),
    ],
    together: [
      'patient category',
      'patient code',
      'patient category date',
      'patient category status',
      'patient code date',
    ],
  },
  Procedure: {
    rows: [
      patient('subject'),
      token('status', code('event-status'), 'status'),
      date('date', 'performedDateTime performedPeriod', 'core', { service: { unless: ['performedPeriod'] } }),
      token('code', 'concept', 'code'),
    ],
    together: ['patient date', 'patient status', 'patient code date'],
  },
  QuestionnaireResponse: {
    rows: [
      patient('subject'),
      token('status', code('questionnaire-answers-status'), 'status'),
      date('authored', 'authored'),
      (type) => ({ ...reference('questionnaire', 'questionnaire', 'Questionnaire')(type), type: 'uri' }),
    ],
    together: ['patient questionnaire', 'patient authored', 'patient status'],
  },
  RelatedPerson: {
    rows: [patient('patient'), text('name', 'name.family name.given name.prefix name.suffix name.text')],
    together: ['patient name'],
  },
  ServiceRequest: {
    rows: [
      patient('subject'),
      token('status', code('request-status'), 'status'),
      token('category', 'concept', 'category'),
      token('code', 'concept', 'code'),
      date('authored', 'authoredOn'),
    ],
    together: [
      'patient category',
      'patient code',
      'patient category authored',
      'patient status',
      'patient code authored',
    ],
  },
  Specimen: { rows: [patient('subject')], together: [] },
};
