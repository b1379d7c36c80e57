// Learning: what families look like comes from the index, what one person looks like from queries, and a score becomes a frequency.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseAddress } from '../../person/normal/address.ts';
import { normaliseName } from '../../person/normal/name.ts';
import type { Candidate } from '../candidate.ts';
import { defaultModel } from '../model.ts';
import { defaultParameters } from '../parameters.ts';
import { calibrated } from './calibration.ts';
import { learnSame } from './expectation.ts';
import { familyLearner, queryOf, type TeachingPair } from './household.ts';
import { calibrationError, fitCalibration, reliabilityTable } from './reliability.ts';

const learnedFrom = (pairs: readonly TeachingPair[]) => {
  const learner = familyLearner(defaultParameters);
  for (const pair of pairs) learner.add(pair);
  return learner.learned();
};
const person = (
  personId: number,
  given: string,
  family: string,
  birthDate: string,
  house = personId,
): Candidate => ({
  personId,
  identifiers: [{ kind: 'subscriber', system: '', value: `KXA00000${house}` }],
  records: [
    {
      patientId: `p${personId}`,
      names: [normaliseName({ family, given: [given] })!],
      birthDate,
      sex: 'female',
      addresses: [normaliseAddress({ line: [`${house} Elm St`], postalCode: '44081' })],
      telecom: [],
      active: true,
    },
  ],
});
const sum = (table: object) => Object.values(table as Record<string, number>).reduce((a, b) => a + b, 0);

test('an index whose families do not share a name teaches that a shared name says more', () => {
  const pairs = Array.from({ length: 2000 }, (_, i) => ({
    one: person(2 * i, 'Ann', 'Berg', '1980-01-01', i),
    other: person(2 * i + 1, 'Olga', 'Dahl', '1985-05-05', i),
    by: 'contract' as const,
  }));
  const { household, twin, pairs: seen } = learnedFrom(pairs);
  expect(seen).toEqual({ household: 2000, twin: 0 });
  expect(household.family.exact).toBeLessThan(defaultParameters.household.family.exact! / 2);
  expect(twin.given.exact).toBeCloseTo(defaultParameters.twin.given.exact!, 9);
  for (const table of Object.values(household)) expect(sum(table)).toBeCloseTo(1, 1);
});

test('a duplicate teaches nothing about twins', () => {
  const pair = {
    one: person(1, 'Ann', 'Berg', '1980-01-01', 5),
    other: person(2, 'Ann', 'Berg', '1980-01-01', 5),
    by: 'address' as const,
  };
  expect(learnedFrom([pair]).pairs).toEqual({ household: 0, twin: 0 });
});

test('partners who mistype family names teach that a mistyped one is common; their right queries are found', () => {
  const queries = Array.from({ length: 600 }, (_, i) => {
    const known = person(i, 'Xiomara', 'Lindqvist', '1980-01-01');
    const asked = queryOf(person(i, 'Xiomara', i % 2 === 0 ? 'Lindqvits' : 'Lindqvist', '1980-01-01'));
    return { query: asked, candidates: [known] };
  });
  const { same, matches } = learnSame(queries, defaultModel);
  expect(matches).toBeGreaterThan(590);
  expect(same.family.fuzzy).toBeGreaterThan(0.25);
  for (const table of Object.values(same)) expect(sum(table)).toBeCloseTo(1, 1);
});

test('a calibrated score never falls and comes nearer to what is observed', () => {
  const labelled = Array.from({ length: 4000 }, (_, i) => {
    const score = (i % 400) / 400;
    return { score, isRight: (Math.floor(i / 400) + 0.5) / 10 < score ** 2 };
  });
  const steps = fitCalibration(labelled);
  const after = labelled.map(({ score, isRight }) => ({ score: calibrated(score, steps), isRight }));
  expect(calibrationError(reliabilityTable(after))).toBeLessThan(
    calibrationError(reliabilityTable(labelled)) / 3,
  );
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(calibrated(low, steps)).toBeLessThanOrEqual(calibrated(high, steps) + 1e-12);
      },
    ),
  );
  expect(calibrated(0.42, [])).toBe(0.42);
});
