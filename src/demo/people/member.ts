import { c4bb, hrexCoverage, systems, usCore } from './codes.ts';
import type { Network } from './network.ts';
import { kindCover } from './payers.ts';
import { concept, type Reference, type Resource, refTo } from './resource.ts';

/** What stands on a member's file and card. Ids say nothing about the person: they end up in URLs and logs. */
export interface MemberFacts {
  /** Our number, the stem of all ids of the person's records: 'kc1001'. */
  id: string;
  given: string[];
  family: string;
  /** A name that the person had before. */
  formerFamily?: string;
  sex: 'male' | 'female';
  birthDate: string;
  line: string;
  city: string;
  postalCode: string;
  phone: string;
  memberId: string;
  subscriberId: string;
  /** How the person relates to the subscriber; 'self' when absent. */
  relationship?: 'self' | 'spouse' | 'child';
  coverages: CoverageFacts[];
}

export interface CoverageFacts {
  start: string;
  end?: string;
  plan: readonly [code: string, name: string];
  group: readonly [code: string, name: string];
}

export interface Member {
  facts: MemberFacts;
  patient: Reference;
  /** The coverage in force on a day, else the last one. */
  coverageOn(day: string): Reference;
}

/** The member number, typed MB (pdex-36). */
const memberIdentifier = (facts: MemberFacts) => ({
  type: concept(systems.identifierType, 'MB', 'Member Number'),
  system: `${kindCover.identifiers}/member-id`,
  value: facts.memberId,
});

/** Patient (US Core and CARIN at once) and Coverage (HRex, US Core and CARIN at once). */
export function enrol(
  facts: MemberFacts,
  network: Network,
  lastUpdated: string,
): { member: Member; resources: Resource[] } {
  const patient: Resource = {
    resourceType: 'Patient',
    id: facts.id,
    meta: { lastUpdated, profile: [usCore('patient'), c4bb('Patient')] },
    identifier: [
      memberIdentifier(facts),
      {
        type: concept(systems.carinIdentifierType, 'um', 'Unique Member ID'),
        system: `${kindCover.identifiers}/unique-member-id`,
        value: `U${facts.memberId}`,
      },
    ],
    active: true,
    name: [
      { use: 'official', family: facts.family, given: facts.given },
      ...(facts.formerFamily === undefined
        ? []
        : [{ use: 'old', family: facts.formerFamily, given: facts.given }]),
    ],
    telecom: [{ system: 'phone', value: facts.phone, use: 'home' }],
    gender: facts.sex,
    birthDate: facts.birthDate,
    address: [
      {
        use: 'home',
        line: [facts.line],
        city: facts.city,
        state: 'MA',
        postalCode: facts.postalCode,
        country: 'US',
      },
    ],
    communication: [{ language: concept('urn:ietf:bcp:47', 'en', 'English'), preferred: true }],
    managingOrganization: network.payer,
  };
  const coverages = facts.coverages.map((coverage, i) => ({
    facts: coverage,
    resource: coverageOf(facts, coverage, `${facts.id}-cov-${i + 1}`, refTo(patient), network, lastUpdated),
  }));
  const member: Member = {
    facts,
    patient: refTo(patient),
    coverageOn: (day) => {
      const inForce = coverages.find(
        ({ facts: c }) => c.start <= day && (c.end === undefined || day <= c.end),
      );
      return refTo((inForce ?? coverages.at(-1)!).resource);
    },
  };
  return { member, resources: [patient, ...coverages.map(({ resource }) => resource)] };
}

function coverageOf(
  facts: MemberFacts,
  coverage: CoverageFacts,
  id: string,
  patient: Reference,
  network: Network,
  lastUpdated: string,
): Resource {
  const relationship = facts.relationship ?? 'self';
  return {
    resourceType: 'Coverage',
    id,
    meta: { lastUpdated, profile: [hrexCoverage, usCore('coverage'), c4bb('Coverage')] },
    identifier: [{ ...memberIdentifier(facts), assigner: network.payer }],
    status: coverage.end === undefined ? 'active' : 'cancelled',
    type: concept(systems.payerType, '5', 'Private Health Insurance'),
    ...(relationship === 'self' ? { policyHolder: patient, subscriber: patient } : {}),
    subscriberId: facts.subscriberId,
    beneficiary: patient,
    dependent: relationship === 'self' ? '01' : '02',
    relationship: concept(systems.relationship, relationship),
    period:
      coverage.end === undefined ? { start: coverage.start } : { start: coverage.start, end: coverage.end },
    payor: [network.payer],
    class: [
      {
        type: concept(systems.coverageClass, 'group', 'Group'),
        value: coverage.group[0],
        name: coverage.group[1],
      },
      {
        type: concept(systems.coverageClass, 'plan', 'Plan'),
        value: coverage.plan[0],
        name: coverage.plan[1],
      },
    ],
    network: 'Bay State Select',
  };
}
