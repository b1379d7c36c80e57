/** A service that knows people, without a network. */
import type { JsonObject } from '../../src/fhir/lossless.ts';
import { knownPersonOf } from '../../src/member-match/adapters/demographics.ts';
import type { EvidenceSource, KnownPerson, LookupAnswer } from '../../src/member-match/adapters/source.ts';
import { type Person, patientOf } from './members.ts';

/** A person of the service: lives, or lived, as each of these. */
export const known = (key: string, ...lives: Person[]): KnownPerson => {
  const patients = lives.map(patientOf);
  const all = (field: string) => patients.flatMap((p) => (p[field] ?? []) as JsonObject[]);
  return knownPersonOf({ ...patients[0], name: all('name'), address: all('address') }, key);
};

export interface Fake extends EvidenceSource {
  asked: number;
}
export function source(answer: LookupAnswer, name = 'referential'): Fake {
  const fake: Fake = {
    name,
    asked: 0,
    ask: async () => {
      fake.asked++;
      return answer;
    },
    state: () => ({ name, breaker: 'closed', failuresInRow: 0, answered: 0, failed: 0, skipped: 0 }),
  };
  return fake;
}
