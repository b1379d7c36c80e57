/** The kinds of records in the member's words, and which resource types they are. */
export type RecordKind =
  | 'visits'
  | 'conditions'
  | 'medicines'
  | 'labs'
  | 'procedures'
  | 'claims'
  | 'approvals'
  | 'documents'
  | 'immunizations'
  | 'allergies'
  | 'other';

const kinds: Readonly<Record<string, RecordKind>> = {
  Encounter: 'visits',
  Condition: 'conditions',
  MedicationRequest: 'medicines',
  MedicationDispense: 'medicines',
  MedicationStatement: 'medicines',
  MedicationAdministration: 'medicines',
  Observation: 'labs',
  DiagnosticReport: 'labs',
  Specimen: 'labs',
  Procedure: 'procedures',
  ExplanationOfBenefit: 'claims',
  ClaimResponse: 'approvals',
  DocumentReference: 'documents',
  Immunization: 'immunizations',
  AllergyIntolerance: 'allergies',
};

/** What the exchange needs to hang together and no member asks for: not shown, and counted under no kind. */
export const backgroundTypes: readonly string[] = [
  'Patient',
  'Provenance',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Medication',
  'RelatedPerson',
];

export const kindOfType = (type: string): RecordKind => kinds[type] ?? 'other';

/** A prior authorization is an ExplanationOfBenefit too, by its `use`. */
export const kindOf = (type: string, isAuthorization: boolean): RecordKind =>
  type === 'ExplanationOfBenefit' && isAuthorization ? 'approvals' : kindOfType(type);
