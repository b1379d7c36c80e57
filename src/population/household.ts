import { drawBirthDays } from './birth-days.ts';
import { giveContacts } from './contacts.ts';
import { giveCovers, medicareAge_years } from './covers.ts';
import { ageOn, dateOf, yearOf } from './dates.ts';
import { surnameFrequency } from './names/surname.ts';
import { nameHousehold } from './naming.ts';
import type { Household, Person } from './person.ts';
import { drawsOf } from './random.ts';
import { drawShape, householdDraws, type Shape } from './shape.ts';

/** Households that have a namesake of somebody elsewhere as their first person, before those that find none. */
const namesake_share = 0.05;
/** A rare name that two unrelated people share by chance does not happen. */
const namesakeFrequency_min = 0.000_1;
const namesakeTries_max = 3;
const namesakeDistance_max = 20_000;

/** The household of this number; the same for everybody who asks, without any other having been made. */
export function household(seed: string, number: number): Household {
  const { shape, persons } = core(seed, number);
  plantNamesake(seed, number, shape, persons);
  return { number, persons };
}

/** The household before a namesake moves in. */
function core(seed: string, number: number): { shape: Shape; persons: Person[] } {
  const draws = householdDraws(seed, number);
  const shape = drawShape(draws);
  const births = drawBirthDays(draws, shape);
  const persons = shape.slots.map((slot, at): Person => {
    const birth = births[at]!;
    return {
      id: `P${number}-${at}`,
      household: number,
      slot: at,
      role: slot.role,
      sex: 'female',
      birthDate: dateOf(birth),
      age: ageOn(birth),
      origin: 'general',
      given: '',
      middle: '',
      family: '',
      maiden: '',
      suffix: '',
      ssn4: String(1 + draws.below(9999)).padStart(4, '0'),
      mbi: '',
      address: nowhere,
      previousAddress: undefined,
      phone: '',
      landline: '',
      previousPhone: '',
      email: '',
      covers: [],
      duplicate: slot.covered && slot.duplicate,
      twinOf: '',
      namesakeOf: '',
      recycledOf: '',
    };
  });
  shape.slots.forEach((slot, at) => {
    if (!slot.twin) return;
    persons[at]!.twinOf = persons[at - 1]!.id;
    persons[at - 1]!.twinOf = persons[at]!.id;
  });
  nameHousehold(draws, shape, persons, births.map(yearOf));
  giveContacts(draws, shape, persons);
  giveCovers(draws, seed, number, shape, persons);
  return { shape, persons };
}

const nowhere = {
  number: '',
  direction: '',
  street: '',
  type: 0,
  unit: '',
  city: '',
  state: '',
  zip: '',
  areaCodes: [],
};

/** Households of grown-ups only: a namesake brings their own birth date. */
const movable = (shape: Shape): boolean => shape.type === 'single' || shape.type === 'couple';
const namesakeDraws = (seed: string, number: number) => drawsOf(`${seed}|namesake|${number}`);

function plantNamesake(seed: string, number: number, shape: Shape, persons: Person[]): void {
  if (!movable(shape)) return;
  const draws = namesakeDraws(seed, number);
  if (!draws.chance(namesake_share) || number === 0) return;
  for (let tries = 0; tries < namesakeTries_max; tries++) {
    const from = number - 1 - draws.below(Math.min(number, namesakeDistance_max));
    if (namesakeDraws(seed, from).chance(namesake_share)) continue;
    const other = core(seed, from);
    const model = other.persons[0]!;
    const person = persons[0]!;
    if (!movable(other.shape) || surnameFrequency(model.family) < namesakeFrequency_min) continue;
    // The coverage that is there must suit the age that comes.
    if (model.age >= medicareAge_years !== person.age >= medicareAge_years) continue;
    Object.assign(person, {
      given: model.given,
      family: model.family,
      sex: model.sex,
      birthDate: model.birthDate,
      age: model.age,
      origin: model.origin,
      suffix: '',
      maiden: '',
      namesakeOf: model.id,
    });
    return;
  }
}
