// p2p 6.3, 6.5: what PDex and US Core search for of members, claims and those who provide care.
import { carinParameter, date, patient, pdexParameter, type Row, reference, text, token } from './table.ts';

const humanName = 'name.family name.given name.prefix name.suffix name.text';
const address = (path: string) =>
  ['line', 'city', 'district', 'state', 'postalCode', 'country', 'text']
    .map((part) => `${path}.${part}`)
    .join(' ');
const eob = `${pdexParameter}explanationofbenefit-` as const;

export const payer: Record<string, { rows: readonly Row[]; together: readonly string[] }> = {
  Coverage: {
    rows: [
      patient('beneficiary'),
      token('identifier', 'identifier', 'identifier', 'fhir'),
      token('status', { code: 'http://hl7.org/fhir/fm-status' }, 'status', 'fhir'),
      reference('payor', 'payor', 'Organization Patient RelatedPerson', 'fhir'),
    ],
    together: [],
  },
  ExplanationOfBenefit: {
    rows: [
      patient('patient', `${eob}patient`),
      token('identifier', 'identifier', 'identifier', `${eob}identifier`),
      token('type', 'concept', 'type', `${eob}type`),
      date('service-date', 'billablePeriod item.servicedDate item.servicedPeriod', `${eob}service-date`, {
        service: { unless: [] },
        closed: true,
      }),
      token('use', { code: 'http://hl7.org/fhir/claim-use' }, 'use', `${eob}use`),
      token('status', { code: 'http://hl7.org/fhir/explanationofbenefit-status' }, 'status', 'fhir'),
      date('created', 'created', 'fhir'),
      reference('provider', 'provider', 'Practitioner PractitionerRole Organization', 'fhir'),
      reference('care-team', 'careTeam.provider', 'Practitioner PractitionerRole Organization', 'fhir'),
      reference('coverage', 'insurance.coverage', 'Coverage', 'fhir'),
      reference('insurer', 'insurer', 'Organization', `${carinParameter}explanationofbenefit-insurer`),
      reference('encounter', 'item.encounter', 'Encounter', 'fhir'),
    ],
    together: ['patient _lastUpdated', 'patient type', 'patient service-date'],
  },
  Location: {
    rows: [
      text('name', 'name alias'),
      text('address', address('address')),
      text('address-city', 'address.city'),
      text('address-state', 'address.state'),
      text('address-postalcode', 'address.postalCode'),
      token('identifier', 'identifier', 'identifier', 'fhir'),
    ],
    together: [],
  },
  Medication: {
    rows: [token('code', 'concept', 'code', 'http://hl7.org/fhir/SearchParameter/clinical-code')],
    together: [],
  },
  Organization: {
    rows: [
      text('name', 'name alias'),
      text('address', address('address')),
      token('identifier', 'identifier', 'identifier', 'fhir'),
    ],
    together: [],
  },
  Patient: {
    rows: [
      token('identifier', 'identifier', 'identifier'),
      text('name', humanName),
      text('family', 'name.family'),
      text('given', 'name.given'),
      date('birthdate', 'birthDate'),
      date('death-date', 'deceasedDateTime'),
      token('gender', { code: 'http://hl7.org/fhir/administrative-gender' }, 'gender'),
    ],
    together: ['birthdate name', 'gender name', 'birthdate family', 'family gender', 'death-date family'],
  },
  Practitioner: {
    rows: [text('name', humanName), token('identifier', 'identifier', 'identifier')],
    together: [],
  },
  PractitionerRole: {
    rows: [
      token('specialty', 'concept', 'specialty'),
      reference('practitioner', 'practitioner', 'Practitioner'),
      reference('organization', 'organization', 'Organization', 'fhir'),
      reference('location', 'location', 'Location', 'fhir'),
      reference('endpoint', 'endpoint', 'Endpoint', 'fhir'),
      token('identifier', 'identifier', 'identifier', 'fhir'),
    ],
    together: [],
  },
  Provenance: {
    rows: [
      patient('target', 'fhir'),
      reference('target', 'target', '*', 'fhir'),
      date('recorded', 'recorded', 'fhir'),
      reference(
        'agent',
        'agent.who',
        'Practitioner PractitionerRole Organization Patient Device RelatedPerson',
        'fhir',
      ),
    ],
    together: [],
  },
};
