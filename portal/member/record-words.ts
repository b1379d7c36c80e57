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

const kindsOfTypes: Record<string, RecordKind> = {
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
};

export const kindKey = (kind: RecordKind): MessageKey => `kind.${kind}`;

/** Counts by the portal's kinds, in their order; whatever has no plain name is "other". */
export function countsByKind(counts: Record<string, number>): { kind: RecordKind; count: number }[] {
  const sums = new Map<RecordKind, number>();
  for (const [type, count] of Object.entries(counts)) {
    const kind = recordKinds.find((known) => known === type) ?? kindsOfTypes[type] ?? 'other';
    sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return recordKinds.flatMap((kind) => (sums.get(kind) ? [{ kind, count: sums.get(kind)! }] : []));
}
