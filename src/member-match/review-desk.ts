import { audit } from '../audit/audit.ts';
import type { Queries, Tx } from '../db/db.ts';
import { personsById } from '../person/find-store.ts';
import type { CandidateTrace } from './decide.ts';
import type { MemberQuery } from './query.ts';
import { candidateOf } from './retrieve.ts';
import { needsTwo, type ReviewState, type Vote, waitsFor } from './review.ts';
import { type CandidateEvidence, evidenceOf } from './review-evidence.ts';
import { contenders } from './review-facts.ts';
import { type DeskDeps, nameOf, openReviewFile, votesOn } from './review-file.ts';
import * as store from './review-store.ts';

/** One line of the queue. Nobody's name is in it. */
export interface ReviewSummary {
  id: string;
  clientId: string;
  state: ReviewState;
  /** Which voice it waits for: the first, the second, or the one between two that disagree. */
  waitsFor: 'first' | 'second' | 'tie' | null;
  hazards: string[];
  score: number;
  asks: number;
  openedAt: Date;
  dueAt: Date;
  overdue: boolean;
  expiresAt: Date;
  claimedBy: string | null;
}

/** Reviews of a state, those that are due first at the top. */
export async function listReviews(
  q: Queries,
  wanted: { state: ReviewState; now: Date; limit?: number },
): Promise<ReviewSummary[]> {
  const rows = await store.selectReviews(q, { state: wanted.state, limit: wanted.limit ?? 200 });
  const summaries: ReviewSummary[] = [];
  // Of a closed review the votes tell nothing here.
  for (const row of rows)
    summaries.push(summaryOf(row, row.state === 'open' ? await votesOn(q, row) : [], wanted.now));
  return summaries;
}

const summaryOf = (row: store.ReviewRow, votes: readonly Vote[], now: Date): ReviewSummary => ({
  id: row.id,
  clientId: row.clientId,
  state: row.state,
  waitsFor: row.state === 'open' ? waitsFor(votes) : null,
  hazards: row.guards,
  score: row.score,
  asks: row.asks,
  openedAt: row.openedAt,
  dueAt: row.dueAt,
  overdue: row.state === 'open' && row.dueAt <= now,
  expiresAt: row.expiresAt,
  claimedBy: row.claimedUntil && row.claimedUntil > now ? row.claimedBy : null,
});

export interface ReviewView extends ReviewSummary {
  /** Counts up when the records of the members change; a vote may name the one that it looked at. */
  revision: number;
  twoPersons: boolean;
  engine: string;
  fingerprint: string;
  leadingPersonId: number;
  /** Best first; values only while the review is open. */
  candidates: CandidateEvidence[];
  approvedPersonId: number | null;
  closedAt: Date | null;
  /** Who said what. While the review is open, a second person does not learn what the first one said. */
  votes: store.KeptVote[];
}

/** How long a reviewer has it alone. */
const claim_minutes = 15;

/**
 * Shows a review to somebody who will decide it: the evidence as it is now, and the review is theirs for a while. Who looked is audited.
 *
 * @throws Problem `not-found`, `invalid` without a name
 */
export async function showReview(
  tx: Tx,
  deps: DeskDeps,
  show: { id: string; reviewer: string; reveal: boolean; now: Date },
): Promise<ReviewView> {
  const reviewer = nameOf(show.reviewer);
  const { row, query } = await openReviewFile(tx, deps, show.id, show.now);
  const summary = summaryOf(row, await votesOn(tx, row), show.now);
  let { claimedBy } = summary;
  if (row.state === 'open' && claimedBy === null) {
    claimedBy = reviewer;
    const until = new Date(show.now.getTime() + claim_minutes * 60_000);
    await store.claimReview(tx, row.id, { by: reviewer, until });
  }
  await audit(tx, {
    at: show.now,
    actor: `operator:${reviewer}`,
    action: show.reveal ? 'match.review.reveal' : 'match.review.show',
    personId: row.leadingPersonId,
    subject: row.id,
    detail: { revision: row.revision },
  });
  return {
    ...summary,
    claimedBy,
    revision: row.revision,
    twoPersons: needsTwo(row.guards, deps.review),
    engine: row.engine,
    fingerprint: row.fingerprint.toString('hex'),
    leadingPersonId: row.leadingPersonId,
    candidates: await evidence(tx, row.candidates, query, show.reveal),
    approvedPersonId: row.personId,
    closedAt: row.closedAt,
    votes: row.state === 'open' ? [] : await store.selectVotes(tx, row.id),
  };
}

async function evidence(
  q: Queries,
  traces: readonly CandidateTrace[],
  query: MemberQuery | undefined,
  reveal: boolean,
): Promise<CandidateEvidence[]> {
  const asked = contenders(traces);
  const persons = await personsById(
    q,
    asked.map(({ personId }) => personId),
  );
  const held = new Map(query ? persons.map((person) => [person.personId, candidateOf(person)]) : []);
  return asked.map((trace) => evidenceOf(trace, query ?? nothingTold, held.get(trace.personId), reveal));
}

/** Of a closed review the submission is forgotten. */
const nothingTold: MemberQuery = {
  names: [],
  birthDate: undefined,
  sex: undefined,
  identifiers: [],
  addresses: [],
  telecom: [],
  foreignPlan: false,
};
