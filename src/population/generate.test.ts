// Protects the files: their names and columns are those of a match evaluation, compressed or not, and a stop leaves no open file.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate } from './generate.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'throughline-population-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const request = { seed: 'files', members: 3000, queries: 40, stress: 80 };
const names = [
  'members.ndjson',
  'index_truth.csv',
  'queries_natural.ndjson',
  'truth_natural.csv',
  'queries.ndjson',
  'truth.csv',
];
const lines = (text: string): string[] => text.split('\n').slice(0, -1);

describe('files', () => {
  test('plain and compressed files hold the same bytes, and the same again', async () => {
    const plain = await generate({ ...request, dir: join(dir, 'plain'), gzip: false });
    await generate({ ...request, dir: join(dir, 'gz'), gzip: true });
    await generate({ ...request, dir: join(dir, 'again'), gzip: false });
    expect(plain.files).toEqual(names.map((name) => join(dir, 'plain', name)));
    const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    for (const name of names) {
      const bytes = await readFile(join(dir, 'plain', name));
      expect(digest(gunzipSync(await readFile(join(dir, 'gz', `${name}.gz`))))).toBe(digest(bytes));
      expect(digest(await readFile(join(dir, 'again', name)))).toBe(digest(bytes));
    }
  });

  test('they have the rows and columns that an evaluation reads', async () => {
    const summary = await generate({ ...request, dir: join(dir, 'form'), gzip: false });
    const read = async (name: string) => lines(await readFile(join(dir, 'form', name), 'utf8'));
    const members = (await read('members.ndjson')).map((line) => JSON.parse(line));
    expect(members).toHaveLength(summary.members);
    expect(Object.keys(members[0])).toEqual(['id', 'patient', 'coverages']);
    expect(members[0].coverages[0].beneficiary.reference).toBe(`Patient/${members[0].patient.id}`);
    const truth = await read('truth.csv');
    expect(truth[0]).toBe(
      'query_id,expect,reason,member_ids,trap_member_ids,stratum,corruptions,person_id,tier',
    );
    const queries = (await read('queries.ndjson')).map((line) => JSON.parse(line));
    expect(queries.map(({ id }) => id)).toEqual(truth.slice(1).map((line) => line.split(',')[0]));
    expect(queries[0].parameter.map(({ name }: { name: string }) => name)).toEqual([
      'MemberPatient',
      'CoverageToMatch',
      'CoverageToLink',
    ]);
    expect(await read('index_truth.csv')).toHaveLength(summary.members + 1);
    expect(summary.natural).toMatchObject({ queries: 40 });
  });

  test('without a folder nothing is written and all is measured', async () => {
    const summary = await generate({ ...request, queries: 0, stress: 0, gzip: false });
    expect(summary.files).toEqual([]);
    expect(summary.checks.persons).toBeGreaterThan(2900);
    expect(summary.stress.queries).toBe(0);
  });

  test('a folder that cannot be is a failure', async () => {
    const file = join(dir, 'plain', 'members.ndjson');
    await expect(generate({ ...request, dir: file, gzip: false })).rejects.toThrow();
  });

  test('an interrupted run ends', async () => {
    const stop = new AbortController();
    stop.abort();
    const stopped = generate({ ...request, dir: join(dir, 'stopped'), gzip: false, signal: stop.signal });
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});
