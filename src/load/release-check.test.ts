// Nothing leaves that is not what it claims: a load judges each record as it would leave, and the setting says what becomes
// of those that fail. Judged here by one made-up profile: an Observation with a note.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { noted, notedValidator } from '../../test/env/noted-guide.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { profile } from '../fhir/systems.ts';
import { type LoadSummary, load } from './load.ts';
import type { InvalidPolicy } from './release-check.ts';

const otherClaim = 'https://example.org/StructureDefinition/not-installed';
const validator = notedValidator();

let own: TestDatabase;
let dir: string;
const clock = handClock('2026-06-30T12:00:00Z');
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-check-test-'));
});
beforeEach(() => own.db.run(raw('truncate resource, unresolved_reference, person, member cascade')));
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});

const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Doe' }], birthDate: '1980-01-01' };
const observation = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Observation',
  id,
  meta: { profile: [noted] },
  status: 'final',
  code: { text: 'weight' },
  subject: { reference: 'Patient/p1' },
  ...more,
});
const note = [{ text: 'Weighed at home' }];

async function run(
  records: object[],
  invalid?: InvalidPolicy,
): Promise<LoadSummary & { rejects: Record<string, unknown>[] }> {
  clock.advance(60);
  const file = join(dir, 'extract.ndjson');
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const releaseChecking = invalid && { validator, packages: ['noted.tgz'], invalid };
  const rejectFile = join(dir, 'rejected.ndjson');
  await rm(rejectFile, { force: true });
  const summary = await load(
    { db: own.db, clock, random: systemRandom, ...(releaseChecking && { releaseChecking }) },
    [file],
    { rejectFile, tempDir: dir },
  );
  const text = summary.rejectFile ? await readFile(summary.rejectFile, 'utf8') : '';
  const rejects = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { ...summary, rejects };
}
const stored = () =>
  own.db.query<{ ref: string; text: string; source: string | null }>(
    sql`select ref, text, source from resource order by ref`,
  );
const heldObservation = async () => (await stored()).find(({ ref }) => ref.startsWith('Observation/'));

test('quarantine: the line goes to the reject file with path and rule, the rest is loaded and counted', async () => {
  const load = await run([patient, observation('bad'), observation('good', { note })], 'quarantine');
  expect(load.rejects).toMatchObject([
    {
      line: 2,
      reason: 'profile-invalid',
      text: 'As it would leave, the resource is not what its profile asks: Observation.note (cardinality-min).',
    },
  ]);
  expect((await stored()).map(({ ref }) => ref)).toEqual(['Observation/good', 'Patient/p1']);
  expect(load.validation).toMatchObject({
    packages: 1,
    checked: 3,
    valid: 2,
    invalid: 1,
    byProfile: [{ profile: noted, checked: 2, invalid: 1 }],
    byRule: [{ rule: 'cardinality-min', count: 1 }],
  });
  expect(load).toMatchObject({ read: 3, stored: 2, rejected: 1 });
});

test('refuse: nothing at all is loaded, and the reject file tells why', async () => {
  await expect(run([patient, observation('bad')], 'refuse')).rejects.toThrow('1 records would not be valid');
  expect(await stored()).toEqual([]);
  expect(await readFile(join(dir, 'rejected.ndjson'), 'utf8')).toContain('profile-invalid');
  expect(await run([patient, observation('good', { note })], 'refuse')).toMatchObject({ stored: 2 });
});

test('release-without-claim: the record leaves without the claim that does not hold, others stay', async () => {
  const bad = observation('bad', { meta: { profile: [otherClaim, noted] } });
  const load = await run([patient, bad], 'release-without-claim');
  expect(load.validation).toMatchObject({ invalid: 1, withoutClaim: 1 });
  const held = await heldObservation();
  expect(JSON.parse(held!.text).meta.profile).toEqual([otherClaim]);
  expect(JSON.parse(held!.source!)).toEqual(bad);
  expect(await run([patient, bad], 'release-without-claim')).toMatchObject({ unchanged: 2, stored: 0 });
});

test('what was loaded without its claim stays so when a reference of it comes back', async () => {
  const encounter = {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p1' },
  };
  await run(
    [patient, observation('bad', { encounter: { reference: 'Encounter/e1' } })],
    'release-without-claim',
  );
  expect((await heldObservation())!.text).not.toContain('Encounter/e1');
  await run([encounter], 'quarantine');
  const again = (await heldObservation())!.text;
  expect(again).toContain('"Encounter/e1"');
  expect(JSON.parse(again).meta.profile).toBeUndefined();
});

test('what never leaves need not be valid: an authorization of a drug, a type outside the payload', async () => {
  const drug = {
    resourceType: 'ExplanationOfBenefit',
    id: 'pa1',
    meta: { profile: [profile.priorAuthorization] },
    use: 'preauthorization',
    status: 'active',
    type: { coding: [{ code: 'pharmacy' }] },
    patient: { reference: 'Patient/p1' },
    created: '2026-01-01',
    insurer: { display: 'Plan' },
    provider: { display: 'Prescriber' },
    outcome: 'complete',
    insurance: [{ focal: true, coverage: { display: 'Plan' } }],
  };
  const medical = { ...drug, id: 'pa2', type: { coding: [{ code: 'institutional' }] } };
  const load = await run([patient, drug, medical], 'quarantine');
  expect(load.rejects.map(({ line }) => line)).toEqual([3]);
  expect(load.validation).toMatchObject({ checked: 2, unchecked: 1, invalid: 1 });
});

test('without packages the summary says that profiles were not looked at', async () => {
  const load = await run([patient, observation('bad')]);
  expect(load.validation).toMatchObject({
    packages: 0,
    note: 'not checked against profiles: packages not installed',
    invalid: 0,
    unchecked: 2,
  });
  expect(load.stored).toBe(2);
});
