/**
 * The gates of public sets whose truth is known (FEBRL 4 and MIIS-E; see CONFORMANCE.md), by the product's own path. Needs the sets beside the
 * repository; the whole figures are the commands' in CONFORMANCE.md.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../src/clock/random.ts';
import { type EvaluateOptions, evaluate } from '../../src/evaluation/evaluate.ts';
import { linesOf } from '../../src/evaluation/lines.ts';
import { type TestDatabase, testDatabase } from '../env/database.ts';

const sets = fileURLToPath(new URL('../../../shared/data/matching/', import.meta.url));
const isHere = existsSync(sets);
if (!isHere)
  process.stderr.write('public-matching.test.ts: no matching sets beside the repository, skipped\n');

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'throughline-gates-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** On an empty index of its own. */
async function measured(options: Omit<EvaluateOptions, 'progress'>) {
  const own: TestDatabase = await testDatabase();
  try {
    const clock = { now: () => new Date('2026-11-28T12:00:00Z') };
    return await evaluate(own.db, { clock, random: systemRandom }, { ...options, progress: () => {} });
  } finally {
    await own.drop();
  }
}

/** The first lines of a file. */
async function first(path: string, lines: number): Promise<string> {
  const kept: string[] = [];
  for await (const line of linesOf(path)) if (kept.push(line) === lines) break;
  const name = join(dir, `${kept.length}-${path.split('/').pop()!.replace('.gz', '')}`);
  await writeFile(name, `${kept.join('\n')}\n`);
  return name;
}

describe.runIf(isHere)('public sets', () => {
  test('FEBRL 4: an index of single people answers nearly all, and no impostor', async () => {
    const result = await measured({
      format: 'febrl',
      members: await first(`${sets}febrl/dataset4a.csv.gz`, 2_501),
      queries: await first(`${sets}febrl/dataset4b.csv.gz`, 1_301),
      learn: true,
      match: { households: false, auto: 0.9 },
    });
    expect(result).toMatchObject({ queries: 1_300, wrong: 0, wrongOnMustRefuse: 0 });
    expect(result.mustRefuse).toBeGreaterThan(600);
    expect(result.recall).toBeGreaterThan(0.99);
  }, 180_000);

  test('FEBRL 4 as if it held families: fewer answers, none wrong', async () => {
    const result = await measured({
      format: 'febrl',
      members: await first(`${sets}febrl/dataset4a.csv.gz`, 2_501),
      queries: await first(`${sets}febrl/dataset4b.csv.gz`, 1_001),
    });
    expect(result.wrong).toBe(0);
    expect(result.recall).toBeGreaterThan(0.94);
  }, 180_000);

  test('MIIS-E, as delivered: matches are named, others hardly ever', async () => {
    const { tiers } = await measured({
      format: 'miis',
      members: `${sets}immregistries-miis/MIIS-E.txt.gz`,
    });
    expect(tiers.A!.recall).toBeGreaterThanOrEqual(0.92);
    expect(tiers.A!.recallWithReview).toBeGreaterThanOrEqual(0.995);
    expect(tiers.A!.wrong).toBe(0);
    expect(tiers.N!.wrong).toBeLessThanOrEqual(2);
    expect(tiers.P!.recall! * tiers.P!.n + tiers.P!.wrong).toBeLessThanOrEqual(15);
  }, 180_000);
});
