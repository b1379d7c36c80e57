import { isObject, type JsonObject, textOf } from '../fhir/lossless.ts';
import { parseReference } from '../fhir/reference.ts';

/** Whose record a resource is. */
export type Owner =
  | { of: 'patient'; patientId: string }
  /** Nobody's: Organization, Practitioner, Location, … */
  | { of: 'payer' }
  /** A Provenance: whoever's its targets are. */
  | { of: 'targets'; targets: string[] }
  | { of: 'unknown'; reason: 'patient-missing' | 'patient-not-relative' | 'several-patients' };

/** The element that names the patient (compartment definition), by type; `subject` and `patient` for all others. */
const patientElement: Record<string, string> = { Coverage: 'beneficiary' };

/** Types that never belong to one patient. */
const payerWide = new Set([
  'Endpoint',
  'HealthcareService',
  'InsurancePlan',
  'Location',
  'Medication',
  'MedicationKnowledge',
  'Organization',
  'OrganizationAffiliation',
  'Practitioner',
  'PractitionerRole',
  'Substance',
]);

/** Types of the payload that R4 lets be without a patient; there they are nobody's. */
const optional = new Set([
  'Device',
  'Specimen',
  'Group',
  'Library',
  'List',
  'ValueSet',
  'Questionnaire',
  'PlanDefinition',
]);

export function ownerOf(type: string, id: string, resource: JsonObject): Owner {
  if (type === 'Patient') return { of: 'patient', patientId: id };
  if (payerWide.has(type)) return { of: 'payer' };
  if (type === 'Provenance') return ownerOfProvenance(resource);
  const named = patientElement[type];
  const value = named ? resource[named] : (resource.patient ?? resource.subject);
  const reference = isObject(value) ? textOf(value.reference) : undefined;
  if (reference === undefined)
    return optional.has(type) ? { of: 'payer' } : { of: 'unknown', reason: 'patient-missing' };
  const parsed = parseReference(reference);
  if (parsed.kind === 'local' && parsed.type === 'Patient') return { of: 'patient', patientId: parsed.id };
  if (optional.has(type)) return { of: 'payer' };
  return { of: 'unknown', reason: parsed.kind === 'local' ? 'patient-missing' : 'patient-not-relative' };
}

function ownerOfProvenance(resource: JsonObject): Owner {
  const targets = (Array.isArray(resource.target) ? resource.target : []).flatMap((target) => {
    const parsed = isObject(target) ? parseReference(textOf(target.reference) ?? '') : undefined;
    return parsed?.kind === 'local' ? [parsed] : [];
  });
  const patients = new Set(targets.filter((t) => t.type === 'Patient').map((t) => t.id));
  if (patients.size > 1) return { of: 'unknown', reason: 'several-patients' };
  const [patientId] = patients;
  if (patientId !== undefined) return { of: 'patient', patientId };
  if (targets.length === 0) return { of: 'unknown', reason: 'patient-not-relative' };
  return { of: 'targets', targets: targets.map((t) => `${t.type}/${t.id}`) };
}
