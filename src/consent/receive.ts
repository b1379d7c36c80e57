import type { Tx } from '../db/db.ts';
import { endConsent } from './consents.ts';
import { dayIn } from './days.ts';
import { type ConsentDecision, decideConsent } from './decide.ts';
import { documentHashes } from './document-hash.ts';
import type { ConsentFacts, StoredState } from './facts.ts';
import { inputsFor, permitsFor } from './permits-for.ts';
import { replace } from './replace.ts';
import { policyOf } from './rules/policy.ts';
import type { ConsentReason } from './rules/rule.ts';
import { insertConsent, type NewConsent, selectActive, selectSame } from './store.ts';
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
  if (!state) {
    await hearNotice(tx, received);
    return decision;
  }
  if (!same) await keep(tx, received, { ...hashes, state, today: dayIn(input!.zones.end, now) });
  if (state === 'pending') return decision;
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

/** What the FHIR status of a document that we know says about it now; others say nothing. */
const notices: Readonly<Record<string, 'revoked' | 'in-error'>> = {
  inactive: 'revoked',
  'entered-in-error': 'in-error',
};

/** A partner that sends its document as inactive says that it has ended: it is heard, whatever else is wrong with it (4.1). */
async function hearNotice(tx: Tx, { facts, personId, clientId, now: at }: ReceivedConsent): Promise<void> {
  const to = notices[facts.status];
  if (!to || facts.documentId === '') return;
  for (const { id, documentId } of await selectActive(tx, { personId, clientId }))
    if (documentId === facts.documentId)
      await endConsent(tx, { id, to, why: 'notice of the partner', actor: `client:${clientId}`, at });
}
