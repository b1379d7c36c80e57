/**
 * The sample payer's data beside the repository, from load to what the partner downloads: everything released is valid against
 * the profile that it claims, claims equal their non-financial twins, and the keys' owner and we agree on what may leave. The
 * clinical records and claims are those of the cohort; by hand, on all of it: `throughline demo --data … --packages …`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import type { DemoReport } from '../../src/demo/report.ts';
import type { JsonObject } from '../../src/fhir/lossless.ts';
import { validateFile } from '../../src/validation/files.ts';
import { installedValidator } from '../../src/validation/installed.ts';
import { openReport } from '../../src/validation/report.ts';
import type { Validator } from '../../src/validation/validator.ts';
import { hasPackages } from '../env/fhir-packages.ts';

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
const payer = join(shared, 'data/payer-data/synthetic-old-payer');
const packages = join(shared, 'igs');
const isHere = hasPackages && existsSync(payer);
if (!isHere) process.stderr.write('sample-payer.test.ts: no sample payer beside the repository, skipped\n');

const linesOf = (bytes: Buffer): string[] =>
  bytes
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== '');
const packed = (path: string): string[] => linesOf(gunzipSync(readFileSync(join(payer, path))));
function keysOf(name: string): Record<string, string>[] {
  const [heading, ...rows] = linesOf(readFileSync(join(payer, 'keys', name))).map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(heading!.map((column, i) => [column, row[i]!])));
}

let dir: string;
let report: DemoReport;
let claims: JsonObject[];
let matched: Set<string>;
let validator: Validator;

/** One in so many is taken: they are two thirds of all records and much alike. */
const observationShare = 8;

/** The payer's files without the claims and clinical records of members whom nobody asks about. */
async function writeCohortData(folder: string, patients: ReadonlySet<string>): Promise<void> {
  const everybody = /^(?:Patient|Coverage|Organization|Practitioner|Location)/;
  await mkdir(folder);
  for (const part of ['claims', 'clinical'])
    for (const name of await readdir(join(payer, 'load', part))) {
      const lines = packed(join('load', part, name)).filter((line, n) => {
        if (name.startsWith('Observation') && n % observationShare !== 0) return false;
        const patient = /"reference":"Patient\/([^"]+)"/.exec(line)?.[1];
        return everybody.test(name) || patient === undefined || patients.has(patient);
      });
      await writeFile(join(folder, name.replace(/\.gz$/, '')), lines.map((line) => `${line}\n`).join(''));
    }
}

beforeAll(async () => {
  if (!isHere) return;
  validator = installedValidator({ dir: packages });
  dir = await mkdtemp(join(tmpdir(), 'throughline-sample-payer-'));
  const members = keysOf('member-match-key.csv');
  await writeCohortData(join(dir, 'load'), new Set(members.map((member) => member.true_patient!)));
  let stdout = '';
  const args = ['demo', '--once', '--json', '--as-of', '2026-06-30T12:00:00Z', '--packages', packages];
  const cohort = join(payer, 'member-match/bulk-member-match-in.json');
  await run([...args, '--data', join(dir, 'load'), '--cohort', cohort, '--out', join(dir, 'out')], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {}, isTTY: false },
    interrupted: new AbortController().signal,
  });
  report = JSON.parse(stdout) as DemoReport;
  const outcomes = new Map(report.byMember.map(({ id, outcome }) => [id, outcome]));
  matched = new Set(
    members.filter(({ member }) => outcomes.get(member!) === 'match').map((m) => m.true_patient!),
  );
  claims = linesOf(await readFile(join(dir, 'out/released/ExplanationOfBenefit.ndjson'))).map(
    (line) => JSON.parse(line) as JsonObject,
  );
}, 120_000);
afterAll(async () => {
  if (isHere) await rm(dir, { recursive: true, force: true });
});

const regularMembers = () =>
  keysOf('member-match-key.csv').filter(({ scenario }) => scenario === 'regular-only-consent');

/** Claims that tell of substance use, in the window, of the members whose consent leaves sensitive records out. */
function withheldBySud(): Set<string> {
  const patients = new Set(regularMembers().map((member) => member.true_patient));
  const keys = keysOf('eob-key.csv').filter(({ patient, sud }) => patients.has(patient) && sud === 'True');
  return new Set(keys.filter((key) => key.within_5y === 'True').map(({ id }) => id!));
}

