import type { Role } from './person.ts';
import { type Draws, drawsOf } from './random.ts';
import { oneOf } from './weighted.ts';

/** Who lives in a household and who of them is a member: the part that is drawn first, so that counting members is quick. */
export interface Shape {
  type: HouseholdType;
  slots: Slot[];
  commercial: boolean;
  /** Has an earlier coverage with another number. */
  former: boolean;
}

export interface Slot {
  role: Role;
  covered: boolean;
  duplicate: boolean;
  /** Born with the person in the slot before. */
  twin: boolean;
}

export type HouseholdType = 'single' | 'couple' | 'family' | 'single-parent' | 'multi-generation' | 'other';

const types = [
  ['single', 24],
  ['couple', 26],
  ['family', 30],
  ['single-parent', 11],
  ['multi-generation', 5],
  ['other', 4],
] as const satisfies (readonly [HouseholdType, number])[];
const children = [
  [1, 36],
  [2, 38],
  [3, 18],
  [4, 8],
] as const;
const covered_share: Record<Role, number> = { adult: 1, spouse: 0.68, child: 0.9, elder: 0.5 };
const commercial_share = 0.66;
const former_share = 0.16;
const twin_share = 0.055;
const duplicate_share = 0.01;

/** Draws the shape; the stream goes on to draw the persons. */
export function drawShape(draws: Draws): Shape {
  const type = oneOf(draws, types);
  const commercial = draws.chance(commercial_share);
  const former = draws.chance(former_share);
  const slots: Slot[] = [];
  const add = (role: Role, twin = false, first = false) =>
    slots.push({
      role,
      covered: first || draws.chance(covered_share[role]),
      duplicate: draws.chance(duplicate_share),
      twin,
    });
  add('adult', false, true);
  if (type === 'couple' || type === 'family' || (type === 'multi-generation' && draws.chance(0.7)))
    add('spouse');
  if (type === 'family' || type === 'single-parent' || type === 'multi-generation') {
    const count = oneOf(draws, children);
    for (let n = 0; n < count; n++) add('child', n > 0 && !slots.at(-1)!.twin && draws.chance(twin_share));
  }
  if (type === 'multi-generation') add('elder');
  // People who share a flat share no coverage; half of them are members in their own right.
  if (type === 'other') {
    const count = 1 + draws.below(2);
    for (let n = 0; n < count; n++) {
      slots.push({ role: 'adult', covered: draws.chance(0.5), duplicate: false, twin: false });
    }
  }
  return { type, slots, commercial, former };
}

/** The stream of a household. */
export const householdDraws = (seed: string, household: number): Draws => drawsOf(`${seed}|hh|${household}`);

/** Member records of a household, without making its persons. */
export function recordCount(seed: string, household: number): number {
  let count = 0;
  for (const slot of drawShape(householdDraws(seed, household)).slots)
    if (slot.covered) count += slot.duplicate ? 2 : 1;
  return count;
}
