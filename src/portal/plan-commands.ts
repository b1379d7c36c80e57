/** What a member can do about a plan that was asked: add facts, be called, ask again. */
import { audit } from '../audit/audit.ts';
import type { Db, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { askUnder } from '../election/after-decision.ts';
import type { Election, NamedPlan } from '../election/decision.ts';
import type { DecideDeps } from '../election/deps.ts';
import {
  countCallbacks,
  countFactChanges,
  electionOf,
  insertCallback,
  insertFactChange,
  lockElection,
  updatePlan,
} from '../election/election-store.ts';
import { callbacksPerDay_max, factChangesPerDay_max, joinWithin_h } from '../election/limits.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { decisionById } from '../election/store.ts';
import { pullAgainIn, showExchange } from '../exchange/request/operate.ts';
import { type PlanCard, see } from './plans.ts';

export interface CommandDeps extends DecideDeps {
  db: Db;
}

export interface Commander {
  personId: number;
  ownPersonId: number;
}

const day_ms = 86_400_000;

async function ownElection(tx: Tx, who: Commander, id: string): Promise<Election> {
  // Somebody else's and none at all are one answer, and one way to it: another's row is not even touched.
  const own = isUuid(id) ? await electionOf(tx, who.personId, id) : undefined;
  if (!own) throw new MemberProblem('not-found');
  return (await lockElection(tx, id))!;
}

const cardNow = async (tx: Tx, deps: CommandDeps, id: string): Promise<PlanCard> =>
  (await see(tx, deps.clock.now(), (await lockElection(tx, id))!)).card;

/** New facts, and the plan is asked anew with them: after a match that failed, or before anything was asked. */
export async function addFacts(
  tx: Tx,
  deps: CommandDeps,
  who: Commander,
  id: string,
  facts: Partial<NamedPlan>,
): Promise<PlanCard> {
  const election = await ownElection(tx, who, id);
  const now = deps.clock.now();
  if (election.status !== 'given') throw new MemberProblem('not-possible-now');
  const used = await countFactChanges(tx, id, new Date(now.getTime() - day_ms));
  if (used >= factChangesPerDay_max)
    throw new MemberProblem('facts-too-many', { retryAfterSeconds: day_ms / 1000 });
  const { state } = (await see(tx, now, election)).card;
  if (!['looking', 'will-ask', 'asked', 'checking', 'not-found', 'failed'].includes(state))
    throw new MemberProblem('not-possible-now');
  await insertFactChange(tx, who.personId, id, now);
  await updatePlan(tx, id, facts);
  if (election.partnerId !== null)
    await askUnder(tx, deps, id, (await decisionById(tx, election.decisionId))!);
  await audit(tx, {
    at: now,
    actor: `member:${who.ownPersonId}`,
    action: 'election.facts',
    personId: who.personId,
    subject: id,
    codes: Object.keys(facts),
  });
  return cardNow(tx, deps, id);
}

export async function askForCall(
  tx: Tx,
  deps: CommandDeps,
  who: Commander,
  id: string,
  wish: { phone: string; when: string },
): Promise<PlanCard> {
  await ownElection(tx, who, id);
  const now = deps.clock.now();
  if ((await countCallbacks(tx, who.personId, new Date(now.getTime() - day_ms))) >= callbacksPerDay_max)
    throw new MemberProblem('callbacks-too-many', { retryAfterSeconds: day_ms / 1000 });
  await insertCallback(tx, {
    id: deps.random.uuid(),
    personId: who.personId,
    electionId: id,
    phone: wish.phone,
    wanted: wish.when,
    at: now,
  });
  return cardNow(tx, deps, id);
}

/** Asks the plan again. A pull that runs, or is younger than a day, is joined: two questions are one pull. */
export async function refresh(tx: Tx, deps: CommandDeps, who: Commander, id: string): Promise<PlanCard> {
  const election = await ownElection(tx, who, id);
  if (election.status !== 'given' || election.exchangeId === null)
    throw new MemberProblem('not-possible-now');
  const { transfer, exchange } = await showExchange(tx, election.exchangeId);
  const now = deps.clock.now();
  if (!transfer || exchange.state === 'closed' || exchange.state === 'match-failed')
    throw new MemberProblem('not-possible-now');
  const young = now.getTime() - transfer.createdAt.getTime() < joinWithin_h * 3_600_000;
  if (transfer.state === 'stored' && !young) {
    await pullAgainIn(tx, deps, transfer.id);
    await audit(tx, {
      at: now,
      actor: `member:${who.ownPersonId}`,
      action: 'election.refresh',
      personId: who.personId,
      subject: id,
    });
  }
  return cardNow(tx, deps, id);
}
