/** What people do with a decision after it was taken: approve a representative's wish, or take back what was sent by error. */
import { audit } from '../audit/audit.ts';
import type { Tx } from '../db/db.ts';
import { getPartner } from '../directory/partners.ts';
import { Problem } from '../problem/problem.ts';
import { resumeClock, startClock } from './clock-store.ts';
import type { Shown } from './decision.ts';
import type { DecideDeps } from './deps.ts';
import {
  assignPartner,
  electionsOfDecision,
  lockElection,
  markStopped,
  updateStanding,
} from './election-store.ts';
import { requestWithin_days } from './limits.ts';
import { orderExchange, stopExchange } from './order-exchange.ts';
import {
  decisionById,
  insertRetraction,
  insertReview,
  type ListedDecision,
  lockMember,
  newestDecision,
  shownSource,
} from './store.ts';

/**
 * Approves or refuses what a representative asked for. `actor` is not who captured it: nobody approves what they made. Approved, it is
 * as if it were decided then; refused, nothing was ever given by it.
 */
export async function reviewDecision(
  tx: Tx,
  deps: DecideDeps,
  review: { decisionId: string; approved: boolean; actor: string },
): Promise<void> {
  const decision = await decisionById(tx, review.decisionId);
  if (!decision) throw new Problem('not-found', 'There is no such decision.');
  await lockMember(tx, decision.personId);
  const now = deps.clock.now();
  const fresh = decision.state === 'waiting' && (await insertReview(tx, { ...review, at: now }));
  if (!fresh) throw new Problem('conflict', 'The decision does not wait for approval.');
  for (const { id } of await electionsOfDecision(tx, decision.id)) {
    const election = (await lockElection(tx, id))!;
    const overtaken = election.decisionId !== decision.id && election.decidedAt > decision.decidedAt;
    if (overtaken) continue;
    if (!review.approved) {
      if (election.status === 'waiting') await markStopped(tx, id, decision, now);
      continue;
    }
    await updateStanding(tx, id, {
      status: 'given',
      scope: decision.scope!,
      kinds: decision.kinds,
      decisionId: decision.id,
      decidedAt: decision.decidedAt,
      endsOn: election.endsOn,
    });
    await askUnder(tx, deps, id, decision);
  }
  await audit(tx, {
    at: now,
    actor: review.actor,
    action: 'election.review',
    personId: decision.personId,
    subject: decision.id,
    decision: review.approved ? 'approved' : 'refused',
  });
}

/** A plan that was not listed is found: its clock begins, and it is asked. */
export async function resolvePlan(
  tx: Tx,
  deps: DecideDeps,
  electionId: string,
  partner: { id: number; npi: string; name: string },
): Promise<void> {
  const election = await lockElection(tx, electionId);
  if (election?.partnerId !== null || election.status !== 'given') return;
  await assignPartner(tx, electionId, partner);
  const now = deps.clock.now();
  await resumeClock(tx, electionId, now, new Date(now.getTime() + requestWithin_days * 86_400_000));
  await askUnder(tx, deps, electionId, (await decisionById(tx, election.decisionId))!);
}

/** Asks the plan under a decision that was taken before: its evidence goes along. */
export async function askUnder(
  tx: Tx,
  deps: DecideDeps,
  electionId: string,
  decision: ListedDecision,
): Promise<string | undefined> {
  const election = (await lockElection(tx, electionId))!;
  const partner = election.partnerId === null ? undefined : await getPartner(tx, election.partnerId);
  const now = deps.clock.now();
  if (election.exchangeId === null)
    await startClock(tx, {
      kind: 'C2',
      personId: election.personId,
      electionId,
      startedAt: now,
      dueAt: new Date(now.getTime() + requestWithin_days * 86_400_000),
      ...(partner ? {} : { pausedWhy: 'plan-not-known' }),
    });
  if (!partner) return undefined;
  return orderExchange(tx, deps, {
    election,
    partner,
    decision,
    evidence: {
      signer: decision.signer,
      relationship: decision.relationship ?? undefined,
      channel: decision.channel,
      method: decision.method,
    },
    shown: await shownOf(tx, decision),
  });
}

async function shownOf(tx: Tx, d: ListedDecision): Promise<Shown | undefined> {
  if (d.textId === null || d.textSha256 === null) return undefined;
  return {
    id: d.textId,
    version: d.textVersion!,
    locale: d.locale!,
    sha256: d.textSha256.toString('hex'),
    source: (await shownSource(tx, d.id)) ?? '',
    at: d.shownAt ?? d.decidedAt,
  };
}

/**
 * Takes back a row that should never have been: not a withdrawal, for the member decided nothing. What stood on it stops; the decision
 * before it counts again, for what is asked anew.
 */
export async function retractDecision(
  tx: Tx,
  deps: DecideDeps,
  retraction: { decisionId: string; actor: string; why: string },
): Promise<boolean> {
  const decision = await decisionById(tx, retraction.decisionId);
  if (!decision) throw new Problem('not-found', 'There is no such decision.');
  await lockMember(tx, decision.personId);
  const now = deps.clock.now();
  if (!(await insertRetraction(tx, { ...retraction, at: now }))) return false;
  for (const { id } of await electionsOfDecision(tx, decision.id)) {
    const election = (await lockElection(tx, id))!;
    if (election.decisionId !== decision.id) continue;
    const before = await newestDecision(tx, decision.personId);
    await stopExchange(tx, deps, election, 'decision-retracted');
    await markStopped(tx, id, before ?? decision, now);
  }
  await audit(tx, {
    at: now,
    actor: retraction.actor,
    action: 'election.retract',
    personId: decision.personId,
    subject: decision.id,
  });
  return true;
}
