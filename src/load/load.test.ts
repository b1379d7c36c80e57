// A load takes what is good in whatever order, names what is bad, and leaves every record closed.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { type HandClock, handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import { type JsonObject, parseJson } from '../fhir/lossless.ts';
import { load } from './load.ts';

let own: TestDatabase;
let dir: string;
let clock: HandClock;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-load-test-'));
  clock = handClock('2026-06-30T12:00:00Z');
  await own.db.run(
    raw(
      'truncate resource, resource_deleted, unresolved_reference, person, member, member_key, coverage cascade',
    ),
  );
});
afterEach(() => rm(dir, { recursive: true }));

type Lines = (JsonObject | string | Buffer)[];
const ndjson = (lines: Lines): Buffer =>
  Buffer.concat(
    lines.map((line) =>
      Buffer.concat([
        Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)),
        Buffer.from('\n'),
      ]),
    ),
  );
async function put(name: string, content: Lines | Buffer): Promise<void> {
  await mkdir(dirname(join(dir, 'in', name)), { recursive: true });
  await writeFile(join(dir, 'in', name), Buffer.isBuffer(content) ? content : ndjson(content));
}
const run = async (...paths: string[]) => {
  clock.advance(60);
  const summary = await load(
    { db: own.db, clock, random: systemRandom },
    paths.length > 0 ? paths : [join(dir, 'in')],
    {
      rejectFile: join(dir, 'rejects.ndjson'),
      tempDir: dir,
    },
  );
  const text = summary.rejectFile ? await readFile(summary.rejectFile, 'utf8') : '';
  const rejects = text
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as { file: string; line: number; reason: string; raw: string });
  return { ...summary, rejects, reasons: rejects.map((r) => `${r.line} ${r.reason}`) };
};
interface Row {
  ref: string;
  person_id: number;
  text: string;
  source: string | null;
  reach: string | null;
  pa_document: boolean;
  withheld: string | null;
  last_updated: Date;
}
const rows = async () => {
  const found = await own.db.query<Row>(
    sql`select ref, person_id, text, source, reach::text, pa_document, withheld, last_updated from resource order by ref`,
  );
  return new Map(found.map((row) => [row.ref, row]));
};

const patient = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Smith', given: ['John'] }],
  gender: 'male',
  birthDate: '1970-05-05',
  ...more,
});
const subject = (id: string) => ({ reference: `Patient/${id}` });
const observation = (id: string, of: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: subject(of),
  effectiveDateTime: '2024-01-01',
  ...more,
});
const encounter = (id: string, of: string, start: string): JsonObject => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { code: 'AMB' },
  subject: subject(of),
  period: { start, end: start },
});

test('files at any depth, plain or gzip, in any order, become records of their persons', async () => {
  await put('a/Observation.ndjson', [observation('o1', 'p1'), observation('o2', 'p2')]);
  await put('z/deep/Patient.ndjson.gz', gzipSync(ndjson([patient('p1'), patient('p2')])));
  await put('b/Organization.ndjson', [{ resourceType: 'Organization', id: 'org', name: 'Old Health' }]);
  await put('notes.txt', ['not for us']);
  const summary = await run();
  expect(summary).toMatchObject({
    files: 3,
    read: 5,
    stored: 5,
    unchanged: 0,
    rejected: 0,
    members: 2,
    persons: 2,
    rejectFile: null,
  });
  const stored = await rows();
  expect(stored.get('Observation/o1')!.person_id).toBe(stored.get('Patient/p1')!.person_id);
  expect(stored.get('Observation/o1')!.person_id).not.toBe(stored.get('Observation/o2')!.person_id);
  expect(stored.get('Organization/org')!.person_id).toBe(0);
  expect(JSON.parse(stored.get('Patient/p1')!.text).meta.lastUpdated).toBe('2026-06-30T12:01:00.000Z');
  expect((await readdir(dir)).filter((name) => name.startsWith('throughline-load'))).toEqual([]);
});

