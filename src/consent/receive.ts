import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Tx } from '../db/db.ts';
import { dayIn } from './days.ts';
import { type ConsentDecision, decideConsent } from './decide.ts';
import { documentHashes } from './document-hash.ts';
import type { ConsentFacts, StoredState } from './facts.ts';
import { lockPermission } from './permission-lock.ts';
import { inputsFor, permitsFor } from './permits-for.ts';
import { policyOf } from './rules/policy.ts';
import type { ConsentReason } from './rules/rule.ts';
import { insertConsent, insertEvent, type NewConsent, selectActive, selectSame } from './store.ts';
import { type ReleaseTerms, releaseTerms_default } from './terms.ts';

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
  /** The request that brought it; what comes in one request is in no order. Absent: a request of its own. */
  requestId?: string;
  now: Date;
  terms?: ReleaseTerms;
}

/**
 * Takes in the consent that came with a match and says whether it can be honoured. It is kept when it can (pdex-204, mm-13), and
 * also when only our lack of labels, the member's own word or an authority that we have not seen stands against it: it is the
 * latest word, and an earlier, wider one must not outlive it; only what a stranger may have signed waits (`pending`) and ends nothing.
 * What is broken, out of its period or for somebody else is nobody's word to us and is not kept.
 */
export async function receiveConsent(tx: Tx, received: ReceivedConsent): Promise<ConsentDecision> {
  const { personId, clientId, recipientNpi, now, facts, terms = releaseTerms_default } = received;
  const asked = { clientId, recipientNpi, personIds: [personId], now, terms };
  const [input] = await inputsFor(tx, asked);
  const hashes = documentHashes(received.resource);
  const same = await selectSame(tx, { personId, clientId, ...hashes });
  const decision = decideConsent({
    ...input!,
    sourceNpi: received.sourceNpi,
    consents: [
      {
        id: same?.id ?? received.id,
        version: same?.version ?? 1,
        hash: same?.hash ?? hashes.hash.toString('hex'),
        state: same?.state ?? 'shown',
        facts,
      },
    ],
  });
  const state = 'permit' in decision ? 'active' : keptAs[decision.refused];
  if (!state) return decision;
  if (!same) await keep(tx, received, { ...hashes, state, today: dayIn(input!.zones.end, now) });
  // What counts is what we hold: this document may be an old one sent again, or contradict another of its request.
  const { permits, refused, basis } = await permitsFor(tx, clientId, recipientNpi, [personId], now, terms);
  const [permit] = permits;
  if (permit) return { permit };
  return { refused: refused.get(personId)!, basis: basis.get(personId)! };
}

/** What is kept though it is refused now, and as what. */
const keptAs: Partial<Record<ConsentReason, StoredState>> = {
  'cannot-segment': 'active',
  'local-instruction': 'active',
  'authority-missing': 'pending',
};

async function keep(
  tx: Tx,
  received: ReceivedConsent,
  as: { hash: Buffer; contentHash: Buffer; state: StoredState; today: string },
): Promise<void> {
  const { facts } = received;
  const policy = policyOf(facts.policies);
  if (!policy || !facts.days) return;
  const fresh: NewConsent = {
    id: received.id,
    personId: received.personId,
    clientId: received.clientId,
    recipientNpi: received.recipientNpi,
    sourceNpi: received.sourceNpi,
    policy,
    periodStart: facts.days.first,
    periodEnd: facts.days.last,
    receivedAt: received.now,
    resource: received.resource,
    hash: as.hash,
    contentHash: as.contentHash,
    documentId: facts.documentId,
    requestId: received.requestId ?? received.id,
    signer: facts.signer,
    capacity: facts.capacity,
    part2Statement: facts.part2Statement,
    state: as.state,
    ends: false,
  };
  if (as.state === 'active') await replace(tx, fresh, as.today);
  else await insertConsent(tx, fresh);
}

/**
 * Puts a version in the place of what counted, in the caller's transaction (consent-and-sensitive-data 4.1, 4.5). Where it allows less,
 * permits from before are dead and what was made under them is withdrawn; where it allows as much or more, they go on.
 */
async function replace(tx: Tx, fresh: NewConsent, today: string): Promise<void> {
  const { personId, clientId, requestId, receivedAt: now } = fresh;
  const counted = await selectActive(tx, { personId, clientId });
  const ends = counted.some(
    (one) => isNarrower(fresh, one, today) || (one.requestId === requestId && one.policy !== fresh.policy),
  );
  if (ends) await lockPermission(tx, 'change');
  await insertConsent(tx, { ...fresh, ends });
  for (const one of counted)
    if (one.requestId !== requestId)
      await insertEvent(tx, {
        consentId: one.id,
        state: 'superseded',
        at: now,
        actor: `client:${clientId}`,
        why: '',
        ends: false,
      });
  if (ends) await withdrawFilesOf(tx, { personId, clientId, now });
}

/** Whether one version allows anything less than another did. */
function isNarrower(
  fresh: NewConsent,
  before: Pick<NewConsent, 'policy' | 'periodStart' | 'periodEnd' | 'signer' | 'part2Statement'>,
  today: string,
): boolean {
  return (
    (fresh.policy === 'regular' && before.policy === 'sensitive') ||
    fresh.periodEnd < before.periodEnd ||
    (fresh.periodStart > before.periodStart && fresh.periodStart > today) ||
    (fresh.signer !== 'member' && before.signer === 'member') ||
    (before.part2Statement === true && !fresh.part2Statement)
  );
}

/** An officer has seen what was missing (an authority, a call-back): a pending consent counts from now on. */
export async function activate(
  tx: Tx,
  pending: { id: string; personId: number; clientId: string },
  event: { at: Date; actor: string; why: string },
): Promise<void> {
  await lockPermission(tx, 'change');
  for (const one of await selectActive(tx, pending))
    await insertEvent(tx, { ...event, consentId: one.id, state: 'superseded', ends: true });
  await insertEvent(tx, { ...event, consentId: pending.id, state: 'active', ends: true });
  await withdrawFilesOf(tx, { personId: pending.personId, clientId: pending.clientId, now: event.at });
}
