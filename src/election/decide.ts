/**
 * Takes a decision: evidence, election, Consent and the exchange that it starts or stops are one transaction. If anything fails, nothing
 * is saved; if it is saved, everything follows from it.
 */
import { audit } from '../audit/audit.ts';
import type { Tx } from '../db/db.ts';
import { getPartner } from '../directory/partners.ts';
import { meetOffer, startClock } from './clock-store.ts';
import type { Election, NamedPlan, NewDecision } from './decision.ts';
import type { DecideDeps } from './deps.ts';
import {
  electionFor,
  electionOf,
  electionsOf,
  insertElection,
  linkDecision,
  lockElection,
  markStopped,
  type Standing,
  updatePlan,
  updateStanding,
} from './election-store.ts';
import { requestWithin_days } from './limits.ts';
import { coverageStart } from './member-bundle.ts';
import { MemberProblem } from './member-problem.ts';
import { orderExchange, ownMember, stopExchange } from './order-exchange.ts';
import { receiptNumber } from './receipt-number.ts';
import { countsNow } from './rules/newest-counts.ts';
import { lastDay } from './rules/period.ts';
import { type DecisionRow, insertDecision, lockMember, newestDecision } from './store.ts';
import { firstDay } from './wire-consent.ts';

export interface Decided {
  id: string;
  number: string;
  state: DecisionRow['state'];
  effectiveEnd: string | null;
  /** Of the plans that the decision speaks of, as they stand now. */
  elections: Election[];
}

export interface DecideOptions {
  /** A representative's wish to widen waits for approval. */
  waits?: boolean;
}

export async function decide(
  tx: Tx,
  deps: DecideDeps,
  decision: NewDecision,
  options: DecideOptions = {},
): Promise<Decided | 'known-record'> {
  const { personId, kind } = decision;
  const now = deps.clock.now();
  await lockMember(tx, personId);
  const gives = kind === 'opt-in' || kind === 'change';
  const ends = gives ? await daysOf(tx, deps, decision) : new Map<NamedPlan, string>();
  const row: DecisionRow = {
    id: deps.random.uuid(),
    number: receiptNumber(deps.random),
    state: options.waits ? 'waiting' : gives || kind === 'withdraw' ? 'effective' : 'recorded',
    effectiveStart: gives ? decision.decidedAt : null,
    effectiveEnd: [...ends.values()].sort().at(-1) ?? null,
    previousId: (await newestDecision(tx, personId))?.id ?? null,
    receivedAt: now,
  };
  const stops = kind === 'withdraw' ? await toStop(tx, decision) : [];
  if (!(await insertDecision(tx, row, decision))) return 'known-record';
  const touched: string[] = [];
  if (gives)
    for (const plan of decision.plans)
      touched.push(await give(tx, deps, decision, row, plan, ends.get(plan)!));
  for (const election of stops) touched.push(await stop(tx, deps, decision, row, election));
  await meetOffer(tx, personId, now);
  await audit(tx, {
    at: now,
    actor: actorOf(decision),
    action: `election.${kind}`,
    personId,
    subject: row.id,
    decision: row.state,
    ...(decision.shown ? { codes: [decision.shown.sha256] } : {}),
    counts: { plans: touched.length },
    detail: {
      channel: decision.evidence.channel,
      method: decision.evidence.method,
      scope: decision.scope ?? null,
    },
  });
  const elections: Election[] = [];
  for (const id of touched) elections.push((await electionOf(tx, personId, id))!);
  return { id: row.id, number: row.number, state: row.state, effectiveEnd: row.effectiveEnd, elections };
}

const actorOf = ({ evidence, personId }: NewDecision): string =>
  evidence.signer === 'agent'
    ? `operator:${evidence.agent ?? 'agent'}`
    : evidence.source
      ? `client:${evidence.source}`
      : `member:${evidence.signerPerson ?? personId}`;