describe('documents', () => {
  const document = (id: string, attachment: JsonObject): JsonObject => ({
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    subject: subject('p1'),
    content: [{ attachment }],
  });
  const attachmentOf = async (id: string) =>
    JSON.parse((await rows()).get(`DocumentReference/${id}`)!.text).content[0].attachment;
  const data = Buffer.from('<p>Discharge summary</p>').toString('base64');

  test('a Binary goes into what refers to it, wherever its file stands, and is no record of its own', async () => {
    await put('DocumentReference.ndjson', [document('d1', { contentType: 'text/html', url: 'Binary/b1' })]);
    await put('Patient.ndjson', [patient('p1')]);
    await put('z/Binary.ndjson', [{ resourceType: 'Binary', id: 'b1', contentType: 'text/html', data }]);
    expect(await run()).toMatchObject({ read: 3, stored: 2, documents: 1, rejected: 0 });
    expect(await attachmentOf('d1')).toEqual({ contentType: 'text/html', data, size: 24 });
    expect([...(await rows()).keys()]).toEqual(['DocumentReference/d1', 'Patient/p1']);
    expect(await run()).toMatchObject({ stored: 0, unchanged: 2, documents: 1 });
  });

  test('one that nobody could fetch stays, with its record; one at an absolute address leaves', async () => {
    await put('Patient.ndjson', [patient('p1')]);
    await put('DocumentReference.ndjson', [
      document('lost', { contentType: 'text/html', url: 'Binary/never-came' }),
      document('inside', { contentType: 'text/html', data }),
      document('outside', { contentType: 'text/html', url: 'https://documents.example/d/1' }),
      document('both', { contentType: 'text/html', data, url: 'https://documents.example/d/2' }),
    ]);
    await run();
    const withheld = Object.fromEntries([...(await rows())].map(([ref, row]) => [ref, row.withheld]));
    expect(withheld).toEqual({
      'DocumentReference/both': null,
      'DocumentReference/inside': null,
      'DocumentReference/lost': 'document-not-fetchable',
      'DocumentReference/outside': null,
      'Patient/p1': null,
    });
    expect(await attachmentOf('both')).toEqual({ contentType: 'text/html', data });
  });

  test('a Binary that is none is rejected with its line, and the rest is loaded', async () => {
    await put('Patient.ndjson', [patient('p1')]);
    await put('Binary.ndjson', [
      { resourceType: 'Binary', id: 'b1', contentType: 'text/html', data: '%%%%' },
      { resourceType: 'Binary', id: 'b2', contentType: 'text/html' },
      { resourceType: 'Binary', id: 'b3', contentType: 'text/html', data },
    ]);
    const { reasons, documents, stored } = await run();
    expect({ reasons, documents, stored }).toEqual({
      reasons: ['1 document-unusable', '2 document-unusable'],
      documents: 1,
      stored: 1,
    });
  });
});

test('the same again is unchanged; a change is stored and only it gets a new instant', async () => {
  await put('x.ndjson', [patient('p1'), observation('o1', 'p1'), observation('o2', 'p1')]);
  await run();
  expect(await run()).toMatchObject({ read: 3, stored: 0, unchanged: 3, members: 1, persons: 1 });
  await put('x.ndjson', [
    patient('p1'),
    observation('o1', 'p1', { status: 'amended' }),
    observation('o2', 'p1'),
  ]);
  expect(await run()).toMatchObject({ stored: 1, unchanged: 2 });
  const stored = await rows();
  expect(stored.get('Observation/o1')!.last_updated.toISOString()).toBe('2026-06-30T12:03:00.000Z');
  expect(stored.get('Observation/o2')!.last_updated.toISOString()).toBe('2026-06-30T12:01:00.000Z');
});

test('of two versions the newer counts, whichever comes first', async () => {
  const version = (status: string, lastUpdated: string) =>
    observation('o1', 'p1', { status, meta: { lastUpdated } });
  await put('x.ndjson', [
    patient('p1'),
    version('cancelled', '2024-02-01T00:00:00Z'),
    version('final', '2024-01-01T00:00:00Z'),
  ]);
  expect(await run()).toMatchObject({ read: 3, stored: 2, superseded: 1, rejected: 0 });
  expect(JSON.parse((await rows()).get('Observation/o1')!.text).status).toBe('cancelled');
  expect(await run()).toMatchObject({ stored: 0, unchanged: 2, superseded: 1 });
});

test.each<[string, Lines, string[]]>([
  ['garbage', ['{"resourceType":"Obser'], ['2 invalid-json']],
  ['an array', ['[1]'], ['2 not-an-object']],
  ['no resourceType', [{ id: 'x' }], ['2 resource-type-missing']],
  ['an unknown resourceType', [{ resourceType: 'Spell', id: 'x' }], ['2 resource-type-unknown']],
  ['no id', [{ resourceType: 'Organization', name: 'x' }], ['2 id-missing']],
  ['illegal ids', [patient('a b'), patient('x'.repeat(65))], ['2 id-invalid', '3 id-invalid']],
  ['an unknown patient', [observation('o', 'nobody')], ['2 patient-unknown']],
  ['no patient', [{ ...observation('o', 'p1'), subject: undefined } as JsonObject], ['2 patient-missing']],
  [
    'a patient elsewhere',
    [observation('o', 'p1', { subject: { reference: 'https://other.example/Patient/p1' } })],
    ['2 patient-not-relative'],
  ],
  ['an unknown property', [patient('q', { shoeSize: 43 })], ['2 unknown-property']],
  ['wrong JSON types', [patient('q', { birthDate: 19700505 })], ['2 wrong-json-type']],
  ['an impossible date', [patient('q', { birthDate: '1970-02-30' })], ['2 invalid-date']],
  ['a null', ['{"resourceType":"Patient","id":"q","gender":null}'], ['2 null-value']],
  ['an empty list', [patient('q', { name: [] })], ['2 empty-value']],
  ['a property twice', ['{"resourceType":"Patient","id":"q","id":"r"}'], ['2 duplicate-property']],
  ['a code of no value set', [patient('q', { gender: 'x' })], ['2 code-not-in-value-set']],
  ['bytes that are not UTF-8', [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])], ['2 invalid-utf8']],
])('%s is rejected with its line, the rest is loaded', async (_what, bad, reasons) => {
  await put('x.ndjson', [patient('p1'), ...bad, observation('good', 'p1')]);
  const summary = await run();
  expect(summary.reasons).toEqual(reasons);
  expect(summary).toMatchObject({ read: 2 + bad.length, stored: 2, rejected: bad.length });
  const first = bad[0]!;
  const line = Buffer.isBuffer(first)
    ? first.toString()
    : typeof first === 'string'
      ? first
      : JSON.stringify(first);
  expect(summary.rejects[0]!.raw).toBe(line);
});

