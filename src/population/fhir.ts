import type { Cover } from './person.ts';
import { type Address, addressLines } from './places/address.ts';
import type { Draws } from './random.ts';

/** FHIR shapes of what the room writes: only the elements that it uses. */
export interface Identifier {
  type?: { coding: { system: string; code: string }[] };
  system: string;
  value: string;
}
export interface HumanName {
  use?: string;
  family?: string;
  given?: string[];
  prefix?: string[];
  suffix?: string[];
}
export interface ContactPoint {
  system: 'phone' | 'email';
  value: string;
  use?: string;
}
export interface FhirAddress {
  use?: string;
  line: string[];
  city: string;
  state: string;
  postalCode: string;
}
export interface Patient {
  resourceType: 'Patient';
  id: string;
  identifier?: Identifier[];
  name: HumanName[];
  gender?: string;
  birthDate?: string;
  address?: FhirAddress[];
  telecom?: ContactPoint[];
}
export interface Coverage {
  resourceType: 'Coverage';
  id: string;
  identifier?: Identifier[];
  status: string;
  subscriberId?: string;
  dependent?: string;
  beneficiary: { reference: string };
  relationship: { coding: { system: string; code: string }[] };
  period?: { start: string; end?: string };
  payor: { identifier: { system: string; value: string }; display: string }[];
  class?: { type: { coding: { system: string; code: string }[] }; value: string }[];
}

const v2 = 'http://terminology.hl7.org/CodeSystem/v2-0203';
export const memberSystem = 'urn:oid:2.16.840.1.113883.3.9999.77.2';
const uniqueMemberSystem = 'urn:oid:2.16.840.1.113883.3.9999.77.1';

/** This payer, and two others. */
export const ownPayer = payer('1999999984', 'Example Regional Health Plan');
export const newPayer = payer('1888888885', 'New Health Plan');
export const otherPayer = payer('1777777786', 'Other Health Plan');
export const otherMemberSystem = 'urn:oid:2.16.840.1.113883.3.9999.55.2';
export const newMemberSystem = 'urn:oid:2.16.840.1.113883.3.9999.88.2';

function payer(npi: string, display: string): Coverage['payor'] {
  return [{ identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: npi }, display }];
}

export const memberIdentifier = (value: string, system = memberSystem): Identifier => ({
  type: { coding: [{ system: v2, code: 'MB' }] },
  system,
  value,
});
export const uniqueMemberIdentifier = (value: string): Identifier => ({
  type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'UMB' }] },
  system: uniqueMemberSystem,
  value,
});
export const medicareIdentifier = (value: string): Identifier => ({
  system: 'http://hl7.org/fhir/sid/us-mbi',
  value,
});
export const ssnIdentifier = (lastFour: string): Identifier => ({
  type: { coding: [{ system: v2, code: 'SS' }] },
  system: 'http://hl7.org/fhir/sid/us-ssn',
  value: `xxx-xx-${lastFour}`,
});
export const relationshipOf = (code: string): Coverage['relationship'] => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code }],
});

/** A telephone number in one of the usual ways of writing it. */
export function phoneText(draws: Draws, digits: string): string {
  const [area, exchange, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  return draws.pick([`(${area}) ${exchange}-${line}`, `${area}-${exchange}-${line}`, `+1${digits}`, digits]);
}

const plusFour_share = 0.2;

export function fhirAddress(draws: Draws, address: Address, use?: string): FhirAddress {
  const plusFour = draws.chance(plusFour_share) ? `-${String(draws.below(10_000)).padStart(4, '0')}` : '';
  return {
    ...(use && { use }),
    line: addressLines(draws, address),
    city: address.city,
    state: address.state,
    postalCode: address.zip + plusFour,
  };
}

export function coverageOf(memberId: string, number: number, cover: Cover): Coverage {
  const classOf = (code: string, value: string) => ({
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code }] },
    value,
  });
  return {
    resourceType: 'Coverage',
    id: `C${memberId.slice(1)}-${number}`,
    status: cover.status,
    identifier: [memberIdentifier(cover.memberId)],
    subscriberId: cover.subscriberId,
    ...(cover.dependent && { dependent: cover.dependent }),
    beneficiary: { reference: `Patient/${memberId}` },
    relationship: relationshipOf(cover.relationship),
    period: { start: cover.start, ...(cover.end && { end: cover.end }) },
    payor: ownPayer,
    ...(cover.group && { class: [classOf('group', cover.group), classOf('plan', cover.plan)] }),
  };
}
