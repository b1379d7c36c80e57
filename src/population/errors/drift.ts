import type { Draft } from '../draft.ts';
import type { Household, Person } from '../person.ts';
import type { Draws } from '../random.ts';
import { oneOf } from '../weighted.ts';
import { dateErrors } from './birth-date.ts';
import * as customs from './customs.ts';
import * as demographics from './demographics.ts';
import { applyError, type QueryError } from './error.ts';
import * as id from './member-id.ts';
import * as names from './names.ts';

/** How often each thing goes wrong in everyday requests. Assumptions of the generator spec, section 6: no public rates exist. */
const rates: readonly (readonly [QueryError, number])[] = [
  [demographics.moved, 0.12],
  [demographics.phoneChanged, 0.1],
  [names.nickname, 0.08],
  [marrying(names.surnameChanged), 0.035],
  [marrying(names.surnameChangedOldGiven), 0.025],
  [growingUp(names.surnameChanged), 0.004],
  [names.givenTypo, 0.011],
  [names.familyTypo, 0.011],
  [names.familyPhonetic, 0.004],
  [names.givenPhonetic, 0.002],
  [names.familyScanned, 0.002],
  [names.givenScanned, 0.001],
  [names.middleAsFirst, 0.008],
  [names.givenMiddleJoined, 0.01],
  [names.givenInitial, 0.005],
  [names.diacritic, 0.4],
  [names.mangledEncoding, 0.01],
  [names.punctuation, 0.01],
  [customs.givenWordDropped, 0.15],
  [customs.givenWordAsMiddle, 0.1],
  [customs.irishForm, 0.1],
  [customs.suffixForm, 0.2],
  [names.hyphenVariant, 0.02],
  [names.hyphenAdded, 0.005],
  [names.suffixInFamily, 0.1],
  [names.suffixDropped, 0.1],
  [names.prefixed, 0.003],
  [names.firstLastSwapped, 0.0025],
  [names.familyTruncated, 0.001],
  [demographics.sexUnknown, 0.0025],
  [demographics.sexWrong, 0.0025],
  [demographics.sexOther, 0.001],
  [demographics.previousAddress, 0.008],
  ...demographics.addressErrors.map((error) => [error, 0.005] as const),
  ...dateErrors.map((error) => [demographics.birthDateWrong(error), 0.0024] as const),
];
/** Women of the age in which people marry and divorce; children whose parents do. */
function marrying(error: QueryError): QueryError {
  return onlyFor(error, (person) => person.sex === 'female' && person.age >= 18 && person.age < 66);
}
function growingUp(error: QueryError): QueryError {
  return onlyFor(error, (person) => person.age < 18);
}
function onlyFor(error: QueryError, who: (person: Person) => boolean): QueryError {
  return {
    name: error.name,
    apply: (draws, draft, person, household) => who(person) && error.apply(draws, draft, person, household),
  };
}

const contactMissing_share = 0.25;

/** The number that the request gives: `undefined` the right one. */
const numbers = [
  [undefined, 62],
  [id.idBase, 12],
  [id.idMissing, 15],
  [id.idTypo, 3],
  [id.idFormat, 5],
  [id.idHistorical, 3],
] as const;

/** Everyday errors in everything but the member number. */
export function drift(draws: Draws, draft: Draft, person: Person, household: Household): void {
  if (draws.chance(contactMissing_share)) demographics.contactMissing.apply(draws, draft, person, household);
  for (const [error, rate] of rates)
    if (draws.chance(rate)) applyError(error, draws, draft, person, household);
}

/** Everyday errors in the member number. */
export function driftNumber(draws: Draws, draft: Draft, person: Person, household: Household): void {
  const error = oneOf(draws, numbers);
  if (error) applyError(error, draws, draft, person, household);
}

/** People move and change telephones whatever else goes wrong. */
export function lightDrift(draws: Draws, draft: Draft, person: Person, household: Household): void {
  if (draws.chance(0.1)) applyError(demographics.moved, draws, draft, person, household);
  if (draws.chance(0.08)) applyError(demographics.phoneChanged, draws, draft, person, household);
}
