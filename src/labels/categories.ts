// consent-and-sensitive-data 3.8: the kinds of data that a member can grant apart
import type { LeavingRow } from '../record/label-store.ts';

const always = new Set([
  'Patient',
  'Coverage',
  'Provenance',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'RelatedPerson',
]);
const pharmacy = new Set(['Medication', 'MedicationRequest', 'MedicationDispense']);

/** Notes and drugs given in an office are no pharmacy records, and their names are not looked for. */
export function categoryOf({ type, priorAuthorization, pharmacyClaim }: LeavingRow): string {
  if (always.has(type)) return 'always';
  if (priorAuthorization) return 'prior-auth';
  if (pharmacy.has(type)) return 'pharmacy';
  if (type === 'ExplanationOfBenefit') return pharmacyClaim ? 'pharmacy' : 'claims';
  return 'clinical';
}
