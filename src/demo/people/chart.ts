import { at, daysAfter } from './days.ts';
import type { Member } from './member.ts';
import type { Network } from './network.ts';
import { type Reference, type Resource, refTo } from './resource.ts';

/** One person's record as it grows: hands out ids and keeps what was added, in order. */
export interface Chart {
  readonly member: Member;
  readonly network: Network;
  readonly resources: Resource[];
  /** Adds a resource that came to be on `day`; `meta.profile` is set from `profiles`. */
  add(resourceType: string, day: string, profiles: readonly string[], body: object): Reference;
}

const short: Record<string, string> = {
  CarePlan: 'plan',
  CareTeam: 'team',
  Condition: 'cond',
  DiagnosticReport: 'report',
  DocumentReference: 'doc',
  Encounter: 'enc',
  ExplanationOfBenefit: 'eob',
  Goal: 'goal',
  Immunization: 'imm',
  MedicationRequest: 'rx',
  Observation: 'obs',
  Procedure: 'proc',
  Provenance: 'prov',
};

export function openChart(member: Member, network: Network, enrolment: readonly Resource[]): Chart {
  const resources = [...enrolment];
  const counts = new Map<string, number>();
  return {
    member,
    network,
    resources,
    add: (resourceType, day, profiles, body) => {
      const count = (counts.get(resourceType) ?? 0) + 1;
      counts.set(resourceType, count);
      const resource: Resource = {
        resourceType,
        id: `${member.facts.id}-${short[resourceType] ?? resourceType.toLowerCase()}-${count}`,
        meta: { lastUpdated: at(daysAfter(day, 1), '06:00:00'), profile: profiles },
        ...body,
      };
      resources.push(resource);
      return refTo(resource);
    },
  };
}
