import { household } from './household.ts';
import type { Household, Person } from './person.ts';
import type { Population } from './population.ts';
import type { Draws } from './random.ts';

/** A person in their household. */
export interface Found {
  person: Person;
  home: Household;
}

/** Households looked at before a search gives up: some strata want what one household in thousands has. */
export const searches_max = 30_000;

/** A member at random. */
export function anyMember(population: Population, draws: Draws): Found {
  const home = household(population.seed, draws.below(population.households));
  return { home, person: draws.pick(home.persons.filter(isMember)) };
}

/** Somebody of an indexed household who fits; `undefined` where none of many households has one. */
export function findPerson(
  population: Population,
  draws: Draws,
  fits: (person: Person, home: Household) => boolean,
): Found | undefined {
  // A small population has been looked through long before.
  const tries_max = Math.min(searches_max, population.households * 3);
  for (let tries = 0; tries < tries_max; tries++) {
    const home = household(population.seed, draws.below(population.households));
    const persons = home.persons.filter((person) => fits(person, home));
    if (persons.length > 0) return { home, person: draws.pick(persons) };
  }
  return undefined;
}

export const isMember = (person: Person): boolean => person.covers.length > 0;

/** A person by the id that other persons name. */
export function personById(population: Population, id: string): Person {
  const [number, slot] = id.slice(1).split('-').map(Number) as [number, number];
  return household(population.seed, number).persons[slot]!;
}
