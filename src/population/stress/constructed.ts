import { ageOn, dateOf, dayOf, populationDay, yearOf } from '../dates.ts';
import { alike } from '../names/alike.ts';
import { drawGiven, drawSimilarGiven } from '../names/given.ts';
import type { Person } from '../person.ts';
import type { Draws } from '../random.ts';

/** Persons who are in no household: made up beside a real one to see whether the engine takes them for each other. */
const strange = {
  covers: [],
  duplicate: false,
  twinOf: '',
  namesakeOf: '',
  recycledOf: '',
  mbi: '',
  suffix: '',
  maiden: '',
};

/** The twin that nobody told the payer of: same birth date, family, address and telephone; another first name. */
export function unlistedTwin(
  draws: Draws,
  of: Person,
  family: readonly Person[],
  similar = draws.chance(0.5),
): Person {
  const sex = draws.chance(0.64) ? of.sex : of.sex === 'female' ? 'male' : 'female';
  const year = yearOf(dayOf(of.birthDate));
  const draw = () =>
    similar
      ? drawSimilarGiven(draws, sex, year, of.origin, of.given)
      : drawGiven(draws, sex, year, of.origin);
  const given = otherGiven(of, family, draw);
  return {
    ...of,
    ...strange,
    id: `${of.id}-twin`,
    sex,
    given,
    middle: draws.chance(0.7) ? drawGiven(draws, sex, year - 15, 'general') : '',
    ssn4: ssn4(draws),
  };
}

/** Draws until the first name is another one in the family; María Ana and María Beatriz are. */
function otherGiven(of: Person, family: readonly Person[], draw: () => string): string {
  const tries_max = 40;
  for (let tries = 0; tries < tries_max; tries++) {
    const given = draw();
    if (![of, ...family].some((other) => alike(other.given, given))) return given;
  }
  return of.given === 'Robin' ? 'Terry' : 'Robin';
}

const ssn4 = (draws: Draws): string => String(1 + draws.below(9999)).padStart(4, '0');

/** A brother or sister who is no member, some years older or younger. */
export function unlistedSibling(draws: Draws, of: Person, family: readonly Person[]): Person {
  const days = Math.round((1 + draws.next() * 4) * 365) * (draws.chance(0.5) ? 1 : -1);
  const born = dayOf(of.birthDate) + days;
  return {
    ...unlistedTwin(draws, of, family, draws.chance(0.2)),
    id: `${of.id}-sibling`,
    birthDate: dateOf(born < populationDay ? born : dayOf(of.birthDate) - Math.abs(days)),
  };
}

/** Somebody of the family with the same sex and another birth day, first name to be set. */
export function unlistedRelative(draws: Draws, of: Person, kind: string, born: number): Person {
  const year = yearOf(born);
  return {
    ...of,
    ...strange,
    id: `${of.id}-${kind}`,
    birthDate: dateOf(born),
    age: ageOn(born),
    middle: draws.chance(0.6) ? drawGiven(draws, of.sex, year - 15, 'general') : '',
    phone: draws.chance(0.5) ? of.landline : of.phone,
    email: '',
    ssn4: ssn4(draws),
  };
}

/** Somebody of the same names and sex who lives elsewhere and has nothing else to do with the member. */
export function unrelatedNamesake(draws: Draws, of: Person, home: Person, born: number): Person {
  return {
    ...unlistedRelative(draws, of, 'other', born),
    given: of.given,
    address: home.address,
    previousAddress: undefined,
    phone: home.phone || home.landline,
    landline: '',
    middle: otherMiddle(draws, of),
  };
}

/** A middle name that is another one, or none said. */
function otherMiddle(draws: Draws, of: Person): string {
  const middle = drawGiven(draws, of.sex, yearOf(dayOf(of.birthDate)) - 15, 'general');
  return middle[0] === of.middle[0] ? '' : middle;
}
