import { birthDateConflict } from './birth-date-conflict.ts';
import { birthDateUnsure } from './birth-date-unsure.ts';
import { familyConflict } from './family-conflict.ts';
import { givenConflict } from './given-conflict.ts';
import { givenUnsure } from './given-unsure.ts';
import type { Guard } from './guard.ts';
import { identifierOfAnother } from './identifier-of-another.ts';
import { twinInIndex } from './known-twin.ts';
import { middleConflict } from './middle-conflict.ts';
import { nothingIndependent } from './nothing-independent.ts';
import { rival } from './rival.ts';
import { sexConflict } from './sex-conflict.ts';
import { suffixConflict } from './suffix-conflict.ts';
import { youngLookAlike } from './young-look-alike.ts';

/** Where an index holds no families, only these are asked. */
export const identityGuards: readonly Guard[] = [suffixConflict, identifierOfAnother, rival];

/** Every guard is asked, so that an operator reads all that stands in the way. */
export const guards: readonly Guard[] = [
  suffixConflict,
  identifierOfAnother,
  givenConflict,
  familyConflict,
  birthDateConflict,
  sexConflict,
  twinInIndex,
  rival,
  middleConflict,
  givenUnsure,
  birthDateUnsure,
  youngLookAlike,
  nothingIndependent,
];
