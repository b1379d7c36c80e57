import { parseReference } from '../fhir/reference.ts';
import type { ScannedResource } from '../fhir/scan.ts';
import type { Partner } from './rewrite-references.ts';

/** Types that belong to nobody. Any other type must name its patient. */
const payerWideTypes: ReadonlySet<string> = new Set([
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
  'Questionnaire',
  'Substance',
]);

/** The property that names the patient: R4's patient compartment as far as one property decides it. */
const patientProperties: ReadonlySet<string> = new Set([
  'patient',
  'subject',
  'beneficiary', // Coverage
  'individual', // ResearchSubject
  'for', // Task
  'candidate', // EnrollmentRequest
]);

/** R4 types that name their patient in a list; elsewhere a list is not R4. */
const listsPatients: ReadonlySet<string> = new Set(['Account', 'Provenance', 'SupplyDelivery']);

export type Whose =
  /** 0: nobody's. */
  | { personId: number }
  | {
      problem:
        | 'not-requested-member'
        | 'patient-not-identified'
        | 'no-patient'
        | 'several-members'
        | 'patient-as-list';
    }
  | { problem: 'consent-ended'; personId: number }
  /** A Provenance that names no patient: its targets' owner is its owner. The partner's `Type/id`s. */
  | { ofTargets: { type: string; id: string }[] };

/**
 * Decides whose record this is, from what the record itself says and nothing else: by no path is a record attached to a
 * member whom it does not name.
 */
export function whose(resource: ScannedResource, type: string, id: string, partner: Partner): Whose {
  if (type === 'Patient') return memberOf(id, partner);
  if (payerWideTypes.has(type)) return { personId: 0 };
  const provenance = type === 'Provenance';
  const named = resource.references.filter(
    (r) => r.direct && (patientProperties.has(r.property) || (provenance && r.property === 'target')),
  );
  if (named.some((r) => r.list) && !listsPatients.has(type)) return { problem: 'patient-as-list' };

  const targets: { type: string; id: string }[] = [];
  let decided: Whose | undefined;
  for (const { text } of named) {
    const parsed = parseReference(text, partner.fhirBase);
    if (parsed.kind === 'local' && parsed.type === 'Patient') {
      const member = memberOf(parsed.id, partner);
      if (decided && !sameOwner(decided, member)) return { problem: 'several-members' };
      decided = member;
    } else if (provenance && parsed.kind === 'local') targets.push(parsed);
  }
  if (decided) return decided;
  if (targets.length > 0) return { ofTargets: targets };
  return { problem: named.length > 0 ? 'patient-not-identified' : 'no-patient' };
}

function memberOf(patientId: string, partner: Partner): Whose {
  const gone = partner.ended?.get(patientId);
  if (gone !== undefined) return { problem: 'consent-ended', personId: gone };
  const personId = partner.persons.get(patientId);
  return personId === undefined ? { problem: 'not-requested-member' } : { personId };
}

const sameOwner = (a: Whose, b: Whose): boolean =>
  'problem' in a || 'problem' in b
    ? 'problem' in a && 'problem' in b
    : 'personId' in a && 'personId' in b && a.personId === b.personId;