describe.runIf(isHere)('the sample payer', () => {
  test('the exchange ends well, and nothing that came is held to be invalid', () => {
    expect(report).toMatchObject({ ok: true, members: 60 });
    expect(matched.size).toBeGreaterThan(40);
    expect(report.types.reduce((sum, type) => sum + type.quarantined, 0)).toBe(0);
  });

  test('every resource released is valid against the profile that it claims', async () => {
    const found = openReport();
    for (const file of await readdir(join(dir, 'out/released')))
      await validateFile(join(dir, 'out/released', file), validator, found, undefined);
    const { resources, invalid, issues } = found.report(true);
    expect(issues!.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(invalid).toBe(0);
    expect(resources).toBe(report.types.reduce((sum, type) => sum + type.released, 0));
    expect(resources).toBeGreaterThan(3_500);
  }, 60_000);

  test('claims equal their non-financial twins as JSON values, but for the instant of change and the labels', () => {
    const unstamped = ({ meta, ...rest }: JsonObject): JsonObject => {
      // A claim of a sensitive class says so when it leaves (consent-and-sensitive-data 3.1).
      const { lastUpdated: _, security: _labels, ...others } = meta as JsonObject;
      return { ...rest, meta: others };
    };
    const twins = new Map(
      packed('keys/ExplanationOfBenefit-basis-nonfinancial.ndjson.gz').map((line) => {
        const twin = JSON.parse(line) as JsonObject;
        return [twin.id, unstamped(twin)];
      }),
    );
    const released = claims.filter(({ use }) => use === 'claim');
    expect(released.length).toBeGreaterThan(400);
    for (const claim of released) expect(unstamped(claim)).toEqual(twins.get(claim.id));
  });

  test('five years: the claims of the matched members that leave are those of the key', () => {
    const keys = keysOf('eob-key.csv').filter(({ patient }) => matched.has(patient!));
    const inWindow = keys.filter((key) => key.within_5y === 'True').map(({ id }) => id);
    const leaving = inWindow.filter((id) => !withheldBySud().has(id!));
    expect(idsOf(claims.filter(({ use }) => use === 'claim'))).toEqual(leaving.sort());
    expect(inWindow.length).toBeLessThan(keys.length);
  });

  test('claims that tell of substance use leave by a #sensitive consent only, and bear their labels', () => {
    const sensitive = keysOf('eob-key.csv').filter(
      (key) => matched.has(key.patient!) && key.sud === 'True' && key.within_5y === 'True',
    );
    expect(sensitive.length).toBeGreaterThan(0);
    const released = new Map(claims.map((claim) => [claim.id as string, claim]));
    const withheld = withheldBySud();
    expect(withheld.size).toBe(1);
    expect(sensitive.filter(({ id }) => released.has(id!) === withheld.has(id!))).toEqual([]);
    const labelled = [...released.values()].filter(({ meta }) => /"code":"SUD"/.test(JSON.stringify(meta)));
    expect(idsOf(labelled)).toEqual(sensitive.flatMap(({ id }) => (withheld.has(id!) ? [] : id!)).sort());
    for (const { member } of regularMembers())
      expect(report.byMember.find(({ id }) => id === member)?.outcome).toBe('match');
  });

  test('prior authorizations: in effect, pending or changed within a year; no drug, no denial', () => {
    const keys = keysOf('prior-auth-key.csv').filter(({ patient }) => matched.has(patient!));
    const included = keys.filter((key) => key.include_in_p2p === 'True').map(({ id }) => id);
    expect(idsOf(claims.filter(({ use }) => use === 'preauthorization'))).toEqual(included.sort());
    expect(new Set(keys.map(({ reason }) => reason))).toContain('drug');
    expect(new Set(keys.map(({ reason }) => reason))).toContain('denied');
  });

  test('the only invalid records of the payer are its authorizations of drugs, which stay', () => {
    const invalid = packed('load/claims/ExplanationOfBenefit-pdex-priorauth.ndjson.gz')
      .map((line) => JSON.parse(line) as JsonObject)
      .filter((authorization) => !validator.validate(authorization).valid);
    const drugs = keysOf('prior-auth-key.csv').filter(({ drug }) => drug === 'True');
    expect(idsOf(invalid)).toEqual(drugs.map(({ id }) => id).sort());
    expect(drugs).toHaveLength(61);
  }, 60_000);
});

const idsOf = (resources: readonly JsonObject[]): string[] => resources.map(({ id }) => id as string).sort();
