/**
 * HRex mm-7: a partner that guesses is found out. Guessing has four shapes: one person with many cards, one card with many persons,
 * numbers that are walked through, and many submissions of which hardly one fits. Pure: what counts and where it is too much.
 */
import type { ProbingLimits } from './policy.ts';
import type { AttemptKeys } from './probing-keys.ts';

/**
 * `card-guessing`: one person, ever other cards and details. `person-guessing`: one card, ever other persons. `number-walking`:
 * numbers next to each other. `enumeration`: hardly one of the latest fits. `volume`: too many refusals in one day.
 */
export type ProbingKind = 'card-guessing' | 'person-guessing' | 'number-walking' | 'enumeration' | 'volume';

/** The latest distinct submissions of a partner within a day, of which at least `answered_min` must have found somebody. */
export const latest_count = 500;
export const answered_min = 10;

/** A refused submission, as the watch remembers it. */
export type Refused = AttemptKeys;

/** What is counted of one partner: as loaded, and going on from there. */
export interface Counts {
  /** Submissions that were looked at before: to ask again tells nothing new. */
  known: Set<string>;
  refusedOfPerson: Map<string, number>;
  personsOfCard: Map<string, Set<string>>;
  cardsOfBlock: Map<string, Set<string>>;
  /** Of the latest within a day, whether nobody was named, the newest last; and how many found somebody. */
  latest: { refused: boolean[]; answered: number };
  refusedToday: number;
}

export const emptyCounts = (): Counts => ({
  known: new Set(),
  refusedOfPerson: new Map(),
  personsOfCard: new Map(),
  cardsOfBlock: new Map(),
  latest: { refused: [], answered: 0 },
  refusedToday: 0,
});

/** Counts a refusal under what it is about. */
export function countRefused(counts: Counts, { person, card, block }: Refused): void {
  if (person !== undefined) counts.refusedOfPerson.set(person, (counts.refusedOfPerson.get(person) ?? 0) + 1);
  if (card === undefined) return;
  if (person !== undefined) setOf(counts.personsOfCard, card).add(person);
  if (block !== undefined) setOf(counts.cardsOfBlock, block).add(card);
}

/** Counts a submission that was looked at just now. */
export function countAttempt(counts: Counts, keys: AttemptKeys, refused: boolean): void {
  if (counts.known.has(keys.submission)) return;
  counts.known.add(keys.submission);
  noteLatest(counts, refused);
  if (!refused) return;
  counts.refusedToday += 1;
  countRefused(counts, keys);
}

/** The newest of the latest; the oldest makes room. */
export function noteLatest({ latest }: Counts, refused: boolean): void {
  if (!refused) latest.answered += 1;
  if (latest.refused.push(refused) > latest_count && latest.refused.shift() === false) latest.answered -= 1;
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  const found = sets.get(key) ?? new Set();
  sets.set(key, found);
  return found;
}

export interface Suspicion {
  kind: ProbingKind;
  /** The keyed hash that it is about; '' for the partner as a whole. */
  subject: string;
}

/** Why this submission is not to be looked at, or undefined. What was asked before is always answered again. */
export function suspicionOf(
  counts: Counts,
  { submission, person, card, block }: AttemptKeys,
  limits: ProbingLimits,
): Suspicion | undefined {
  if (counts.known.has(submission)) return undefined;
  if (person !== undefined && (counts.refusedOfPerson.get(person) ?? 0) >= limits.refusedPerPerson_max)
    return { kind: 'card-guessing', subject: person };
  if (card !== undefined && isFull(counts.personsOfCard.get(card), person, limits.personsPerCard_max))
    return { kind: 'person-guessing', subject: card };
  if (block !== undefined && isFull(counts.cardsOfBlock.get(block), card, limits.numbersPerBlock_max))
    return { kind: 'number-walking', subject: block };
  const { latest } = counts;
  if (latest.refused.length >= latest_count && latest.answered < answered_min)
    return { kind: 'enumeration', subject: '' };
  return counts.refusedToday >= limits.refusedPerDay_max ? { kind: 'volume', subject: '' } : undefined;
}

const isFull = (seen: ReadonlySet<string> | undefined, one: string | undefined, max: number): boolean =>
  seen !== undefined && seen.size >= max && (one === undefined || !seen.has(one));
