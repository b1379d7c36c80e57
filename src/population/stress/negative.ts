import { type Draft, draftOf, parametersOf } from '../draft.ts';
import { lightDrift } from '../errors/drift.ts';
import type { Person } from '../person.ts';
import type { Population } from '../population.ts';
import type { Draws } from '../random.ts';
import { memberIdsOf } from '../record.ts';
import type { Truth } from '../truth.ts';
import type { Stratum } from './stratum.ts';

/** Somebody who must not be answered. */
export interface Impostor {
  person: Person;
  /** Whom the engine may take them for. */
  traps: readonly Person[];
  corruptions: readonly string[];
  /** Where it is not that of the stratum. */
  reason?: Truth['reason'];
  /** What else the request says. */
  change?: (draft: Draft) => void;
}

export type ImpostorMaker = (population: Population, draws: Draws) => Impostor | undefined;

export interface Negative {
  reason?: Truth['reason'];
  /** Does not move: the stratum is about the shared address. */
  still?: boolean;
  make: ImpostorMaker;
}

export function negative(name: string, count: number, kind: Negative): Stratum {
  return {
    name,
    count,
    make(population, draws, id) {
      const impostor = kind.make(population, draws);
      if (!impostor) return undefined;
      const { person } = impostor;
      const draft = draftOf(draws, person, undefined);
      if (!kind.still) lightDrift(draws, draft, person, { number: person.household, persons: [person] });
      draft.corruptions.unshift(...impostor.corruptions);
      impostor.change?.(draft);
      const truth: Truth = {
        queryId: id,
        expect: 'REFUSE',
        reason: impostor.reason ?? kind.reason ?? 'NO_MATCH',
        memberIds: [],
        trapIds: [...new Set(impostor.traps.flatMap(memberIdsOf))],
        stratum: name,
        corruptions: draft.corruptions,
        personId: person.id,
        tier: 'N',
      };
      return { parameters: parametersOf(draws, id, draft), memberId: null, truth };
    },
  };
}
