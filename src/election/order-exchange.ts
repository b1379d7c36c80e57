import type { Tx } from '../db/db.ts';
import { factsOf, type Partner } from '../directory/partners.ts';
import { openExchanges } from '../exchange/request/open-exchanges.ts';
import { cancelExchangeIn } from '../exchange/request/operate.ts';
import { Problem } from '../problem/problem.ts';
import { ownRecords } from '../record/member-store.ts';
import { closeClocks, meetRequest } from './clock-store.ts';
import type { Election, Evidence, NamedPlan, Shown } from './decision.ts';
import type { DecideDeps } from './deps.ts';
import { insertWireConsent, markAsked, voidWireConsents } from './election-store.ts';
import {
  coverageToLink,
  coverageToMatch,
  memberPatient,
  type OwnMember,
  ownMemberOf,
} from './member-bundle.ts';
import { evidenceDocument, firstDay, policyOfScope, wireConsent } from './wire-consent.ts';

/** What we loaded of the member ourselves, on a day. */
export const ownMember = async (tx: Tx, personId: number, day: string): Promise<OwnMember | undefined> =>
  ownMemberOf(await ownRecords(tx, personId, ['Patient', 'Coverage']), day);

export interface Order {
  election: Election;
  partner: Partner;
  decision: { id: string; decidedAt: Date };
  evidence: Pick<Evidence, 'signer' | 'relationship' | 'channel' | 'method'>;
  shown: Shown | undefined;
}

/**
 * Asks the partner: derives the one Consent for this member and this partner, and opens the exchange with it, in the transaction of the
 * decision. What was asked under an earlier decision is ended first.
 *
 * @returns the exchange's id; undefined where we hold no record of the member to ask with
 */
export async function orderExchange(tx: Tx, deps: DecideDeps, order: Order): Promise<string | undefined> {
  const { election, partner, decision } = order;
  const now = deps.clock.now();
  const own = await ownMember(tx, election.personId, now.toISOString().slice(0, 10));
  if (!own) return undefined;
  if (election.exchangeId !== null) await endExchange(tx, deps, election, 'asked-anew');
  const wireId = String(own.patient.id);
  const consentId = deps.random.uuid();
  const plan = planOf(election);
  const source = { name: partner.name, npi: partner.npi };
  const recipient = deps.payer;
  const facts = {
    id: consentId,
    decisionId: decision.id,
    patientId: wireId,
    scope: election.scope,
    decidedAt: decision.decidedAt,
    endsOn: election.endsOn,
    source,
    recipient,
    evidence: order.evidence,
    shown: order.shown,
    baseUrl: deps.baseUrl,
  };
  const consent = wireConsent(facts);
  await insertWireConsent(tx, {
    id: consentId,
    electionId: election.id,
    decisionId: decision.id,
    personId: election.personId,
    partnerNpi: partner.npi,
    policy: policyOfScope(election.scope),
    periodStart: firstDay(decision.decidedAt),
    periodEnd: election.endsOn,
    resource: JSON.stringify(consent),
    evidence: JSON.stringify(evidenceDocument(facts)),
    madeAt: now,
  });
  const opened = await openExchanges(tx, deps, {
    partner,
    wire: factsOf(partner).bulkMatch === false ? 'single' : 'bulk',
    persons: new Map([[0, election.personId]]),
    cohort: {
      refused: [],
      members: [
        {
          index: 0,
          submittedId: wireId,
          patient: memberPatient(own, wireId, plan),
          coverageToMatch: coverageToMatch(`${wireId}-there`, wireId, plan, source),
          coverageToLink: coverageToLink(own, `${wireId}-here`, wireId, recipient),
          consent,
        },
      ],
    },
  });
  const exchangeId = opened.exchanges[0]!.id;
  await markAsked(tx, election.id, exchangeId, now);
  await meetRequest(tx, election.id, now);
  return exchangeId;
}

/** Stops what runs for this election: the permit is void, and nothing more is asked, fetched or stored (4.3). */
export async function stopExchange(
  tx: Tx,
  deps: DecideDeps,
  election: Election,
  why: 'member-withdrew' | 'consent-expired' | 'decision-retracted' | 'representation-ended',
): Promise<void> {
  const now = deps.clock.now();
  await voidWireConsents(tx, election.id, now, why);
  await closeClocks(tx, election.id, now, why);
  if (election.exchangeId !== null) await endExchange(tx, deps, election, why);
}

async function endExchange(tx: Tx, deps: DecideDeps, election: Election, why: string): Promise<void> {
  await voidWireConsents(tx, election.id, deps.clock.now(), why);
  try {
    await cancelExchangeIn(tx, deps, election.exchangeId!, why);
  } catch (error) {
    // An exchange that is no longer there has nothing to stop.
    if (!(error instanceof Problem) || error.category !== 'not-found') throw error;
  }
}

export const planOf = (e: Election): NamedPlan => ({
  partnerId: e.partnerId ?? undefined,
  payerNpi: e.payerNpi ?? undefined,
  name: e.name,
  stateCode: e.stateCode ?? undefined,
  phone: e.phone ?? undefined,
  kind: e.kind,
  relationship: e.relationship,
  memberIdThere: e.memberIdThere ?? undefined,
  noCard: e.noCard,
  otherName: e.otherName ?? undefined,
  otherAddress: e.otherAddress ?? undefined,
  endedYear: e.endedYear ?? undefined,
});
