import { household } from './household.ts';
import type { Household } from './person.ts';
import { type Member, type MemberRecord, recordsOf } from './record.ts';
import { recordCount } from './shape.ts';

/**
 * A population: a seed and how much of it is in the index. The index is households 0 to `households` - 1; the people of
 * households from `households + outsiders_gap` on are outsiders. Nothing of it is stored.
 */
export interface Population {
  seed: string;
  /** Member records in the index. */
  members: number;
  households: number;
}

const outsiders_gap = 1000;

/**
 * The population with at least this many member records: whole households only, so there may be a few more. Counts households,
 * a million members in about a second.
 */
export function populationOf(seed: string, members_min: number): Population {
  let members = 0;
  let households = 0;
  while (members < members_min) members += recordCount(seed, households++);
  return { seed, members, households };
}

/** Household number `n` of those that are not in the index. */
export const outsiders = (population: Population, n: number): Household =>
  household(population.seed, population.households + outsiders_gap + n);

/** The records of households `from` to `to` - 1, in order, with their truth; nothing is kept. */
export function* memberRecords(seed: string, from: number, to: number): Generator<MemberRecord> {
  for (let number = from; number < to; number++)
    for (const person of household(seed, number).persons) yield* recordsOf(seed, person);
}

/** The member rows of households `from` to `to` - 1, for benches and files. */
export function* populationMembers(seed: string, from: number, to: number): Generator<Member> {
  for (const record of memberRecords(seed, from, to)) yield record.member;
}
