/** The member as an earlier plan is asked: who, on which card there, on which card here (p2p 1.1 to 1.6; mm-2, mm-6). */
import { npiSystem, system } from '../fhir/systems.ts';
import type { NamedPlan } from './decision.ts';

type Json = Record<string, unknown>;

export interface OwnMember {
  patient: Json;
  /** The coverage here, if we hold one. */
  coverage: Json | undefined;
}

/** Our own Patient and the Coverage in force, or the newest, of what we loaded. */
export function ownMemberOf(
  records: readonly { type: string; text: string }[],
  day: string,
): OwnMember | undefined {
  const parsed = records.map(({ type, text }) => ({ type, json: JSON.parse(text) as Json }));
  const patient = parsed.find(({ type }) => type === 'Patient')?.json;
  if (!patient) return undefined;
  const coverages = parsed.filter(({ type }) => type === 'Coverage').map(({ json }) => json);
  const start = (coverage: Json) => String((coverage.period as Json | undefined)?.start ?? '');
  const end = (coverage: Json) => String((coverage.period as Json | undefined)?.end ?? '9999');
  const inForce = coverages.filter((c) => c.status === 'active' && start(c) <= day && day <= end(c));
  const [coverage] = (inForce.length > 0 ? inForce : coverages).sort((a, b) =>
    start(a) < start(b) ? 1 : -1,
  );
  return { patient, coverage };
}

export const coverageStart = ({ coverage }: OwnMember): string | undefined => {
  const start = (coverage?.period as Json | undefined)?.start;
  return typeof start === 'string' && start.length >= 10 ? start.slice(0, 10) : undefined;
};

const picked = (from: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** Demographics only: what else our file holds is not the other plan's business. */
export function memberPatient({ patient }: OwnMember, id: string, plan: NamedPlan): Json {
  const names = Array.isArray(patient.name) ? (patient.name as Json[]) : [];
  const addresses = Array.isArray(patient.address) ? (patient.address as Json[]) : [];
  const other = plan.otherName?.trim().split(/\s+/) ?? [];
  return {
    resourceType: 'Patient',
    id,
    name: [
      ...names,
      ...(other.length === 0
        ? []
        : [
            {
              use: 'old',
              family: other.at(-1),
              ...(other.length > 1 ? { given: other.slice(0, -1) } : {}),
            },
          ]),
    ],
    ...picked(patient, ['telecom', 'gender', 'birthDate']),
    address: [...addresses, ...(plan.otherAddress === undefined ? [] : [otherAddress(plan.otherAddress)])],
  };
}

/** `12 Elm St, Boston, MA 02110` as its parts, as far as they can be told apart; else as a line. */
export function otherAddress(text: string): Json {
  const parts = text.split(',').map((part) => part.trim());
  const last = /^(?:([A-Z]{2})\s+)?(\d{5})(?:-\d{4})?$/.exec(parts.at(-1) ?? '');
  if (!last || parts.length < 2) return { use: 'old', line: [text.trim()] };
  const rest = parts.slice(0, -1);
  const [line, city] = rest.length > 1 ? [rest.slice(0, -1).join(', '), rest.at(-1)] : [rest[0], undefined];
  return {
    use: 'old',
    line: [line],
    ...(city === undefined ? {} : { city }),
    ...(last[1] === undefined ? {} : { state: last[1] }),
    postalCode: last[2],
  };
}

const mb = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] };

/** us-core-15 wants a number: who has no card says so. The subscriber's own number is the member's only where they are one. */
function cardOf({ memberIdThere, relationship }: NamedPlan): Json {
  if (memberIdThere === undefined) return { subscriberId: 'UNKNOWN' };
  const identifier = [{ type: mb, value: memberIdThere }];
  return relationship === 'self' ? { identifier, subscriberId: memberIdThere } : { identifier };
}

/** The card of the earlier plan, as far as the member knows it. */
export function coverageToMatch(
  id: string,
  patientId: string,
  plan: NamedPlan,
  source: { name: string; npi: string },
): Json {
  return {
    resourceType: 'Coverage',
    id,
    ...cardOf(plan),
    status: 'active',
    beneficiary: { reference: `Patient/${patientId}` },
    relationship: { coding: [{ system: system.subscriberRelationship, code: plan.relationship }] },
    ...(plan.endedYear === undefined ? {} : { period: { end: String(plan.endedYear) } }),
    payor: [{ identifier: { system: npiSystem, value: source.npi }, display: source.name }],
  };
}

/** The card here; the partner may link it to its own record (mm-4). */
export function coverageToLink(
  { coverage }: OwnMember,
  id: string,
  patientId: string,
  recipient: { name: string; npi: string },
): Json | undefined {
  if (!coverage) return undefined;
  return {
    resourceType: 'Coverage',
    id,
    status: 'active',
    ...picked(coverage, ['identifier', 'type', 'subscriberId', 'relationship', 'period', 'class']),
    beneficiary: { reference: `Patient/${patientId}` },
    payor: [{ identifier: { system: npiSystem, value: recipient.npi }, display: recipient.name }],
  };
}
