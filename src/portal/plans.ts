import type { Clock } from '../clock/clock.ts';
import type { Db, Queries } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import type { Election, PlanKind, Scope } from '../election/decision.ts';
import { electionOf, electionsOf } from '../election/election-store.ts';
import { joinWithin_h } from '../election/limits.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { type ExchangeDetail, ledgerOfMember, showExchange } from '../exchange/request/operate.ts';
import { type PlanState, standingOf } from './plan-state.ts';
import { kindOfType, type RecordKind } from './record-kind.ts';

export interface ViewDeps {
  db: Db;
  clock: Clock;
}

export interface PlanCard {
  id: string;
  name: string;
  kind: PlanKind;
  state: PlanState;
  nextBy?: string;
  scope: Scope;
  endsOn: string;
  counts?: Record<string, number>;
  canRefreshAt?: string;
  stopped?: string;
  files?: { have: number; of: number };
}

export interface SeenPlan {
  card: PlanCard;
  election: Election;
  detail: ExchangeDetail | undefined;
  /** Records that came and were not stored, by the member's kinds. */
  notReceived: { kind: RecordKind; count?: number }[];
}

/** Every plan that the member named, as it stands. */
export async function plansOf({ db, clock }: ViewDeps, personId: number): Promise<SeenPlan[]> {
  const elections = await electionsOf(db, personId);
  return Promise.all(elections.map((election) => see(db, clock.now(), election)));
}

/** One of the member's own plans; anybody else's is not found. */
export async function planOfMember({ db, clock }: ViewDeps, personId: number, id: string): Promise<SeenPlan> {
  const election = isUuid(id) ? await electionOf(db, personId, id) : undefined;
  if (!election) throw new MemberProblem('not-found');
  return see(db, clock.now(), election);
}

export async function see(q: Queries, now: Date, election: Election): Promise<SeenPlan> {
  const detail = election.exchangeId === null ? undefined : await showExchange(q, election.exchangeId);
  const ledger =
    election.partnerId === null ? [] : await ledgerOfMember(q, election.personId, election.partnerId);
  const notReceived = new Map<RecordKind, number>();
  for (const { type, quarantined } of ledger)
    if (quarantined > 0)
      notReceived.set(kindOfType(type), (notReceived.get(kindOfType(type)) ?? 0) + quarantined);
  const asked = detail?.events.find(({ state }) => state === 'matching')?.at;
  const errors = detail?.transfer?.notices.filter(({ code }) => code.startsWith('partner-error')) ?? [];
  const missing = [...notReceived.values()].reduce((sum, n) => sum + n, 0) + errors.length;
  const standing = standingOf({
    election,
    exchange: detail?.exchange,
    transfer: detail?.transfer,
    askedAt: asked ?? election.askedAt ?? undefined,
    missing,
    now,
  });
  const counts = Object.fromEntries(ledger.filter((l) => l.stored > 0).map((l) => [l.type, l.stored]));
  const output = detail?.files.filter(({ kind }) => kind === 'output') ?? [];
  const card: PlanCard = {
    id: election.id,
    name: election.name,
    kind: election.kind,
    state: standing.state,
    ...(standing.nextBy === undefined ? {} : { nextBy: standing.nextBy }),
    scope: election.scope,
    endsOn: election.endsOn,
    ...(Object.keys(counts).length > 0 ? { counts } : {}),
    ...refreshOf(standing.state, detail),
    ...(election.stoppedAt ? { stopped: election.stoppedAt.toISOString() } : {}),
    ...(standing.state === 'arriving'
      ? { files: { have: output.filter(({ state }) => state === 'ingested').length, of: output.length } }
      : {}),
  };
  return {
    card,
    election,
    detail,
    notReceived: [...notReceived].map(([kind, count]) => ({ kind, count })),
  };
}

/** A pull that is younger than a day is joined: from then on, asking means asking the plan. */
function refreshOf(state: PlanState, detail: ExchangeDetail | undefined): { canRefreshAt?: string } {
  if ((state !== 'arrived' && state !== 'partial') || !detail?.transfer) return {};
  const at = new Date(detail.transfer.createdAt.getTime() + joinWithin_h * 3_600_000);
  return { canRefreshAt: at.toISOString() };
}
