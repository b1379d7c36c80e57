/** What the member reads of an exchange: the real state, in the words of 3.4. Pure: everything it decides on is handed in. */
import type { Election } from '../election/decision.ts';
import { againEvery_days, requestWithin_days } from '../election/limits.ts';
import type { Exchange, Transfer } from '../exchange/request/transfer.ts';
import { businessDayAfter } from './business-day.ts';

export type PlanState =
  | 'looking'
  | 'will-ask'
  | 'asked'
  | 'checking'
  | 'matched'
  | 'not-found'
  | 'constrained'
  | 'exporting'
  | 'late'
  | 'arriving'
  | 'arrived'
  | 'partial'
  | 'stopping'
  | 'stopped'
  | 'ended'
  | 'failed';

export interface PlanFacts {
  election: Election;
  exchange?: Pick<Exchange, 'state' | 'outcome' | 'createdAt' | 'updatedAt'> | undefined;
  transfer?: Pick<Transfer, 'state' | 'reason' | 'updatedAt'> | undefined;
  /** When the match request went out, if it did. */
  askedAt?: Date | undefined;
  /** Records that came and could not be stored, and files that the partner could not fill. */
  missing: number;
  now: Date;
}

export interface PlanStanding {
  state: PlanState;
  /** A day by which the next thing happens. */
  nextBy?: string;
}

const day_ms = 86_400_000;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const daysAfter = (at: Date, days: number): string => dayOf(new Date(at.getTime() + days * day_ms));

export function standingOf(facts: PlanFacts): PlanStanding {
  const { election, exchange, transfer } = facts;
  if (election.status === 'stopped')
    return { state: exchange && transfer?.state === 'closing' ? 'stopping' : 'stopped' };
  if (election.status === 'ended') return { state: 'ended' };
  if (election.status === 'waiting') return { state: 'will-ask' };
  if (election.partnerId === null) return { state: 'looking', nextBy: election.endsOn };
  if (!exchange) return { state: 'will-ask', nextBy: daysAfter(election.decidedAt, requestWithin_days) };
  // A transfer that waits for a person shows as such, but for a partner that is merely late.
  if (transfer?.state === 'waiting' && exchange.state !== 'match-failed')
    return { state: transfer.reason?.startsWith('deadline-') ? 'late' : 'checking' };
  return running(facts, exchange);
}

function running(
  { election, askedAt, missing, now }: PlanFacts,
  exchange: NonNullable<PlanFacts['exchange']>,
): PlanStanding {
  const due = askedAt && businessDayAfter(askedAt);
  const answer = due === undefined ? {} : { nextBy: due };
  switch (exchange.state) {
    case 'opted-in':
    case 'partner-known':
      return { state: 'will-ask', nextBy: daysAfter(exchange.createdAt, requestWithin_days) };
    case 'matching':
      return { state: 'asked', ...answer };
    case 'match-failed':
      if (exchange.outcome === 'consentconstraint')
        return { state: election.scope === 'regular' ? 'constrained' : 'failed' };
      return { state: 'not-found' };
    case 'matched':
      return { state: 'matched', ...answer };
    case 'exporting':
      return due !== undefined && dayOf(now) > due ? { state: 'late' } : { state: 'exporting', ...answer };
    case 'downloading':
    case 'verifying':
      return { state: 'arriving' };
    case 'stored':
    case 'watching':
      return {
        state: missing > 0 ? 'partial' : 'arrived',
        ...(election.kind === 'concurrent' ? { nextBy: daysAfter(exchange.updatedAt, againEvery_days) } : {}),
      };
    case 'closed':
      return { state: 'ended' };
  }
}