test('a file named for a type takes no other', async () => {
  await put('ExplanationOfBenefit.ndjson', [patient('p1')]);
  expect((await run()).reasons).toEqual(['1 wrong-type-in-file']);
});

test('a broken gzip is left out whole and said so; other files are loaded', async () => {
  const whole = gzipSync(
    ndjson(Array.from({ length: 500 }, (_, i) => patient(`p${i}`, { language: `x${i * 7919}` }))),
  );
  await put('Patient.ndjson.gz', whole.subarray(0, whole.length / 2));
  await put('plain.ndjson.gz', ndjson([patient('q')]));
  await put('Organization.ndjson', [{ resourceType: 'Organization', id: 'org', name: 'x' }]);
  const summary = await run();
  expect(summary.reasons.sort()).toEqual(['0 file-unreadable', '0 file-unreadable']);
  expect(summary).toMatchObject({ stored: 1, members: 0 });
  expect(summary.read).toBe(summary.stored + summary.rejected);
});

describe('references', () => {
  const practitioner = { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'x' }] };
  const withPerformer = observation('o1', 'p1', {
    performer: [{ reference: 'Practitioner/doc', display: 'Dr X' }],
  });

  test('to what is not here are cut, and stand again when it comes', async () => {
    await put('x.ndjson', [patient('p1'), withPerformer]);
    await run();
    const cut = (await rows()).get('Observation/o1')!;
    expect(JSON.parse(cut.text).performer).toEqual([{ display: 'Dr X', type: 'Practitioner' }]);
    expect(JSON.parse(cut.source!).performer).toEqual(withPerformer.performer);

    await put('x.ndjson', [practitioner]);
    await run();
    const whole = (await rows()).get('Observation/o1')!;
    expect(JSON.parse(whole.text).performer).toEqual(withPerformer.performer);
    expect(whole.last_updated.toISOString()).toBe('2026-06-30T12:02:00.000Z');
    expect(await own.db.query(sql`select * from unresolved_reference`)).toEqual([]);
  });

  test('to what was deleted are cut', async () => {
    await put('x.ndjson', [patient('p1'), withPerformer, practitioner]);
    await run();
    await put('x.ndjson', [
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Practitioner/doc' } }],
      },
    ]);
    expect(await run()).toMatchObject({ read: 1, deleted: 1, stored: 0, rejected: 0 });
    const stored = await rows();
    expect(stored.has('Practitioner/doc')).toBe(false);
    expect(JSON.parse(stored.get('Observation/o1')!.text).performer).toEqual([
      { display: 'Dr X', type: 'Practitioner' },
    ]);
    expect(await own.db.query(sql`select ref from resource_deleted`)).toEqual([{ ref: 'Practitioner/doc' }]);
  });

  test('to another member or to their records are cut', async () => {
    const focus = [subject('p2'), { reference: 'Encounter/e2' }, { reference: 'Encounter/e1' }];
    await put('x.ndjson', [
      patient('p1'),
      patient('p2'),
      encounter('e1', 'p1', '2024-01-01'),
      encounter('e2', 'p2', '2024-01-01'),
    ]);
    await put('y.ndjson', [observation('o1', 'p1', { focus })]);
    await run();
    const { text } = (await rows()).get('Observation/o1')!;
    expect(JSON.parse(text).focus.map((f: JsonObject) => f.reference)).toEqual([
      undefined,
      undefined,
      'Encounter/e1',
    ]);
  });

  test('carry reach, also to what was loaded before, and back when they go', async () => {
    await put('x.ndjson', [patient('p1'), encounter('e1', 'p1', '2001-01-01')]);
    await run();
    expect((await rows()).get('Encounter/e1')!.reach).toBe('2001-01-01');
    const late = (more: JsonObject) => observation('o1', 'p1', { effectiveDateTime: '2025-01-01', ...more });
    await put('x.ndjson', [late({ encounter: { reference: 'Encounter/e1' } })]);
    await run();
    expect((await rows()).get('Encounter/e1')!.reach).toBe('2025-01-01');
    await put('x.ndjson', [late({})]);
    await run();
    expect((await rows()).get('Encounter/e1')!.reach).toBe('2001-01-01');
  });
});

