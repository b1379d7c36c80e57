/** The watch over guessing as rows: it counts across processes, in bursts, for each partner alone, and forgets in time. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { openDb } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { type Log, noLog } from '../telemetry/log.ts';
import { matchPolicy_default } from './policy.ts';
import { liftAlarm, purgeAttempts, selectAlarms } from './probing-store.ts';
import { openWatch } from './probing-watch.ts';
import type { MemberQuery } from './query.ts';

let own: TestDatabase;
const clock = handClock('2026-06-30T12:00:00Z');
const usual = matchPolicy_default.probing;
const limits = usual;
const warnings: object[] = [];
const log: Log = { ...noLog, warn: (entry: unknown) => void warnings.push(entry as object) };

beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own?.drop());
beforeEach(async () => {
  clock.set('2026-06-30T12:00:00Z');
  warnings.length = 0;
  await own.db.run(sql`truncate match_attempt, match_refusals, match_alarm`);
});

const told = (family: string, birthDate: string, number: string): MemberQuery => ({
  names: [{ family, familyWords: [family], given: ['ana'], suffix: '', use: 'current' }],
  birthDate,
  sex: 'female',
  identifiers: [{ kind: 'member', system: '', value: number }],
  addresses: [],
  telecom: [],
  foreignPlan: false,
});
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const guesses = (count: number, from = 0) =>
  many(count, (i) => told('lindqvist', '1980-02-29', `KC${1_000_003 * (i + from + 3)}`));
const cohort = (count: number) =>
  many(count, (i) =>
    told(
      `n${i}`,
      new Date(Date.UTC(1930, 0, 1 + i * 7)).toISOString().slice(0, 10),
      `KC${7_919_777 * (i + 3)}`,
    ),
  );

/** Asks in one transaction, as a batch does. How many were looked at, and why the others were not. */
async function ask(
  queries: readonly MemberQuery[],
  { clientId = 'united', refused = true, db = own.db, limits = usual } = {},
) {
  return db.tx(async (tx) => {
    const deps = { random: systemRandom, log, limits, secret: Buffer.alloc(32, 5) };
    const watch = await openWatch(tx, deps, { clientId, queries, now: clock.now() });
    const stopped: string[] = [];
    for (const query of queries) {
      const kind = watch.suspicion(query);
      if (kind) stopped.push(kind);
      else watch.looked(query, refused);
    }
    await watch.close();
    return { looked: queries.length - stopped.length, stopped: [...new Set(stopped)] };
  });
}

describe('an attacker', () => {
  test('is stopped within one batch, and in the next one from the start', async () => {
    expect(await ask(guesses(50))).toEqual({ looked: 10, stopped: ['card-guessing'] });
    expect(await ask(guesses(5, 100))).toEqual({ looked: 0, stopped: ['card-guessing'] });
  });

  test('is stopped over many days, processes and single requests, and no earlier than that', async () => {
    const other = openDb(own.url, { connections_max: 2 });
    try {
      for (const [i, guess] of guesses(10).entries()) {
        clock.advance(24 * 3600);
        expect(await ask([guess], { db: i % 2 ? other : own.db })).toMatchObject({ looked: 1 });
      }
      expect(await ask(guesses(1, 20))).toEqual({ looked: 0, stopped: ['card-guessing'] });
    } finally {
      await other.close();
    }
  });

  test('does not slip through with many requests at the same time', async () => {
    const answers = await Promise.all(guesses(30).map((guess) => ask([guess])));
    expect(answers.reduce((sum, { looked }) => sum + looked, 0)).toBe(limits.refusedPerPerson_max);
  });

  test('raises one alarm: a row that counts, an entry in the audit, a warning without anybody’s data', async () => {
    await ask(guesses(50));
    clock.advance(60);
    await ask(guesses(5, 100));
    const [alarm, ...more] = await selectAlarms(own.db, { open: true });
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({ clientId: 'united', kind: 'card-guessing', throttled: 45 });
    expect(alarm!.lastAt.getTime() - alarm!.firstAt.getTime()).toBe(60_000);
    expect(warnings).toEqual([{ client: 'united', kind: 'card-guessing', alarm: alarm!.id }]);
    const audited = await own.db.query(
      sql`select actor, action, subject, detail from audit_entry where subject = ${alarm!.id}`,
    );
    expect(audited).toEqual([
      {
        actor: 'client:united',
        action: 'member-match.throttled',
        subject: alarm!.id,
        detail: { kind: 'card-guessing' },
      },
    ]);
  });

  test('is asked about anew after a person lifted the alarm', async () => {
    await ask(guesses(50));
    const [alarm] = await selectAlarms(own.db, { open: true });
    const lift = { id: alarm!.id, by: 'Ann', now: clock.now() };
    expect(await own.db.tx((tx) => liftAlarm(tx, lift))).toMatchObject({ liftedBy: 'Ann' });
    expect(await own.db.tx((tx) => liftAlarm(tx, lift))).toBeUndefined();
    expect(await selectAlarms(own.db, { open: true })).toEqual([]);
    expect(await ask(guesses(12, 200))).toEqual({ looked: 10, stopped: ['card-guessing'] });
  });
});

