import { drawBirthDays } from './birth-days.ts';
import { ageOn, dateOf, populationDay } from './dates.ts';
import type { Cover, Person } from './person.ts';
import { type Draws, drawsOf, scatter } from './random.ts';
import { drawShape, householdDraws, type Shape } from './shape.ts';

/** Numbers of this payer. Each kind of number has its own part of the nine digits, so that no two are the same by chance. */
const commercialPrefix = 'HZP';
const duplicatePrefix = 'HZQ';
const former_offset = 300_000_000;
const duplicate_offset = 600_000_000;
/** Places for persons of a household in the numbers of persons. */
export const slots_max = 16;
const formerSlot_offset = 8;

export const medicareAge_years = 65;
const medicareAdvantage_share = 0.86;
const medicareNumber_share = 0.97;
const active_share = 0.54;
/** Households in whose numbers a later household may follow: one in `recycling_span` takes over a number given up by one of the others. */
const recycling_span = 8;
const recycling_share = 0.57;

export const commercialBase = (household: number): string => `${commercialPrefix}${nine(scatter(household))}`;
const formerBase = (household: number): string =>
  `${commercialPrefix}${nine(scatter(household + former_offset))}`;
const nine = (n: number): string => String(n).padStart(9, '0');

/** Number of the household whose given-up number this household has, or -1. */
export function recyclesFrom(seed: string, household: number, shape: Shape): number {
  if (!shape.commercial || household % recycling_span !== recycling_span - 1) return -1;
  if (!drawsOf(`${seed}|recycled|${household}`).chance(recycling_share)) return -1;
  for (let from = household - recycling_span + 1; from < household; from++) {
    const draws = householdDraws(seed, from);
    const other = drawShape(draws);
    if (!other.commercial || !other.former || other.type === 'other') continue;
    // Medicare Advantage knows no number of the household.
    if (ageOn(drawBirthDays(draws, other)[0]!) < medicareAge_years) return from;
  }
  return -1;
}

/** Number of the household that has the given-up number of this one now, or -1. */
export function formerNumberTakenBy(seed: string, household: number): number {
  const taker = household - (household % recycling_span) + recycling_span - 1;
  return recyclesFrom(seed, taker, drawShape(householdDraws(seed, taker))) === household ? taker : -1;
}

/** Gives a household its coverages. `persons` are in the order of the slots. */
export function giveCovers(
  draws: Draws,
  seed: string,
  household: number,
  shape: Shape,
  persons: Person[],
): void {
  const from = recyclesFrom(seed, household, shape);
  const policy = {
    base: from < 0 ? commercialBase(household) : formerBase(from),
    formerBase: formerBase(household),
    group: String(10_000 + draws.below(90_000)),
    plan: draws.pick(['PPO1500', 'PPO3000', 'HMO500', 'HDHP3000', 'EPO750']),
    active: draws.chance(active_share),
  };
  persons.forEach((person, slot) => {
    if (person.age >= medicareAge_years && draws.chance(medicareNumber_share)) person.mbi = drawMbi(draws);
    if (!shape.slots[slot]!.covered) return;
    const advantage = person.age >= medicareAge_years && draws.chance(medicareAdvantage_share);
    const own = advantage || !shape.commercial || (shape.type === 'other' && slot > 0);
    const change = populationDay - 30 - draws.below(1500);
    const active = draws.chance(0.85) ? policy.active : !policy.active;
    const make = own
      ? individual(household, slot, advantage)
      : commercial(person, slot, policy.plan, policy.group);
    person.covers.push(make(policy.base, 0, active, change, 0));
    if (shape.former)
      person.covers.push(make(policy.formerBase, formerSlot_offset, false, change - 1500, change - 1));
    if (from >= 0 && !own && slot === 0) person.recycledOf = `P${from}-0`;
  });
}

type Make = (base: string, offset: number, active: boolean, start: number, end: number) => Cover;

function commercial(person: Person, slot: number, plan: string, group: string): Make {
  const dependent = String(slot).padStart(2, '0');
  return (base, _offset, active, start, end) => ({
    kind: 'commercial',
    memberId: base + dependent,
    subscriberId: base,
    dependent,
    relationship: person.role === 'adult' ? 'self' : person.role === 'elder' ? 'other' : person.role,
    ...period(active, start, end),
    group,
    plan,
  });
}

/** Medicaid and Medicare Advantage know no subscribers: everybody has a number of their own. */
function individual(household: number, slot: number, advantage: boolean): Make {
  return (_base, offset, active, start, end) => {
    const number = nine(scatter(household * slots_max + slot + offset));
    const memberId = advantage
      ? `H${number}`
      : `7${number.slice(0, 2)}0${number.slice(2)}${number.slice(-1)}`;
    return {
      kind: advantage ? 'medicare-advantage' : 'medicaid',
      memberId,
      subscriberId: memberId,
      dependent: '',
      relationship: 'self',
      ...period(active, start, end),
      group: '',
      plan: '',
    };
  };
}

function period(active: boolean, start: number, end: number): Pick<Cover, 'status' | 'start' | 'end'> {
  const last = end || Math.min(populationDay - 1, start + 30 + ((start * 37) % 700));
  return {
    status: active ? 'active' : 'cancelled',
    start: dateOf(start),
    end: active ? '' : dateOf(Math.max(start, last)),
  };
}

/** The number of the second record of a person who is stored twice. */
export const duplicateCover = (person: Person): Cover => {
  const base = `${duplicatePrefix}${nine(scatter(person.household + duplicate_offset))}`;
  return {
    ...person.covers[0]!,
    kind: 'commercial',
    memberId: `${base}${String(person.slot).padStart(2, '0')}`,
    subscriberId: base,
    dependent: String(person.slot).padStart(2, '0'),
    group: '20000',
    plan: 'EPO750',
  };
};

const letters = 'ACDEFGHJKMNPQRTUVWXY';

/** A Medicare Beneficiary Identifier: C A AN N A AN N A A N N, without letters that look like digits. */
export function drawMbi(draws: Draws): string {
  const letter = () => letters[draws.below(letters.length)]!;
  const digit = () => String(draws.below(10));
  const either = () => (draws.chance(0.5) ? letter() : digit());
  return `${1 + draws.below(9)}${letter()}${either()}${digit()}${letter()}${either()}${digit()}${letter()}${letter()}${digit()}${digit()}`;
}
