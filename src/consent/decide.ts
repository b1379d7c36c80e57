import { assert } from '../problem/problem.ts';
import { cautiousZones, dayIn, endOfDay, type Zones } from './days.ts';
import { issuePermit, type Permit } from './permit.ts';
import { active } from './rules/active.ts';
import { given } from './rules/given.ts';
import { instruction } from './rules/instruction.ts';
import { period } from './rules/period.ts';
import { policy, policyOf } from './rules/policy.ts';
import { recipient } from './rules/recipient.ts';
import { revoked } from './rules/revoked.ts';
import type { ConsentReason, ConsentRule, Situation } from './rules/rule.ts';
import { segmentable } from './rules/segmentation.ts';
import { source } from './rules/source.ts';
import { wellFormed } from './rules/well-formed.ts';

/** In this order: the first that objects is the reason. */
const rules: readonly ConsentRule[] = [
  given,
  wellFormed,
  recipient,
  source,
  policy,
  active,
  period,
  revoked,
  instruction,
  segmentable,
];

export interface ConsentInput extends Omit<Situation, 'today'> {
  personId: number;
  clientId: string;
  consentId: string;
  now: Date;
  zones?: Zones;
}

export type ConsentDecision = { permit: Permit } | { refused: ConsentReason };

/** Whether this consent lets this person's data go to this payer now. Pure; the only place that issues permits. */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const zones = input.zones ?? cautiousZones;
  const situation = {
    ...input,
    today: { start: dayIn(zones.start, input.now), end: dayIn(zones.end, input.now) },
  };
  for (const rule of rules) {
    const refused = rule(situation);
    if (refused !== undefined) return { refused };
  }
  const days = input.consent?.days;
  const named = policyOf(input.consent?.policies ?? []);
  assert(days && named, 'a consent that passed every rule has a period and a policy');
  return {
    permit: issuePermit({
      personId: input.personId,
      clientId: input.clientId,
      recipientNpi: input.recipientNpi,
      policy: named,
      consentId: input.consentId,
      lastDay: days.last,
      until: endOfDay(zones.end, days.last),
    }),
  };
}
