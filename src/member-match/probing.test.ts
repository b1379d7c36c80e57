/** What counts as guessing (HRex mm-7), and what an honest partner may do without ever meeting a limit. */
import { describe, expect, test } from 'vitest';
import { matchPolicy_default } from './policy.ts';
import { type Counts, countAttempt, emptyCounts, latest_count, suspicionOf } from './probing.ts';
import { type AttemptKeys, attemptKeys } from './probing-keys.ts';
import type { MemberQuery } from './query.ts';

const secret = Buffer.alloc(32, 1);
const limits = matchPolicy_default.probing;

const told = (family: string, birthDate: string, number: string, given = 'ana'): MemberQuery => ({
  names: [{ family, familyWords: [family], given: [given], suffix: '', use: 'current' }],
  birthDate,
  sex: 'female',
  identifiers: number === '' ? [] : [{ kind: 'member', system: '', value: number }],
  addresses: [],
  telecom: [],
  foreignPlan: false,
});
const keysOf = (query: MemberQuery): AttemptKeys => attemptKeys(query, secret)!;

/** Asks one after the other; says at which place the first one was stopped, and why. */
function ask(
  queries: readonly MemberQuery[],
  answered: (i: number) => boolean = () => false,
  counts = emptyCounts(),
) {
  for (const [i, query] of queries.entries()) {
    const keys = keysOf(query);
    const suspicion = suspicionOf(counts, keys, limits);
    if (suspicion) return { stoppedAt: i, kind: suspicion.kind };
    countAttempt(counts, keys, !answered(i));
  }
  return 'never stopped';
}
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
/** Numbers all over the place, as different plans and years have them. */
const scattered = (i: number): string =>
  `KC${String((i * 7_919_777 + 13) % 100_000_000).padStart(8, '0')}${i % 97}`;
const births = (i: number): string => new Date(Date.UTC(1930, 0, 1 + i * 3)).toISOString().slice(0, 10);

describe('an attacker', () => {
  test('who tries card numbers for one person is stopped after ten', () => {
    const tries = many(50, (i) => told('lindqvist', '1980-02-29', scattered(i)));
    expect(ask(tries)).toEqual({ stoppedAt: limits.refusedPerPerson_max, kind: 'card-guessing' });
  });

  test('does not escape by other spellings, given names or details of that person', () => {
    const spellings = ['lindqvist', 'lindquist', 'lindkvist'];
    const tries = many(50, (i) => told(spellings[i % 3]!, '1980-02-29', scattered(i), `given${i}`));
    expect(ask(tries)).toMatchObject({ kind: 'card-guessing' });
    const addresses = many(50, (i) => ({
      ...told('lindqvist', '1980-02-29', 'KC1234567'),
      addresses: [
        {
          line: `${i} elm st`,
          number: `${i}`,
          street: 'elm st',
          unit: '',
          city: '',
          state: '',
          postal: '02128',
          use: 'current' as const,
        },
      ],
    }));
    expect(ask(addresses)).toMatchObject({ kind: 'card-guessing' });
  });

  test('who tries names on one card is stopped after the largest family', () => {
    const tries = many(50, (i) =>
      told(`name${'abcdefghijklmnopqrstuvwxyz'[i % 26]}`, births(i), 'KC8005334'),
    );
    expect(ask(tries)).toEqual({ stoppedAt: limits.personsPerCard_max, kind: 'person-guessing' });
  });

  test('who walks through numbers is stopped, whatever names come with them', () => {
    const tries = many(200, (i) => told(`name${i}`, births(i), `KC80053${String(i).padStart(4, '0')}`));
    expect(ask(tries)).toEqual({ stoppedAt: limits.numbersPerBlock_max, kind: 'number-walking' });
  });

  test('who finds hardly anybody is stopped as a whole', () => {
    const tries = many(latest_count + 10, (i) => told(`n${i}`, births(i), scattered(i)));
    expect(ask(tries, (i) => i % 100 === 0)).toEqual({ stoppedAt: latest_count, kind: 'enumeration' });
  });

  test('who hides among members is stopped by the volume of a day', () => {
    const counts: Counts = { ...emptyCounts(), refusedToday: limits.refusedPerDay_max };
    const query = told('orr', '1990-01-01', 'KC1234567');
    expect(ask([query], undefined, counts)).toEqual({ stoppedAt: 0, kind: 'volume' });
    const one = { ...counts, refusedToday: limits.refusedPerDay_max - 1 };
    expect(ask([query], undefined, one)).toBe('never stopped');
  });
});

describe('an honest partner', () => {
  test('sends twenty thousand members in open enrolment, a third of them unknown here', () => {
    const cohort = many(20_000, (i) => told(`family${i % 20_011}`, births(i % 29_989), scattered(i)));
    expect(ask(cohort, (i) => i % 3 !== 0)).toBe('never stopped');
  });

  test('sends the same thousand again and again after an outage, though nobody of them is known here', () => {
    const cohort = many(400, (i) => told(`n${i}`, births(i), scattered(i)));
    const counts = emptyCounts();
    for (let again = 0; again < 5; again++) expect(ask(cohort, () => false, counts)).toBe('never stopped');
  });

  test('sends a family of twelve under one number, and a member with three cards', () => {
    const family = many(12, (i) => told('garcia', births(i * 400), 'KC800533412'));
    const cards = many(3, (i) => told('orr', '1990-01-01', scattered(i)));
    expect(ask([...family, ...cards])).toBe('never stopped');
  });

  test('asks for members of a small plan with short numbers, hundreds of them unknown', () => {
    const cohort = many(450, (i) => told(`n${i}`, births(i), String(10_000 + i * 191)));
    expect(ask(cohort)).toBe('never stopped');
  });
});

describe('the keys', () => {
  test('of another deployment are others, and none can be read', () => {
    const query = told('lindqvist', '1980-02-29', 'KC1234567');
    const here = keysOf(query);
    const there = attemptKeys(query, Buffer.alloc(32, 2))!;
    for (const key of ['submission', 'person', 'card', 'block'] as const) {
      expect(here[key]).toMatch(/^[0-9a-f]{32}$/);
      expect(there[key]).not.toBe(here[key]);
    }
    expect(new Set(Object.values(here)).size).toBe(4);
  });

  test('are not there for another payer’s coverage: nothing is looked up, nothing is learned', () => {
    expect(attemptKeys({ ...told('a', '1990-01-01', 'X123'), foreignPlan: true }, secret)).toBeUndefined();
  });

  test('of who tells neither name nor birth date do not make one person of many', () => {
    const nobody = { ...told('', '1990-01-01', ''), names: [] };
    expect(keysOf(nobody)).toEqual({ submission: expect.any(String) });
  });
});
