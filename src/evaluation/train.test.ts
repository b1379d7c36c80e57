/**
 * Protects what a log teaches: nothing decides before somebody says so, nobody wrong is named for it on queries that it never saw, and what is no
 * data (guards, thresholds, priors) stays as delivered. A made-up payer of a thousand members.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { activateModel } from '../member-match/activate.ts';
import { queries_min, train } from '../member-match/learn/train.ts';
import { openMatcher } from '../member-match/match.ts';
import { newestModel, selectParameters } from '../member-match/model-store.ts';
import { defaultParameters } from '../member-match/parameters.ts';
import { refreshStatistics } from '../member-match/statistics.ts';
import { generate } from '../population/generate.ts';
import { askAll } from './ask.ts';
import { linesOf, objectsOf } from './lines.ts';
import { loadMembers, type MemberLine } from './load-members.ts';
import { queryLog } from './query-log.ts';
import { openTally } from './tally.ts';
import { readTruth } from './truth.ts';

const now = new Date('2026-06-30T12:00:00Z');
const clock = { now: () => now };
const logged = 800;

let own: TestDatabase;
let dir: string;
let npi: string;
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'throughline-train-'));
  await generate({ seed: 'train', members: 1_000, queries: 1_300, stress: 0, dir, gzip: false });
  const loaded = await loadMembers(own.db, objectsOf<MemberLine>(join(dir, 'members.ndjson')), {
    random: systemRandom,
    now,
  });
  npi = loaded.npi!;
  await refreshStatistics(own.db, now);
  const lines: string[] = [];
  for await (const line of linesOf(join(dir, 'queries_natural.ndjson'))) lines.push(line);
  await writeFile(join(dir, 'log.ndjson'), lines.slice(0, logged).join('\n'));
  await writeFile(join(dir, 'later.ndjson'), lines.slice(logged).join('\n'));
}, 120_000);
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(() => own.db.run(raw('truncate match_model restart identity')));

const truthFile = () => join(dir, 'truth_natural.csv');
const log = (truth?: string) => queryLog({ queries: join(dir, 'log.ndjson'), truth, npi });

/** How the matcher does on what came later. */
async function later() {
  const tally = openTally(await readTruth(truthFile()));
  const matcher = openMatcher({ clock });
  const queries = objectsOf<JsonObject>(join(dir, 'later.ndjson'));
  const engines = new Set<string>();
  for await (const answer of askAll(own.db, matcher, { queries, npi, concurrency: 2 })) {
    tally.add(answer);
    engines.add(answer.engine);
  }
  const { recall, wrong, expectedCalibrationError } = tally.result();
  return { recall: recall!, wrong, error: expectedCalibrationError!, engines: [...engines].join() };
}

test('a log without labels: kept apart until it is activated, then no less is found and nobody wrong is named', async () => {
  const before = await later();
  const { version, active, report } = await train(own.db, clock, { queries: log() });
  expect({ version, active }).toEqual({ version: 1, active: false });
  expect(report.queries).toBeGreaterThan(logged * 0.9);
  expect(report.expectation!.matches / report.queries).toBeCloseTo(0.85, 1);
  expect(report.answers.changed).toBe(0);
  expect((await later()).engines).toBe(before.engines);
  await own.db.tx((tx) => activateModel(tx, { version: 1, by: 'Ann', at: now }));
  const after = await later();
  expect(after.engines).toContain('model 1');
  expect(after.wrong).toBe(0);
  expect(after.recall).toBeGreaterThanOrEqual(before.recall - 0.005);
}, 120_000);

test('with the truth of each query the scores come nearer to what is observed, on queries kept apart', async () => {
  const { report } = await train(own.db, clock, { queries: log(truthFile()), activateBy: 'Ann' });
  expect(report.labelled).toBe(report.queries);
  const { before, after } = report.calibration!;
  expect(after.n).toBeGreaterThan(100);
  expect(after.error).toBeLessThanOrEqual(before.error);
  expect(report.answers.after.wrong).toBe(0);
  expect(await later()).toMatchObject({ wrong: 0, engines: expect.stringContaining('model 1') });
}, 120_000);

test('who trains twice has two versions of the same, and can go back to each and to the delivered one', async () => {
  await train(own.db, clock, { queries: log(), activateBy: 'Ann' });
  await train(own.db, clock, { queries: log(), activateBy: 'Ann' });
  const inUse = async () => (await selectParameters(own.db)).map((m) => [m.version, m.inUse]);
  expect(await inUse()).toEqual([
    [2, true],
    [1, false],
  ]);
  const [first, second] = await own.db.query<{ parameters: object }>(
    sql`select parameters from match_model order by version`,
  );
  expect(second).toEqual(first);
  const activate = (version: number, at: Date) =>
    own.db.tx((tx) => activateModel(tx, { version, by: 'Ann', at }));
  expect(await activate(1, new Date(now.getTime() + 1000))).toBe(true);
  expect(await inUse()).toEqual([
    [2, false],
    [1, true],
  ]);
  expect(await activate(9, now)).toBe(false);
  expect(await activate(0, now)).toBe(true);
  expect((await newestModel(own.db)).parameters).toEqual(defaultParameters);
  const audited = await own.db.query<{ subject: string }>(
    sql`select subject from audit_entry where action = 'match.model.activate' order by id desc limit 2`,
  );
  expect(audited.map(({ subject }) => subject)).toEqual(['0', '1']);
}, 120_000);

describe('what is never learned', () => {
  test('only levels of one person and the calibration differ, and no level by more than the log weighs', async () => {
    await train(own.db, clock, { queries: log(truthFile()), activateBy: 'Ann' });
    const { same, calibration, ...rest } = (await newestModel(own.db)).parameters;
    const { same: delivered, calibration: _, ...restDelivered } = defaultParameters;
    expect(rest).toEqual(restDelivered);
    expect(calibration.length).toBeGreaterThan(0);
    const shrunk = logged / (logged + 300);
    for (const field of Object.keys(delivered) as (keyof typeof delivered)[])
      for (const [level, share] of Object.entries(delivered[field] as Record<string, number>))
        expect(Math.abs((same[field] as Record<string, number>)[level]! - share)).toBeLessThanOrEqual(shrunk);
  }, 120_000);

  test('parameters for another delivery’s levels are not used, nor activated', async () => {
    await train(own.db, clock, { queries: log(), activateBy: 'Ann' });
    await own.db.run(
      sql`update match_model set parameters = jsonb_set(parameters, '{version}', '"1999.1"'::jsonb)`,
    );
    expect((await newestModel(own.db)).parameters).toEqual(defaultParameters);
    expect(await own.db.tx((tx) => activateModel(tx, { version: 1, by: 'Ann', at: now }))).toBe(false);
  }, 120_000);
});

describe('too little to learn from', () => {
  test('few queries, and no query and few reviews, teach nothing and are refused', async () => {
    async function* few() {
      let n = 0;
      for await (const one of log()) if (n++ < queries_min - 1) yield one;
    }
    await expect(train(own.db, clock, { queries: few() })).rejects.toThrow('too few to learn from');
    await expect(train(own.db, clock, {})).rejects.toThrow('too few to calibrate by');
    expect(await selectParameters(own.db)).toEqual([]);
  }, 120_000);

  test('a trial run keeps nothing', async () => {
    const { version, report } = await train(own.db, clock, { queries: log(), dryRun: true });
    expect(version).toBeNull();
    expect(report.levels.length).toBeGreaterThan(0);
    expect(await selectParameters(own.db)).toEqual([]);
  }, 120_000);
});