test('a Provenance belongs to the person of its targets; one of several persons is rejected', async () => {
  const provenance = (id: string, ...targets: string[]): JsonObject => ({
    resourceType: 'Provenance',
    id,
    target: targets.map((reference) => ({ reference })),
    recorded: '2024-01-01T00:00:00Z',
    agent: [{ who: { display: 'x' } }],
  });
  await put('x.ndjson', [
    provenance('a', 'Observation/o1'),
    provenance('b', 'Observation/o1', 'Observation/o2'),
    provenance('c', 'Observation/never'),
    patient('p1'),
    patient('p2'),
    observation('o1', 'p1'),
    observation('o2', 'p2'),
  ]);
  expect((await run()).reasons.sort()).toEqual(['2 several-patients', '3 target-unknown']);
  const stored = await rows();
  expect(stored.get('Provenance/a')!.person_id).toBe(stored.get('Patient/p1')!.person_id);
});

test('numbers keep their text, in what is stripped too', async () => {
  await put('x.ndjson', [
    patient('p1'),
    '{"resourceType":"Coverage","id":"c","status":"active","beneficiary":{"reference":"Patient/p1"},"payor":[{"display":"x"}],"costToBeneficiary":[{"valueMoney":{"value":10.00,"currency":"USD"}}],"extension":[{"url":"x","valueDecimal":1.50}]}',
  ]);
  await run();
  const { text, source } = (await rows()).get('Coverage/c')!;
  expect(text).toContain('"valueDecimal":1.50');
  expect(text).not.toContain('USD');
  expect(source).toContain('10.00');
  expect('value' in parseJson(text)).toBe(true);
});

const mutations = new URL('../../../shared/data/invalid-inputs/bulk-mutations/', import.meta.url);
test.skipIf(!existsSync(mutations))(
  'every broken file of the shared set is handled as suggested',
  async () => {
    const outcome = async (file: string) => {
      const { reasons, read, stored, superseded } = await run(join(fileURLToPath(mutations), file));
      return { reasons: [...new Set(reasons)].sort(), read, stored, superseded };
    };
    await put('members.ndjson', [
      patient('030b3765-844c-4cc1-a36f-974c37895eee'),
      ...['d64b37f5-d3b5-4c25-abe8-23ebe8f5a04e', '9d0ca735-9ba6-451a-9a6c-9d356fd7150e'].map((id) =>
        patient(id),
      ),
    ]);
    await run();
    const names = (await readdir(mutations)).filter((name) => name !== 'manifest.json').sort();
    const outcomes: Record<string, unknown> = {};
    for (const name of names) {
      const { reasons } = await outcome(name);
      outcomes[name] = reasons.length === 0 ? 'accepted' : reasons;
    }
    expect(outcomes).toEqual({
      'bad-dates.ndjson': ['1 invalid-date', '2 period-reversed'],
      'blank-lines-crlf.ndjson': 'accepted',
      'dangling-patient.ndjson': ['1 patient-unknown'],
      'duplicate-id-newer.ndjson': 'accepted',
      'empty.ndjson': 'accepted',
      'garbage-line.ndjson': ['2 invalid-json'],
      'huge-line.ndjson': 'accepted',
      'illegal-ids.ndjson': ['1 id-invalid', '2 id-invalid'],
      'json-array-line.ndjson': ['2 not-an-object'],
      'missing-id.ndjson': ['2 id-missing'],
      'missing-resourceType.ndjson': ['2 resource-type-missing'],
      'not-gzip.ndjson.gz': ['0 file-unreadable'],
      'nulls-and-empties.ndjson': ['1 null-value', '2 empty-value'],
      'required-and-binding.ndjson': ['1 required-missing', '2 code-not-in-value-set'],
      'truncated-last-line.ndjson': ['4 invalid-json'],
      'truncated.ndjson.gz': ['0 file-unreadable'],
      'unknown-properties.ndjson': ['1 unknown-property'],
      'utf8-bom.ndjson': 'accepted',
      'wrong-json-types.ndjson': ['1 wrong-json-type'],
      'wrong-type-in-file.EOB.ndjson': ['2 wrong-type-in-file'],
      'xss-narrative.ndjson': 'accepted',
    });
  },
);
