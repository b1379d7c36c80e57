import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { isUuid } from '../db/uuid.ts';
import type { CandidateTrace, MatchDecision } from './decide.ts';
import type { ReviewState, Vote } from './review.ts';

/** A review as it is kept. */
export interface ReviewRow {
  id: string;
  clientId: string;
  fingerprint: Buffer;
  state: ReviewState;
  /** `{"patient", "coverage"}` as submitted; null once closed. */
  submission: string | null;
  candidates: CandidateTrace[];
  leadingPersonId: number;
  guards: string[];
  score: number;
  engine: string;
  facts: Buffer;
  revision: number;
  asks: number;
  openedAt: Date;
  askedAt: Date;
  dueAt: Date;
  expiresAt: Date;
  claimedBy: string | null;
  claimedUntil: Date | null;
  /** Approved: who it is. */
  personId: number | null;
  closedAt: Date | null;
  rememberUntil: Date | null;
}

const columns = sql`id, client_id as "clientId", fingerprint, state, submission, candidates,
  leading_person_id as "leadingPersonId", guards, score, engine, facts, revision, asks, opened_at as "openedAt",
  asked_at as "askedAt", due_at as "dueAt", expires_at as "expiresAt", claimed_by as "claimedBy",
  claimed_until as "claimedUntil", person_id as "personId", closed_at as "closedAt", remember_until as "rememberUntil"`;

export const selectReview = async (q: Queries, id: string): Promise<ReviewRow | undefined> =>
  isUuid(id) ? q.maybe<ReviewRow>(sql`select ${columns} from match_review where id = ${id}`) : undefined;

/** Read and held until the transaction ends: votes come one after the other. */
export const lockReview = async (q: Queries, id: string): Promise<ReviewRow | undefined> =>
  isUuid(id)
    ? q.maybe<ReviewRow>(sql`select ${columns} from match_review where id = ${id} for update`)
    : undefined;

/** Reviews of a state, those that are due first at the top. */
export const selectReviews = (q: Queries, filter: { state: ReviewState; limit: number }) =>
  q.query<ReviewRow>(sql`select ${columns} from match_review where state = ${filter.state}
    order by due_at, id limit ${filter.limit}`);

/** What was decided last about this question, while it is remembered. */
export const selectRemembered = (
  q: Queries,
  { clientId, fingerprint, now }: { clientId: string; fingerprint: Buffer; now: Date },
) =>
  q.maybe<Pick<ReviewRow, 'id' | 'state' | 'personId' | 'facts'>>(sql`
    select id, state, person_id as "personId", facts from match_review
    where client_id = ${clientId} and fingerprint = ${fingerprint} and state in ('approved', 'rejected', 'undecided')
      and remember_until > ${now}
    order by closed_at desc limit 1`);

export interface NewReview {
  id: string;
  clientId: string;
  submission: string;
  decision: MatchDecision & { leading: { personId: number } };
  facts: Buffer;
  now: Date;
  dueAt: Date;
  expiresAt: Date;
}

/** Opens a review, or counts one more ask on the open one. Returns its id, and whether the facts of an open one have changed. */
export async function putReview(q: Queries, review: NewReview): Promise<{ id: string; changed: boolean }> {
  const { decision, facts } = review;
  const row = await q.one<{ id: string; facts: Buffer }>(sql`
    insert into match_review as r (id, client_id, fingerprint, state, submission, candidates, leading_person_id, guards,
      score, engine, facts, opened_at, asked_at, due_at, expires_at)
    values (${review.id}, ${review.clientId}, ${decision.fingerprint}, 'open', ${review.submission},
      ${JSON.stringify(decision.candidates)}::jsonb, ${decision.leading.personId}, ${decision.guards}::text[],
      ${decision.score}, ${decision.engine}, ${facts}, ${review.now}, ${review.now}, ${review.dueAt}, ${review.expiresAt})
    on conflict (client_id, fingerprint) where state = 'open' do update
      set asks = r.asks + 1, asked_at = excluded.asked_at
    returning id, facts`);
  return { id: row.id, changed: !row.facts.equals(facts) };
}

/** New evidence for an open review: votes on the old one are void, and nobody holds it. */
export const refreshReview = (
  q: Queries,
  id: string,
  { decision, facts }: Pick<NewReview, 'decision' | 'facts'>,
) =>
  q.run(sql`update match_review set candidates = ${JSON.stringify(decision.candidates)}::jsonb,
      leading_person_id = ${decision.leading.personId}, guards = ${decision.guards}::text[], score = ${decision.score},
      engine = ${decision.engine}, facts = ${facts}, revision = revision + 1, claimed_by = null, claimed_until = null
    where id = ${id} and state = 'open'`);

export const claimReview = (q: Queries, id: string, claim: { by: string; until: Date } | undefined) =>
  q.run(sql`update match_review set claimed_by = ${claim?.by ?? null}, claimed_until = ${claim?.until ?? null}
    where id = ${id} and state = 'open'`);

/** Ends a review. What was submitted is forgotten with it. */
export const closeReview = (
  q: Queries,
  close: {
    id: string;
    state: Exclude<ReviewState, 'open'>;
    personId?: number;
    now: Date;
    rememberUntil?: Date;
  },
) =>
  q.run(sql`update match_review set state = ${close.state}, person_id = ${close.personId ?? null}, closed_at = ${close.now},
      remember_until = ${close.rememberUntil ?? null}, submission = null, claimed_by = null, claimed_until = null
    where id = ${close.id} and state = 'open'`);

/** Open reviews whose time is over. */
export const selectExpired = async (q: Queries, now: Date): Promise<string[]> =>
  (
    await q.query<{ id: string }>(
      sql`select id from match_review where state = 'open' and expires_at <= ${now} order by expires_at limit 1000`,
    )
  ).map((row) => row.id);

export interface KeptVote extends Vote {
  note: string;
  at: Date;
  revision: number;
}

export async function selectVotes(q: Queries, reviewId: string): Promise<KeptVote[]> {
  const rows = await q.query<Omit<KeptVote, 'personId'> & { personId: number | null }>(sql`
    select reviewer, verdict, person_id as "personId", note, at, revision from match_review_vote
    where review_id = ${reviewId} order by at, id`);
  return rows.map(({ personId, ...vote }) => ({ ...vote, ...(personId !== null && { personId }) }));
}

export const insertVote = (q: Queries, vote: KeptVote & { id: string; reviewId: string }) =>
  q.run(sql`insert into match_review_vote (id, review_id, revision, reviewer, verdict, person_id, note, at)
    values (${vote.id}, ${vote.reviewId}, ${vote.revision}, ${vote.reviewer}, ${vote.verdict}, ${vote.personId ?? null},
      ${vote.note}, ${vote.at})`);

/** How many of these reviews still wait for a person. */
export const countOpen = async (q: Queries, reviewIds: readonly string[]): Promise<number> =>
  (
    await q.one<{ open: number }>(
      sql`select count(*)::int as open from match_review where id = any(${[...reviewIds]}::uuid[]) and state = 'open'`,
    )
  ).open;

/** Of these reviews those after which the same question may be answered otherwise. */
export const selectAnswerable = async (q: Queries, reviewIds: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await q.query<{ id: string }>(
        sql`select id from match_review where id = any(${[...reviewIds]}::uuid[]) and state in ('approved', 'superseded')`,
      )
    ).map((row) => row.id),
  );
