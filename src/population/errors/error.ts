import type { Draft } from '../draft.ts';
import type { Household, Person } from '../person.ts';
import type { Draws } from '../random.ts';

/** One thing that goes wrong on the way from a person to a request. */
export interface QueryError {
  /** As the truth files call it. */
  name: string;
  /** Changes the draft; false where the error does not apply to this person. */
  apply(draws: Draws, draft: Draft, person: Person, household: Household): boolean;
}

/** Applies an error and notes it. */
export function applyError(
  error: QueryError,
  draws: Draws,
  draft: Draft,
  person: Person,
  household: Household,
): boolean {
  if (!error.apply(draws, draft, person, household)) return false;
  draft.corruptions.push(error.name);
  return true;
}
