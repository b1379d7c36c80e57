/**
 * Whatever strategies a deployment chooses and whatever services say: what a guard refuses stays refused, and nobody is named whom the
 * engine would not at least have shown to a reviewer.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { known, source } from '../../../test/env/fake-source.ts';
import type { Person } from '../../../test/env/members.ts';
import { contextOver, queryOf } from '../../../test/env/members-in-memory.ts';
import type { LookupAnswer } from '../adapters/source.ts';
import type { StrategyName } from './names.ts';
import { composed } from './policy.ts';
import { answerable } from './raise.ts';

const usual = {
  id: 'x',
  family: 'Lindqvist',
  given: ['Tova'],
  suffix: [] as string[],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm Street',
  postalCode: '02128',
  memberId: '',
  subscriberId: '',
};

const changes = fc.record({
  family: fc.constantFrom('Lindquist', 'Orrheim'),
  given: fc.constantFrom<string[]>(['Tora'], ['Berta'], ['Tova', 'Ann'], ['T']),
  suffix: fc.constantFrom<string[]>(['Jr'], ['Sr']),
  birthDate: fc.constantFrom('1980-02-28', '1955-07-01', '2012-03-04'),
  gender: fc.constantFrom('male', 'unknown'),
  line: fc.constantFrom('77 Oak Road', '12 Birch Street', ''),
  memberId: fc.constantFrom('KXA00455101', 'KXA00455102', 'ZZZ99911122'),
  subscriberId: fc.constant('KXA004551'),
});
const changed_max = 2;
const fields = [
  'family',
  'given',
  'suffix',
  'birthDate',
  'gender',
  'line',
  'memberId',
  'subscriberId',
] as const;

/** The usual woman, with some of her facts changed: twins, fathers, children, namesakes and movers come of it. */
const person: fc.Arbitrary<Person> = fc
  .tuple(changes, fc.subarray([...fields], { maxLength: changed_max }))
  .map(([change, which]) => ({
    ...usual,
    ...Object.fromEntries(which.map((field) => [field, change[field]])),
  }));

/** A member who moved and shows no card. */
const movedFrom = (held: Person): Person => ({
  ...held,
  line: '77 Oak Road',
  postalCode: '75001',
  memberId: '',
  subscriberId: '',
});

const names = fc.subarray<StrategyName>([
  'probabilistic',
  'coverage-anchored',
  'network-mediated',
  'referential',
  'operator-review',
]);

/** Persons of a service: `asked` and `held` are the one who is asked about and a member; each lived as several. */
type Lives = (Person | string)[];
const lives = fc.oneof(
  fc.constant<Lives>(['asked', 'held']),
  fc.array(fc.oneof(fc.constantFrom('asked', 'held'), person), { minLength: 1, maxLength: 3 }),
);
const answers = fc.option(fc.array(lives, { minLength: 1, maxLength: 2 }), { freq: 4 });
const answerOf = (all: Lives[] | null, asked: Person, held: Person): LookupAnswer =>
  all === null
    ? { failed: 'x' }
    : {
        known: all.map((lives) =>
          known('k', ...lives.map((one) => (one === 'asked' ? asked : typeof one === 'string' ? held : one))),
        ),
      };

test('a refusal by a guard stays one, and nobody else is ever named', async () => {
  let raised = 0;
  const property = fc.asyncProperty(
    fc.option(person, { freq: 1 }),
    fc.array(person, { minLength: 1, maxLength: 3 }),
    names,
    answers,
    answers,
    fc.boolean(),
    async (drawn, people, chosen, one, other, askUnmatched) => {
      const asked = drawn ?? movedFrom(people[0]!);
      const ctx = contextOver(people);
      const alone = await ctx.decide(queryOf(asked));
      const strategies = composed(
        { strategies: ['deterministic-first', ...chosen], profile: 'default', askUnmatched },
        {
          referential: source(answerOf(one, asked, people[0]!)),
          network: source(answerOf(other, asked, people[0]!), 'network-mediated'),
        },
      );
      const told = strategies ? await strategies.match(queryOf(asked), ctx) : alone;
      const isRefused = alone.decision !== 'matched' && alone.decision !== 'review';
      const isBarred = alone.guards.some((guard) => !answerable.has(guard));
      if (told.decision !== 'matched') {
        expect(told.personId ?? told.patientId).toBeUndefined();
        return;
      }
      expect({ isRefused, isBarred }).toEqual({ isRefused: false, isBarred: false });
      expect(told.personId).toBe(alone.personId ?? alone.leading?.personId);
      expect(told.guards).toEqual([]);
      if (alone.decision === 'matched') return;
      raised++;
      expect(told.reasons.some((reason) => reason.endsWith('-evidence'))).toBe(true);
    },
  );
  await fc.assert(property, { numRuns: 300 });
  expect(raised).toBeGreaterThan(5);
});

test('without services, strategies name nobody whom the engine does not', async () => {
  const property = fc.asyncProperty(
    person,
    fc.array(person, { maxLength: 3 }),
    names,
    async (asked, people, chosen) => {
      const ctx = contextOver(people);
      const alone = await ctx.decide(queryOf(asked));
      const strategies = composed({
        strategies: ['deterministic-first', ...chosen],
        profile: 'default',
        askUnmatched: true,
      });
      const told = strategies ? await strategies.match(queryOf(asked), ctx) : alone;
      if (told.decision === 'matched') expect(told.personId).toBe(alone.personId);
      if (alone.decision === 'matched' && told.decision === 'review')
        expect(told.leading?.personId).toBe(alone.personId);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});
