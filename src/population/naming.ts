import { alike } from './names/alike.ts';
import type { Origin } from './names/common-surnames.ts';
import { drawGiven, drawSimilarGiven, type Sex } from './names/given.ts';
import { drawSurname, drawSurnameOf } from './names/surname.ts';
import type { Person } from './person.ts';
import type { Draws } from './random.ts';
import type { Shape } from './shape.ts';

const middle_share = 0.84;
const sameSexCouple_share = 0.03;
const sameOriginSpouse_share = 0.8;
const husbandsName_share = 0.64;
const hyphenated_share = 0.1;
const twoSurnames_share = 0.4;
const otherSurnameChild_share = 0.05;
const namedForFather_share = 0.05;
const elderSenior_share = 0.15;
const twinSameSex_share = 0.64;
const twinSimilarName_share = 0.45;

/** Gives a household its names, as families do. `years` are the years of birth. */
export function nameHousehold(draws: Draws, shape: Shape, persons: Person[], years: readonly number[]): void {
  const head = persons[0]!;
  head.sex = draws.chance(shape.type === 'single-parent' ? 0.2 : 0.52) ? 'male' : 'female';
  const root = drawSurname(draws);
  head.origin = root.origin;
  head.family =
    isHispanic(root.origin) && draws.chance(twoSurnames_share)
      ? `${root.family} ${drawSurnameOf(draws, 'hispanic').family}`
      : root.family;
  giveGiven(draws, head, years[0]!);
  const spouse = persons.find((person) => person.role === 'spouse');
  if (spouse) nameSpouse(draws, head, spouse, years[spouse.slot]!);
  for (const person of persons.slice(1)) {
    const year = years[person.slot]!;
    if (person.role === 'child') nameChild(draws, shape, persons, person, year, spouse);
    else if (person.role === 'elder') nameElder(draws, head, person, year);
    else if (person.role === 'adult') nameStranger(draws, person, year);
  }
}

const isHispanic = (origin: Origin): boolean => origin === 'hispanic';
const firstSurname = (family: string): string => family.split(/[ -]/)[0]!;

function giveGiven(draws: Draws, person: Person, year: number): void {
  person.given = drawGiven(draws, person.sex, year, person.origin);
  person.middle = draws.chance(middle_share) ? drawMiddle(draws, person.sex, year, person.given) : '';
}

function drawMiddle(draws: Draws, sex: Sex, year: number, given: string): string {
  const middle = drawGiven(draws, sex, year - 15, 'general');
  return middle === given ? drawGiven(draws, sex, year - 25, 'general') : middle;
}

function nameSpouse(draws: Draws, head: Person, spouse: Person, year: number): void {
  spouse.sex = draws.chance(sameSexCouple_share) ? head.sex : head.sex === 'male' ? 'female' : 'male';
  const own = draws.chance(sameOriginSpouse_share) ? drawSurnameOf(draws, head.origin) : drawSurname(draws);
  spouse.origin = own.origin;
  giveGiven(draws, spouse, year);
  const [wife, husband] = head.sex === 'female' && spouse.sex === 'male' ? [head, spouse] : [spouse, head];
  if (spouse === husband) spouse.family = own.family;
  const before = wife === spouse ? own.family : wife.family;
  const choice = draws.next();
  if (choice < husbandsName_share) takeName(wife, before, husband.family);
  else if (choice < husbandsName_share + hyphenated_share)
    takeName(wife, before, `${firstSurname(before)}-${firstSurname(husband.family)}`);
  else wife.family = before;
}

function takeName(wife: Person, before: string, family: string): void {
  wife.family = family;
  wife.maiden = before === family ? '' : before;
}

function nameChild(
  draws: Draws,
  shape: Shape,
  persons: Person[],
  child: Person,
  year: number,
  spouse: Person | undefined,
): void {
  const head = persons[0]!;
  const father = head.sex === 'male' ? head : spouse?.sex === 'male' ? spouse : undefined;
  const mother = head.sex === 'female' ? head : spouse?.sex === 'female' ? spouse : undefined;
  const parent = father ?? head;
  const twin = shape.slots[child.slot]!.twin ? persons[child.slot - 1]! : undefined;
  child.origin = parent.origin;
  child.sex = twin && draws.chance(twinSameSex_share) ? twin.sex : draws.chance(0.512) ? 'male' : 'female';
  child.family = twin?.family ?? childFamily(draws, parent, father && mother);
  if (
    child.sex === 'male' &&
    father &&
    draws.chance(namedForFather_share) &&
    isFree(persons, child, father.given)
  ) {
    child.given = father.given;
    child.middle = father.middle;
    child.family = father.family;
    child.suffix = father.suffix === 'Jr' ? 'III' : 'Jr';
    father.suffix ||= draws.chance(0.6) ? 'Sr' : '';
    return;
  }
  const tries_max = 20;
  for (let tries = 0; tries < tries_max; tries++) {
    child.given =
      twin && draws.chance(twinSimilarName_share)
        ? drawSimilarGiven(draws, child.sex, year, child.origin, twin.given)
        : drawGiven(draws, child.sex, year, child.origin);
    if (isFree(persons, child, child.given)) break;
  }
  child.middle = draws.chance(middle_share) ? drawMiddle(draws, child.sex, year, child.given) : '';
}

/** Siblings do not share a first name, nor two forms of one. */
const isFree = (persons: readonly Person[], child: Person, given: string): boolean =>
  !persons.some(
    (other) => other.role === 'child' && other !== child && other.given !== '' && alike(other.given, given),
  );

function childFamily(draws: Draws, parent: Person, mother: Person | undefined): string {
  const mothers = mother ? mother.maiden || mother.family : '';
  if (draws.chance(otherSurnameChild_share)) return mothers || drawSurnameOf(draws, parent.origin).family;
  if (isHispanic(parent.origin) && parent.family.includes(' ') && mothers)
    return `${firstSurname(parent.family)} ${firstSurname(mothers)}`;
  return parent.family;
}

function nameElder(draws: Draws, head: Person, elder: Person, year: number): void {
  elder.sex = draws.chance(0.4) ? 'male' : 'female';
  elder.origin = head.origin;
  giveGiven(draws, elder, year);
  // The parents of a wife have the name that she had before.
  elder.family = head.maiden && draws.chance(0.5) ? head.maiden : head.family;
  if (elder.sex === 'male' && head.sex === 'male' && !head.suffix && draws.chance(elderSenior_share)) {
    elder.given = head.given;
    elder.middle = head.middle;
    elder.family = head.family;
    elder.suffix = 'Sr';
    head.suffix = 'Jr';
  } else if (elder.sex === 'female') elder.maiden = drawSurnameOf(draws, head.origin).family;
}

function nameStranger(draws: Draws, person: Person, year: number): void {
  const surname = drawSurname(draws);
  person.sex = draws.chance(0.5) ? 'male' : 'female';
  person.origin = surname.origin;
  person.family = surname.family;
  giveGiven(draws, person, year);
}
