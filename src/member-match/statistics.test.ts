/** Protects what the engine believes of its index: counts that are the index's, families that are families, and the newest of both. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import {
  coverageOf,
  forgetPeople,
  ourNpi,
  type Person,
  patientOf,
  putPeople,
} from '../../test/env/members.ts';
import { raw, sql } from '../db/sql.ts';
import { openMatcher } from './match.ts';
import { defaultModel } from './model.ts';
import { activateParameters, newestModel, saveParameters } from './model-store.ts';
import { readMemberQuery } from './query.ts';
import { refreshStatistics, statisticsTask, statisticsTasks } from './statistics.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await forgetPeople(own.db);
  await own.db.run(raw('truncate match_statistics, match_model restart identity'));
});

const now = new Date('2026-06-30T12:00:00Z');
const numbers = ['', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
/** Families of three on one contract: two parents and a child, twins in every second. */
const family = (n: number): Person[] => {
  const shared = { family: `Whitcomb${numbers[n]}`, line: `${n} Elm Street`, gender: 'female' };
  const member = (i: number, given: string, birthDate: string): Person => ({
    ...shared,
    id: `${n}-${i}`,
    given: [given],
    birthDate,
    memberId: `XKD12345${n}7${i}1`.replace(/.$/, ''),
    subscriberId: `XKD12345${n}700`,
  });
  return [
    member(1, 'Maria', `198${n}-02-03`),
    member(2, 'Ada', `201${n}-04-05`),
    member(3, n % 2 === 0 ? 'Zoe' : 'Eva', n % 2 === 0 ? `201${n}-04-05` : `201${n}-09-09`),
  ];
};
const people = [1, 2, 3, 4, 5].flatMap(family);

test('counts are of the index, and rare terms are absent', async () => {
  await putPeople(own.db, people);
  await refreshStatistics(own.db, now);
  const { statistics } = await newestModel(own.db);
  expect(statistics.persons).toBe(people.length);
  expect(statistics.given.get('maria')).toBe(5);
  expect(statistics.given.get('zoe')).toBe(2);
  expect(statistics.givenYoung?.get('zoe')).toBe(2);
  expect(statistics.givenYoung?.get('maria')).toBeUndefined();
  expect(statistics.birthYear.get('1981')).toBeUndefined();
  expect(statistics.family.get('whitcomba')).toBe(3);
  expect(statistics.postal.get('02128')).toBe(people.length);
});

test('pairs of one contract and of one house teach what a household and a twin look like', async () => {
  await putPeople(own.db, people);
  const { pairs } = await refreshStatistics(own.db, now);
  // Three pairs in each of five families, by contract and by house; twins in two of the five.
  expect(pairs).toEqual({ household: 2 * (3 * 5 - 2), twin: 2 * 2 });
  const { statistics } = await newestModel(own.db);
  expect(Object.keys(statistics.household!).sort()).toEqual(
    Object.keys(defaultModel.parameters.household).sort(),
  );
});

test('an empty index has statistics too', async () => {
  await refreshStatistics(own.db, now);
  expect((await newestModel(own.db)).statistics).toMatchObject({ persons: 0, given: new Map() });
});

test('the task counts when there is nothing yet, when the index grew, and after a day; else it rests', async () => {
  const at = { now };
  const task = statisticsTasks({ db: own.db, clock: { now: () => at.now } })[statisticsTask]!;
  const run = () => task('all', { failures: 0, signal: new AbortController().signal });
  const versions = async () =>
    (await own.db.one<{ n: number }>(sql`select count(*) as n from match_statistics`)).n;
  expect(await run()).toEqual({ again: new Date('2026-07-01T12:00:00Z') });
  expect(await versions()).toBe(1);
  await run();
  expect(await versions()).toBe(1);
  await putPeople(own.db, people);
  await run();
  expect(await versions()).toBe(2);
  at.now = new Date('2026-07-02T12:00:00Z');
  await run();
  expect(await versions()).toBe(3);
});

test('a matcher notices new parameters after a while, without a restart', async () => {
  await putPeople(own.db, people);
  const at = { now };
  const matcher = openMatcher({ clock: { now: () => at.now } });
  const [who] = people;
  const query = readMemberQuery(patientOf(who!), coverageOf(who!), ourNpi);
  const engine = async () => (await matcher.match(own.db, query)).engine;
  const before = await engine();
  const version = await saveParameters(own.db, {
    source: 'test',
    parameters: { ...defaultModel.parameters, auto: 1 },
    report: {},
    at: now,
  });
  const later = () => {
    at.now = new Date(at.now.getTime() + 60_000);
    return engine();
  };
  expect(await later()).toBe(before);
  await activateParameters(own.db, version, now);
  expect(await engine()).toBe(before);
  expect(await later()).toContain('model 1');
  await activateParameters(own.db, 0, now);
  expect(await later()).toBe(before);
});
