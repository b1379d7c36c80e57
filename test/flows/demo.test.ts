/**
 * The demo as a newcomer and a script see it: one command line, one JSON document, files that can be looked at. Runs the program in
 * this process, with both payers on an embedded database of its own.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import type { DemoReport } from '../../src/demo/report.ts';

let dir: string;
let status: number;
let stdout = '';
let report: DemoReport;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'throughline-demo-test-'));
  const args = ['demo', '--once', '--json', '--as-of', '2026-11-24T15:00:00Z', '--out', join(dir, 'out')];
  status = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {}, isTTY: false },
    interrupted: new AbortController().signal,
  });
  report = JSON.parse(stdout) as DemoReport;
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(join(dir, 'out', path), 'utf8')).split('\n').filter((line) => line !== '');

it('ends well, with one document that says so', () => {
  expect(status).toBe(0);
  expect(report).toMatchObject({
    ok: true,
    clock: '2026-11-24T15:00:00Z',
    members: 10,
    outcomes: { match: 6, nomatch: 2, consentconstraint: 2 },
  });
  expect(stdout.trimEnd()).not.toContain('\n');
  expect(Object.keys(report.seconds)).toEqual([
    'start',
    'load',
    'match',
    'export',
    'download',
    'ingest',
    'total',
  ]);
});

it('names nobody: members go by the ids of the cohort', () => {
  expect(stdout).not.toMatch(/smith|delgado|kowalski|hoffman|1984/i);
  expect(report.byMember.map((m) => m.id).sort()[0]).toBe('uc3001');
});

it('leaves what was released, byte for byte as counted', async () => {
  for (const { type, received } of report.types) {
    if (received > 0)
      expect([type, await linesOf(`released/${type}.ndjson`)]).toEqual([
        type,
        expect.objectContaining({ length: received }),
      ]);
  }
});

it('leaves what is stored, under ids of the new payer', async () => {
  const stored = await readdir(join(dir, 'out', 'stored'));
  expect(stored).toContain('ExplanationOfBenefit.ndjson');
  const patients = (await linesOf('stored/Patient.ndjson')).map((line) => JSON.parse(line).id as string);
  expect(patients).toHaveLength(6);
  for (const id of patients) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

it('leaves the Groups and a ledger that adds up with the report', async () => {
  const groups = (await linesOf('groups.ndjson')).map((line) => JSON.parse(line));
  // The cohort's three, and the one of John, who decided for himself in the portal.
  expect(groups.map((g) => g.code.coding[0].code).sort()).toEqual([
    'consentconstraint',
    'match',
    'match',
    'nomatch',
  ]);
  const [heading, ...rows] = await linesOf('ledger.csv');
  expect(heading).toBe('member,type,released,received,stored,quarantined,duplicate,withheld,reason');
  const cells = rows.map((row) => row.split(','));
  for (const { type, released, stored } of report.types) {
    const own = cells.filter((c) => c[1] === type);
    expect([type, sum(own, 2), sum(own, 4)]).toEqual([type, released, stored]);
  }
  for (const { type, reason, count } of report.withheld) {
    expect(
      sum(
        cells.filter((c) => c[1] === type && c[8] === reason),
        7,
      ),
    ).toBe(count);
  }
});

const sum = (rows: string[][], column: number): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);
