/**
 * The life of a review (member-match 5.9): a doubtful match waits for a person, who says that it is one of the candidates, that it
 * is none, or that nobody can tell. Pure: what a vote makes of a review.
 */
import type { ReviewPolicy } from './policy.ts';

/**
 * `open`: waits for a person. `approved`: it is `personId`. `rejected`: it is nobody of ours. `undecided`: people could not tell.
 * `superseded`: the members' records changed, and the engine now decides by itself. `expired`: nobody decided in time.
 */
export type ReviewState = 'open' | 'approved' | 'rejected' | 'undecided' | 'superseded' | 'expired';

export interface Vote {
  reviewer: string;
  verdict: 'same' | 'not-same' | 'cannot-tell';
  /** Whom; only for `same`. */
  personId?: number;
}

/** What a vote is judged on. */
export interface VotedReview {
  state: ReviewState;
  /** Persons that may be named. */
  candidates: readonly number[];
  /** Guards that objected: why this match is dangerous. */
  guards: readonly string[];
  claim?: { by: string; until: Date };
  /** Of the revision at hand, oldest first. */
  votes: readonly Vote[];
}

export type VoteRefusal = 'closed' | 'claimed-by-another' | 'same-reviewer' | 'no-candidate';

export type VoteResult =
  | { refused: VoteRefusal }
  /** Someone else has to look too: `second` before it is approved, `tie` because two disagree. */
  | { state: 'open'; waitsFor: 'second' | 'tie' }
  | { state: 'approved'; personId: number }
  | { state: 'rejected' | 'undecided' };

/** What the review is after this vote. */
export function afterVote(
  review: VotedReview,
  vote: Vote,
  policy: Pick<ReviewPolicy, 'twoPersons'>,
  now: Date,
): VoteResult {
  if (review.state !== 'open') return { refused: 'closed' };
  if (review.claim && review.claim.until > now && !sameName(review.claim.by, vote.reviewer))
    return { refused: 'claimed-by-another' };
  if (review.votes.some(({ reviewer }) => sameName(reviewer, vote.reviewer)))
    return { refused: 'same-reviewer' };
  if (vote.verdict === 'same' && !review.candidates.includes(vote.personId ?? Number.NaN))
    return { refused: 'no-candidate' };
  return tally([...review.votes, vote], needsTwo(review.guards, policy));
}

/** Whether an approval of a match with these objections takes two persons. */
export const needsTwo = (guards: readonly string[], { twoPersons }: Pick<ReviewPolicy, 'twoPersons'>) =>
  twoPersons === 'always' || (twoPersons === 'hazards' && guards.length > 0);

/**
 * One voice suffices for "not the same" and "cannot tell": both fail closed. Where two have different answers a third one decides;
 * what three cannot agree on, nobody can tell.
 */
function tally(votes: readonly Vote[], two: boolean): VoteResult {
  const [first] = votes;
  if (first?.verdict === 'not-same' && votes.length === 1) return { state: 'rejected' };
  if (first?.verdict === 'cannot-tell' && votes.length === 1) return { state: 'undecided' };
  const last = votes.at(-1)!;
  const agreeing = votes.filter((vote) => answerOf(vote) === answerOf(last)).length;
  if (agreeing >= (two || votes.length > 1 ? 2 : 1)) return closedBy(last);
  if (votes.length === 1) return { state: 'open', waitsFor: 'second' };
  return votes.length === 2 ? { state: 'open', waitsFor: 'tie' } : { state: 'undecided' };
}

const answerOf = ({ verdict, personId }: Vote): string => `${verdict} ${personId ?? ''}`;

function closedBy({ verdict, personId }: Vote): VoteResult {
  if (verdict === 'same') return { state: 'approved', personId: personId! };
  return { state: verdict === 'not-same' ? 'rejected' : 'undecided' };
}

/** `Ann Lee` is not a second person beside `ann lee `. */
const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other);
const nameKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** Who a review waits for, as a list shows it. */
export function waitsFor(votes: readonly Vote[]): 'first' | 'second' | 'tie' {
  if (votes.length === 0) return 'first';
  return votes.length === 1 ? 'second' : 'tie';
}
