/** The learner at the command line: what an operator reads, what scripts read, and that nothing is used unless somebody is named for it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import { systemRandom } from '../../clock/random.ts';
import { objectsOf } from '../../evaluation/lines.ts';
import { loadMembers, type MemberLine } from '../../evaluation/load-members.ts';
import { generate } from '../../population/generate.ts';
import { failureOf } from '../failure.ts';
import { matchCommand } from './match.ts';

let own: TestDatabase;
const dir = mkdtempSync(join(tmpdir(), 'throughline-match-train-'));
const before = { ...process.env };
const file = (name: string) => join(dir, name);

beforeAll(async () => {
  own = await testDatabase();
  await generate({ seed: 'cli', members: 800, queries: 700, stress: 0, dir, gzip: false });
  const members = objectsOf<MemberLine>(file('members.ndjson'));
  const { npi } = await loadMembers(own.db, members, { random: systemRandom, now: new Date('2026-06-30') });
  Object.assign(process.env, {
    DATABASE_URL: own.url,
    DATA_DIR: dir,
    PAYER_NAME: 'Old Plan',
    PAYER_NPI: npi,
    LOG_LEVEL: 'silent',
    BASE_URL: '',
  });
}, 120_000);
afterAll(async () => {
  process.env = before;
  await own.drop();
  rmSync(dir, { recursive: true });
});

async function run(...args: string[]) {
  let stdout = '';
  let status = 0;
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => {} },
    interrupted: new AbortController().signal,
  };
  const program = new Command().exitOverride().addCommand(matchCommand(io, (code) => (status = code)));
  try {
    await program.parseAsync(['match', ...args], { from: 'user' });
    return { stdout, status };
  } catch (error) {
    return { stdout, status, failed: failureOf(error) };
  }
}
const log = ['--queries', file('queries_natural.ndjson')];
const truth = ['--truth', file('truth_natural.csv')];

test('learn, look, use, go back', async () => {
  expect((await run('models')).stdout).toBe('Nothing was learned yet: `throughline match train`.\n');
  const tried = JSON.parse((await run('train', ...log, ...truth, '--dry-run', '--json')).stdout);
  expect(tried).toMatchObject({
    ok: true,
    version: null,
    active: false,
    report: { answers: { changed: 0 } },
  });
  const { stdout } = await run('train', ...log, ...truth);
  expect(stdout).toMatch(/score from +to +n +predicted +observed/);
  expect(stdout).toMatch(/calibration error 0\.\d+ before, 0\.\d+ after/);
  expect(stdout).toContain('`throughline match activate 1` makes it decide.');
  const inUse = async () => JSON.parse((await run('models', '--json')).stdout)[0].inUse;
  expect(await inUse()).toBe(false);
  expect((await run('activate', '1', '--by', 'Ann')).stdout).toBe('Version 1 decides.\n');
  expect(await inUse()).toBe(true);
  await run('activate', '0', '--by', 'Ann');
  expect(await inUse()).toBe(false);
}, 120_000);

test('no name, number or birth date of a query is printed', async () => {
  const { stdout } = await run('train', ...log, '--dry-run', '--json');
  const lines = readFileSync(file('queries_natural.ndjson'), 'utf8').trim().split('\n');
  for (const line of lines.slice(0, 50)) {
    const { parameter } = JSON.parse(line);
    const { name, birthDate } = parameter[0].resource;
    for (const text of [name[0].family, birthDate]) if (text) expect(stdout).not.toContain(`"${text}"`);
  }
}, 120_000);

test.each([
  [['train'], 1, 'too few to calibrate by'],
  [['train', '--truth', 'x.csv'], 2, '--truth is about queries'],
  [['train', ...log, '--activate'], 2, 'named'],
  [['train', ...log, '--activate', '--by', 'Ann', '--dry-run'], 2, '--dry-run'],
  [['activate', 'two', '--by', 'Ann'], 2, 'a number'],
  [['activate', '99', '--by', 'Ann'], 1, 'no version 99'],
])('%j fails', async (args, exitCode, message) => {
  const { failed } = await run(...args);
  expect(failed?.exitCode).toBe(exitCode);
  expect(failed?.error.message.toLowerCase()).toContain(message);
});
