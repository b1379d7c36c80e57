import { type Draft, draftOf, parametersOf } from '../draft.ts';
import { lightDrift } from '../errors/drift.ts';
import { applyError, type QueryError } from '../errors/error.ts';
import { idMissing } from '../errors/member-id.ts';
import { findPerson, isMember } from '../find.ts';
import type { Household, Person } from '../person.ts';
import type { Draws } from '../random.ts';
import { memberIdsOf } from '../record.ts';
import { tierOf } from '../tier.ts';
import type { Truth } from '../truth.ts';
import type { Stratum } from './stratum.ts';

/** A stratum of members who are in the index and whose request has errors. */
export interface Positive {
  /** Errors of one query; all must apply to the person, or another one is looked for. */
  errors?: (draws: Draws) => readonly QueryError[];
  /** The request names the member number; unless an error changes it, the right one. */
  number: boolean;
  /** Who comes into question; everybody with a record does unless this says otherwise. */
  fits?: (person: Person, home: Household, seed: string) => boolean;
  /** The tier where it is not the strength of the evidence that decides. */
  tier?: Truth['tier'];
  /** Does not move and keeps the telephone: the stratum is about nothing else. */
  still?: boolean;
  /** Last words on the draft. */
  finish?: (draft: Draft, person: Person) => void;
}

/** Persons tried before a kind is given up: some errors apply to few. */
const persons_max = 500;

export function positive(name: string, count: number, kind: Positive): Stratum {
  return {
    name,
    count,
    make(population, draws, id) {
      for (let tries = 0; tries < persons_max; tries++) {
        const found = findPerson(
          population,
          draws,
          (person, home) => isMember(person) && (kind.fits?.(person, home, population.seed) ?? true),
        );
        if (!found) return undefined;
        const { person, home } = found;
        const draft = draftOf(draws, person, person.covers[0]);
        if (!kind.still) lightDrift(draws, draft, person, home);
        const errors = [...(kind.errors?.(draws) ?? []), ...(kind.number ? [] : [idMissing])];
        if (!errors.every((error) => applyError(error, draws, draft, person, home))) continue;
        kind.finish?.(draft, person);
        const memberIds = memberIdsOf(person);
        const others = home.persons.filter((other) => other !== person);
        const truth: Truth = {
          queryId: id,
          expect: 'MATCH',
          reason: '',
          memberIds,
          trapIds: others.flatMap(memberIdsOf),
          stratum: name,
          corruptions: draft.corruptions,
          personId: person.id,
          tier: kind.tier ?? tierOf(draft, person, others),
        };
        return { parameters: parametersOf(draws, id, draft), memberId: memberIds[0]!, truth };
      }
      return undefined;
    },
  };
}