/** The last day of each plan: the channel's own where it names one, else by rule. */
async function daysOf(tx: Tx, deps: DecideDeps, decision: NewDecision): Promise<Map<NamedPlan, string>> {
  const own = await ownMember(tx, decision.personId, deps.clock.now().toISOString().slice(0, 10));
  const start = own && coverageStart(own);
  const decided = firstDay(decision.decidedAt);
  return new Map(
    decision.plans.map((plan) => [plan, decision.effectiveEnd ?? lastDay(plan.kind, decided, start)]),
  );
}

async function toStop(tx: Tx, decision: NewDecision): Promise<Election[]> {
  const all = await electionsOf(tx, decision.personId);
  const running = all.filter(({ status }) => status === 'given' || status === 'waiting');
  if (decision.stop === 'all' || decision.stop === undefined) {
    if (running.length === 0 && decision.evidence.recordId === undefined)
      throw new MemberProblem('nothing-to-withdraw');
    return running;
  }
  const wanted = decision.stop.map((id) => all.find((election) => election.id === id));
  // Somebody else's plan and none at all are one answer.
  if (wanted.some((election) => election === undefined)) throw new MemberProblem('not-found');
  const stops = (wanted as Election[]).filter(({ status }) => status === 'given' || status === 'waiting');
  if (stops.length === 0) throw new MemberProblem('nothing-to-withdraw');
  return stops;
}

async function give(
  tx: Tx,
  deps: DecideDeps,
  decision: NewDecision,
  row: DecisionRow,
  plan: NamedPlan,
  endsOn: string,
): Promise<string> {
  const { personId, decidedAt } = decision;
  const scope = decision.scope!;
  const before = await electionFor(tx, personId, plan);
  const id = before?.id ?? deps.random.uuid();
  const counts = countsNow(decision, before);
  const standing: Standing = {
    status: row.state === 'waiting' ? 'waiting' : 'given',
    scope,
    kinds: decision.kinds ?? null,
    decisionId: row.id,
    decidedAt,
    endsOn,
  };
  if (!before) await insertElection(tx, id, personId, plan, standing, deps.clock.now());
  // What is given already stays given while the wider wish waits.
  else if (counts && !(row.state === 'waiting' && before.status === 'given')) {
    await updatePlan(tx, id, plan);
    await updateStanding(tx, id, standing);
  }
  await linkDecision(tx, row.id, id);
  if (row.state !== 'waiting' && counts) await ask(tx, deps, id, plan, decision, row);
  return id;
}

/** Starts clock C2 and asks; a plan that nobody here knows pauses the clock. */
async function ask(
  tx: Tx,
  deps: DecideDeps,
  id: string,
  plan: NamedPlan,
  decision: NewDecision,
  row: DecisionRow,
): Promise<void> {
  const now = deps.clock.now();
  const partner = plan.partnerId === undefined ? undefined : await getPartner(tx, plan.partnerId);
  await startClock(tx, {
    kind: 'C2',
    personId: decision.personId,
    electionId: id,
    startedAt: now,
    dueAt: new Date(now.getTime() + requestWithin_days * 86_400_000),
    ...(partner ? {} : { pausedWhy: 'plan-not-known' }),
  });
  if (!partner) return;
  const election = (await lockElection(tx, id))!;
  const { evidence, shown } = decision;
  await orderExchange(tx, deps, {
    election,
    partner,
    decision: { id: row.id, decidedAt: decision.decidedAt },
    evidence,
    shown,
  });
}

async function stop(
  tx: Tx,
  deps: DecideDeps,
  decision: NewDecision,
  row: DecisionRow,
  { id }: Election,
): Promise<string> {
  const election = (await lockElection(tx, id))!;
  await linkDecision(tx, row.id, id);
  if (!countsNow(decision, election)) return id;
  await markStopped(tx, id, { id: row.id, decidedAt: decision.decidedAt }, deps.clock.now());
  await stopExchange(tx, deps, election, 'member-withdrew');
  return id;
}
