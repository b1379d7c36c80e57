import { createHash } from 'node:crypto';
import type { Queries } from '../db/db.ts';
import type { Zones } from './days.ts';
import { type ConsentDecision, decideConsent } from './decide.ts';
import type { ConsentFacts } from './facts.ts';
import { permitsFor, segmentation } from './permits-for.ts';
import { policyOf } from './rules/policy.ts';
import type { ConsentReason } from './rules/rule.ts';
import { insertConsent, selectInstructed } from './store.ts';

export interface ReceivedConsent {
  /** Of the new row, should one be needed. */
  id: string;
  personId: number;
  clientId: string;
  recipientNpi: string;
  sourceNpi: string;
  facts: ConsentFacts;
  /** The Consent as received, one line of JSON. */
  resource: string;
  now: Date;
  zones?: Zones;
}

/**
 * Takes in the consent that came with a match and says whether it can be honoured. It is kept when it can (pdex-204, mm-13), and
 * also when only our lack of labels stands against it: it is the member's latest word, and an earlier, wider one must not
 * outlive it. What is broken, out of its period or for somebody else is nobody's word to us and is not kept.
 */
export async function receiveConsent(q: Queries, received: ReceivedConsent): Promise<ConsentDecision> {
  const { personId, clientId, recipientNpi, now, zones } = received;
  const decision = decideConsent({
    personId,
    clientId,
    consentId: received.id,
    consent: received.facts,
    revoked: false,
    recipientNpi,
    sourceNpi: received.sourceNpi,
    instructed: (await selectInstructed(q, recipientNpi, [personId])).has(personId),
    segmentation,
    now,
    ...(zones && { zones }),
  });
  if ('refused' in decision && !keptThough.includes(decision.refused)) return decision;
  await keep(q, received);
  // What counts is the last consent that we hold: this paper may be an old one sent again, or one taken back.
  const asked = await permitsFor(q, clientId, recipientNpi, [personId], now, zones);
  const [permit] = asked.permits;
  return permit ? { permit } : { refused: asked.refused.get(personId) ?? 'consent-missing' };
}

const keptThough: readonly ConsentReason[] = ['cannot-segment', 'local-instruction'];

async function keep(q: Queries, { facts, resource, ...received }: ReceivedConsent): Promise<void> {
  const policy = policyOf(facts.policies);
  if (!policy || !facts.days) return;
  await insertConsent(q, {
    id: received.id,
    personId: received.personId,
    clientId: received.clientId,
    recipientNpi: received.recipientNpi,
    sourceNpi: received.sourceNpi,
    policy,
    periodStart: facts.days.first,
    periodEnd: facts.days.last,
    receivedAt: received.now,
    resource,
    hash: createHash('sha256').update(resource).digest(),
  });
}
