import { createHash } from 'node:crypto';
import type { Candidate } from './candidate.ts';
import type { CandidateTrace, MatchDecision } from './decide.ts';

/** Candidates below this share of the posterior are nobody whom a reviewer has to look at. */
const contenderScore_min = 0.001;

/** Whom a person is asked about: the leading candidate and everybody who might be the one instead. */
export const contenders = (candidates: readonly CandidateTrace[]): CandidateTrace[] =>
  candidates.filter(({ score }, place) => place === 0 || score >= contenderScore_min);

/**
 * What a review rests on, in one hash: how each field of the submission stands to each contender, what objects, and what is on record
 * of them. While it stays the same, what a person said about it stands; scores are left out, for they change with every new
 * frequency of a name.
 */
export function factsOf(
  { candidates, guards }: Pick<MatchDecision, 'candidates' | 'guards'>,
  held: readonly Candidate[],
): Buffer {
  const asked = contenders(candidates)
    .map(({ personId, fields, objections }) => [
      personId,
      Object.entries(fields)
        .map(([field, { level }]) => `${field} ${level}`)
        .sort(),
      [...objections].sort(),
      recordOf(held.find((one) => one.personId === personId)),
    ])
    .sort((a, b) => Number(a[0]) - Number(b[0]));
  const facts = JSON.stringify([candidates[0]?.personId, [...guards].sort(), asked]);
  return createHash('sha256').update(facts).digest();
}

/** Everything that is compared, whatever its order. Whether a coverage is in force tells which record to answer with, not who it is. */
function recordOf(candidate: Candidate | undefined): string[] | null {
  if (!candidate) return null;
  const records = candidate.records.map(({ coverageActive: _, ...record }) => JSON.stringify(record));
  return [...records, ...candidate.identifiers.map((identifier) => JSON.stringify(identifier))].sort();
}