describe('an honest partner', () => {
  test('sends the same thousand members again and again, whether they are known here or not', async () => {
    const members = cohort(1000);
    for (let again = 0; again < 3; again++) {
      clock.advance(3600);
      expect(await ask(members.slice(0, 700), { refused: false })).toEqual({ looked: 700, stopped: [] });
      expect(await ask(members.slice(700))).toEqual({ looked: 300, stopped: [] });
    }
    const { rows, asks } = await own.db.one<{ rows: number; asks: number }>(
      sql`select count(*)::int as rows, max(asks) as asks from match_attempt`,
    );
    expect({ rows, asks }).toEqual({ rows: 1000, asks: 3 });
    expect(await selectAlarms(own.db, { open: true })).toEqual([]);
  });

  test('is not disturbed by another one who guesses about the same person', async () => {
    await ask(guesses(50), { clientId: 'attacker' });
    expect(await ask(guesses(5))).toEqual({ looked: 5, stopped: [] });
    expect(await ask(cohort(5), { clientId: 'attacker' })).toEqual({ looked: 5, stopped: [] });
  });

  test('may try again when the window is over', async () => {
    await ask(guesses(10));
    clock.advance(limits.window_days * 24 * 3600 + 1);
    expect(await ask(guesses(3, 50))).toEqual({ looked: 3, stopped: [] });
  });
});

test('who hides guesses among members is stopped by the volume of a day, and starts anew on the next', async () => {
  const few = { ...limits, refusedPerDay_max: 40 };
  for (const answered of [cohort(480), cohort(500).slice(480)]) await ask(answered, { refused: false });
  const spread = cohort(600).slice(500);
  expect(await ask(spread.slice(0, 30), { limits: few })).toEqual({ looked: 30, stopped: [] });
  expect(await ask(spread.slice(30, 60), { limits: few })).toEqual({ looked: 10, stopped: ['volume'] });
  expect(await ask(spread.slice(60), { limits: few })).toEqual({ looked: 0, stopped: ['volume'] });
  clock.advance(25 * 3600);
  expect(await ask(spread.slice(60, 70), { limits: few })).toEqual({ looked: 10, stopped: [] });
});

test('the rows hold keyed hashes and go when they are no longer counted', async () => {
  await ask(guesses(3));
  await ask(cohort(2), { refused: false });
  const rows = await own.db.query(sql`select * from match_attempt`);
  expect(JSON.stringify(rows)).not.toMatch(/lindqvist|1980|KC\d/);
  clock.advance(3 * 24 * 3600);
  await purgeAttempts(own.db, clock.now(), limits.window_days);
  expect(await own.db.query(sql`select refused from match_attempt`)).toHaveLength(3);
  clock.advance(30 * 24 * 3600);
  await purgeAttempts(own.db, clock.now(), limits.window_days);
  expect(await own.db.query(sql`select 1 from match_attempt`)).toEqual([]);
});
