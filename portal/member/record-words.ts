// Plain names of what a plan sends, for the kinds of the portal and for FHIR's types.
import type { RecordKind } from '../api/wire.ts';
import type { MessageKey } from '../i18n/catalogue.ts';

export const recordKinds: readonly RecordKind[] = [
  'visits',
  'conditions',
  'medicines',
  'labs',
  'procedures',
  'immunizations',
  'allergies',
  'claims',
  'approvals',
  'documents',
  'other',
];

/** What hangs the records together and is not read by itself: who cared, where, and where a record came from. */
type ShownKind = RecordKind | 'background';

const shownKinds: readonly ShownKind[] = [...recordKinds, 'background'];

const kindsOfTypes: Record<string, ShownKind> = {
  Encounter: 'visits',
  Condition: 'conditions',
  MedicationRequest: 'medicines',
  MedicationDispense: 'medicines',
  MedicationStatement: 'medicines',
  Observation: 'labs',
  DiagnosticReport: 'labs',
  Procedure: 'procedures',
  ExplanationOfBenefit: 'claims',
  DocumentReference: 'documents',
  Immunization: 'immunizations',
  AllergyIntolerance: 'allergies',
  ClaimResponse: 'approvals',
  MedicationAdministration: 'medicines',
  Specimen: 'labs',
  Patient: 'background',
  Provenance: 'background',
  Organization: 'background',
  Practitioner: 'background',
  PractitionerRole: 'background',
  Location: 'background',
  Medication: 'background',
  RelatedPerson: 'background',
};

export const kindKey = (kind: ShownKind): MessageKey => `kind.${kind}`;

/** Counts by the portal's kinds, in their order; whatever has no plain name is "other". */
export function countsByKind(counts: Record<string, number>): { kind: ShownKind; count: number }[] {
  const sums = new Map<ShownKind, number>();
  for (const [type, count] of Object.entries(counts)) {
    const kind = recordKinds.find((known) => known === type) ?? kindsOfTypes[type] ?? 'other';
    sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return shownKinds.flatMap((kind) => (sums.get(kind) ? [{ kind, count: sums.get(kind)! }] : []));
}
