import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import {
  insertGroup,
  insertPermission,
  insertPerson,
  insertRecords,
  otherPartner,
  partner,
} from '../../test/env/released-data.ts';
import { parseScope, scopeOf } from '../authz/scopes.ts';
import type { BlobStore } from '../blob/blob.ts';
import { openFileStore } from '../blob/file-store.ts';
import { type BulkFile, cancelJob, pollJob, readJob } from '../bulk/job.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { raw, sql } from '../db/sql.ts';
import { Problem } from '../problem/problem.ts';
import { noLog } from '../telemetry/log.ts';
import type { ExportDeps } from './deps.ts';
import { openFile } from './open-file.ts';
import { type ExportParameters, readParameters } from './parameters.ts';
import { startExport } from './start.ts';
import { selectLedger } from './store.ts';
import { exportTasks } from './tasks.ts';

let own: TestDatabase;
let dir: string;
let deps: ExportDeps;
const clock = handClock('2026-06-30T12:00:00Z');
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-export-'));
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  clock.set('2026-06-30T12:00:00Z');
  await own.db.run(
    raw(
      'truncate person, resource, resource_deleted, consent, instruction, match_group, bulk_job, task cascade',
    ),
  );
  deps = {
    db: own.db,
    blobs: openFileStore(dir),
    clock,
    random: systemRandom,
    log: noLog,
    payer: { name: 'Old Payer', npi: '1911111111' },
  };
});

interface Asked {
  groupId?: string | null;
  types?: string[] | null;
  patients?: string[] | null;
  query?: Record<string, string>;
}

async function start(asked: Asked = {}): Promise<string> {
  const jobId = randomUUID();
  const parameters: ExportParameters = readParameters(
    new Map(Object.entries(asked.query ?? {}).map(([name, value]) => [name, [value]])),
    { operation: 'group-export', lenient: true, now: clock.now() },
  );
  await own.db.tx((tx) =>
    startExport(tx, {
      jobId,
      clientId: partner.clientId,
      recipientNpi: partner.npi,
      groupId: asked.groupId === undefined ? 'g' : asked.groupId,
      parameters,
      types: asked.types ?? null,
      patients: asked.patients ?? null,
      notices: [],
      requestUrl: 'http://old.example/fhir/Group/g/$davinci-data-export',
      now: clock.now(),
    }),
  );
  return jobId;
}

/** Runs the tasks that wait, one after the other, until none is left but those of later. */
async function work(only?: string): Promise<void> {
  const tasks = exportTasks(deps);
  for (;;) {
    const task = await own.db.maybe<{ kind: string; key: string }>(
      sql`select kind, key from task where run_at <= ${clock.now()} and kind like 'export.%'
        and (${only ?? null}::text is null or kind = ${only ?? null}) order by key limit 1`,
    );
    if (!task) return;
    await tasks[task.kind]!(task.key, { failures: 0, signal: new AbortController().signal });
    await own.db.run(sql`delete from task where kind = ${task.kind} and key = ${task.key}`);
  }
}

async function filesOf(jobId: string): Promise<BulkFile[]> {
  const poll = { id: jobId, clientId: partner.clientId, now: clock.now() };
  await pollJob(own.db, poll);
  const result = await pollJob(own.db, poll);
  if (result.state !== 'completed') throw new Error(`job is ${result.state}`);
  return result.files;
}

/** Every line of the job's files of a kind, and that each file is what its row says. */
async function linesOf(jobId: string, kind: BulkFile['kind'] = 'output'): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for (const file of (await filesOf(jobId)).filter((f) => f.kind === kind)) {
    const content = await text(await deps.blobs.read(file.objectKey));
    expect(createHash('sha256').update(content).digest().equals(file.sha256)).toBe(true);
    expect(Buffer.byteLength(content)).toBe(file.bytes);
    expect(content.endsWith('\n')).toBe(true);
    const parsed = content
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed.length).toBe(file.lines);
    if (kind === 'output') expect(new Set(parsed.map((r) => r.resourceType))).toEqual(new Set([file.type]));
    lines.push(...parsed);
  }
  return lines;
}

const isTransmitter = (line: Record<string, unknown>) => JSON.stringify(line).includes('"transmitter"');
const refsOf = (lines: Record<string, unknown>[]) =>
  lines
    .filter((line) => !isTransmitter(line))
    .map((line) => `${line.resourceType}/${line.id}`)
    .sort();

async function member(patientId: string, permission = true): Promise<number> {
  const personId = await insertPerson(own.db);
  if (permission) await insertPermission(own.db, personId);
  await insertRecords(own.db, [{ personId, ref: `Patient/${patientId}` }]);
  return personId;
}

test('a member’s records leave, each in the file of its type, with who sent them', async () => {
  const personId = await member('p1');
  await insertRecords(own.db, [
    { personId, ref: 'Condition/c1', text: '{"resourceType":"Condition","id":"c1","n":1.50,"t":"é\\n"}' },
    { personId, ref: 'Observation/o1', serviceStart: '2025-01-01' },
  ]);
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const job = await start();
  await work();
  const lines = await linesOf(job);
  expect(refsOf(lines)).toEqual(['Condition/c1', 'Observation/o1', 'Patient/p1']);
  const provenance = lines.find(isTransmitter) as Record<string, never>;
  expect(provenance).toMatchObject({
    resourceType: 'Provenance',
    meta: { profile: ['http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-provenance'] },
    target: ['Patient/p1', 'Condition/c1', 'Observation/o1'].map((reference) => ({ reference })),
    // The newest change among what is sent, not the time of this export (pdex-07).
    recorded: '2026-01-01T00:00:00.000Z',
  });
  const again = await start();
  await work();
  expect((await linesOf(again)).find(isTransmitter)).toEqual(provenance);
  const condition = (await filesOf(job)).find((file) => file.type === 'Condition')!;
  expect(await text(await deps.blobs.read(condition.objectKey))).toBe(
    '{"resourceType":"Condition","id":"c1","n":1.50,"t":"é\\n"}\n',
  );
  expect((await readJob(own.db, job))?.transactionTime?.toISOString()).toBe('2026-06-30T11:59:59.999Z');
});

test('a member whose consent ended between match and export yields no data, and why is not told', async () => {
  const [kept, revoked, instructed] = [await member('p1'), await member('p2', false), await member('p3')];
  await insertPermission(own.db, revoked, partner, { start: '2025-01-01', end: '2026-06-01' });
  await own.db.run(
    sql`insert into instruction (person_id, recipient_npi, given_at) values (${instructed}, ${partner.npi}, ${clock.now()})`,
  );
  await insertRecords(own.db, [
    { personId: kept, ref: 'Condition/kept' },
    { personId: revoked, ref: 'Condition/secret' },
  ]);
  await insertGroup(own.db, 'g', [
    { personId: kept, patientId: 'p1' },
    { personId: revoked, patientId: 'p2' },
    { personId: instructed, patientId: 'p3' },
  ]);
  const job = await start();
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Condition/kept', 'Patient/p1']);
  const errors = await linesOf(job, 'error');
  expect(errors.map((line) => (line.issue as { details: { text: string } }[])[0]!.details.text)).toEqual([
    'No data is released for Patient/p2.',
    'No data is released for Patient/p3.',
  ]);
  expect(JSON.stringify(errors)).not.toMatch(/consent|revoked|instruct|expired/i);
  const ledger = await selectLedger(own.db, job);
  expect(ledger.filter((entry) => entry.personId !== kept)).toEqual(
    [revoked, instructed].map((personId) => ({ personId, type: 'Patient', reason: 'consent', count: 1 })),
  );
});

test('an empty Group exports nobody', async () => {
  const personId = await member('p1');
  await insertRecords(own.db, [{ personId, ref: 'Condition/c1' }]);
  await insertRecords(own.db, [{ personId: 0, ref: 'Organization/o' }]);
  await insertGroup(own.db, 'g', []);
  const job = await start();
  await work();
  expect(await filesOf(job)).toEqual([]);
});

test('on the Patient level a client gets whom it has matched, nobody else', async () => {
  const [mine, theirs] = [await member('p1'), await member('p2')];
  await insertPermission(own.db, theirs, otherPartner);
  await insertGroup(own.db, 'g', [{ personId: mine, patientId: 'p1' }]);
  await insertGroup(own.db, 'h', [{ personId: theirs, patientId: 'p2' }], otherPartner.clientId);
  const job = await start({ groupId: null });
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Patient/p1']);
});

test('patients that are no members are ignored, and told alike whether they exist or not', async () => {
  const personId = await member('p1');
  await member('p2');
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const job = await start({ patients: ['p1', 'p2', 'nobody'] });
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Patient/p1']);
  const errors = (await linesOf(job, 'error')).map((line) => JSON.stringify(line));
  expect(errors.map((line) => line.replace(/Patient\/\w+/, 'Patient/x'))).toEqual(
    Array(2).fill(errors[0]!.replace(/Patient\/\w+/, 'Patient/x')),
  );
});

describe('what may leave', () => {
  async function released(records: Parameters<typeof insertRecords>[1], asked: Asked = {}) {
    const personId = await member('p');
    await insertRecords(
      own.db,
      records.map((record) => ({ ...record, personId })),
    );
    await insertGroup(own.db, 'g', [{ personId, patientId: 'p' }]);
    const job = await start({ types: null, ...asked });
    await work();
    const ledger = (await selectLedger(own.db, job)).filter((entry) => entry.reason !== '');
    return {
      refs: refsOf(await linesOf(job)).filter((ref) => ref !== 'Patient/p'),
      withheld: ledger.map(({ type, reason, count }) => `${type} ${reason} ${count}`),
    };
  }
  const personId = 0; // set by `released`

  test('five years by date of service, to the day, and what a record inside refers to', async () => {
    const { refs, withheld } = await released([
      { personId, ref: 'Procedure/inside', serviceStart: '2021-06-30' },
      { personId, ref: 'Procedure/outside', serviceStart: '2021-06-29' },
      { personId, ref: 'Encounter/stay', serviceStart: '2015-01-01', serviceEnd: '2021-07-01' },
      { personId, ref: 'Encounter/reached', serviceStart: '2015-01-01', reach: '2022-01-01' },
      { personId, ref: 'AllergyIntolerance/undated' },
    ]);
    expect(refs).toEqual([
      'AllergyIntolerance/undated',
      'Encounter/reached',
      'Encounter/stay',
      'Procedure/inside',
    ]);
    expect(withheld).toEqual(['Procedure service-date-window 1']);
  });

  test('a prior authorization in effect or changed within a year, with its documents, and no other', async () => {
    const { refs, withheld } = await released([
      {
        personId,
        ref: 'ExplanationOfBenefit/pending',
        paChanged: '2019-01-01',
        paUntil: 'infinity',
        refs: ['DocumentReference/d1'],
      },
      { personId, ref: 'ExplanationOfBenefit/changed', paChanged: '2025-06-30', paUntil: '2025-07-01' },
      {
        personId,
        ref: 'ExplanationOfBenefit/old',
        paChanged: '2025-06-29',
        paUntil: '2026-06-29',
        refs: ['DocumentReference/d2'],
      },
      {
        personId,
        ref: 'ExplanationOfBenefit/drug',
        paChanged: '2026-06-01',
        withheld: 'prior-authorization-drug',
        refs: ['DocumentReference/d3'],
      },
      { personId, ref: 'DocumentReference/d1', paDocument: true, serviceStart: '2019-01-01' },
      { personId, ref: 'DocumentReference/d2', paDocument: true, serviceStart: '2025-01-01' },
      { personId, ref: 'DocumentReference/d3', paDocument: true, serviceStart: '2026-01-01' },
    ]);
    expect(refs).toEqual([
      'DocumentReference/d1',
      'ExplanationOfBenefit/changed',
      'ExplanationOfBenefit/pending',
    ]);
    expect(withheld).toEqual([
      'DocumentReference prior-authorization-document 2',
      'ExplanationOfBenefit prior-authorization-aged-out 1',
      'ExplanationOfBenefit prior-authorization-drug 1',
    ]);
  });

  test('a Provenance only with everything that it speaks of', async () => {
    const { refs, withheld } = await released([
      { personId, ref: 'Condition/c' },
      { personId, ref: 'Condition/old', reach: '2019-01-01' },
      { personId, ref: 'Provenance/whole', refs: ['Condition/c'] },
      { personId, ref: 'Provenance/half', refs: ['Condition/c', 'Condition/old'] },
      { personId, ref: 'Provenance/lost', refs: ['Condition/never-there'] },
    ]);
    expect(refs).toEqual(['Condition/c', 'Provenance/whole']);
    expect(withheld).toEqual(['Condition service-date-window 1', 'Provenance provenance-target 2']);
  });

  test('filters, types and instants leave out what was not asked for, uncounted; the window still holds', async () => {
    const records = [
      { personId, ref: 'Observation/new', serviceStart: '2026-03-01', lastUpdated: '2026-05-01T00:00:00Z' },
      { personId, ref: 'Observation/early', serviceStart: '2025-03-01', lastUpdated: '2026-05-01T00:00:00Z' },
      {
        personId,
        ref: 'Observation/ancient',
        serviceStart: '2015-03-01',
        lastUpdated: '2026-05-01T00:00:00Z',
      },
      {
        personId,
        ref: 'Observation/before',
        serviceStart: '2026-03-01',
        lastUpdated: '2026-04-01T00:00:00Z',
      },
      { personId, ref: 'Condition/c', lastUpdated: '2026-05-01T00:00:00Z' },
      { personId, ref: 'Procedure/not-asked', lastUpdated: '2026-05-01T00:00:00Z' },
    ];
    const { refs, withheld } = await released(records, {
      types: ['Observation', 'Condition'],
      query: {
        _since: '2026-04-01T00:00:00Z',
        _typeFilter: 'Observation?date=ge2010-01-01,Observation?date=eq1999',
      },
    });
    expect(refs).toEqual(['Condition/c', 'Observation/early', 'Observation/new']);
    expect(withheld).toEqual(['Observation service-date-window 1']);
  });

  test('property: what leaves is of permitted members and inside the window, and nothing else is missing', async () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((n) => {
      const date = new Date(Date.UTC(2016, 0, 1) + n * 86_400_000);
      return date.toISOString().slice(0, 10);
    });
    const people = fc.array(
      fc.record({
        permitted: fc.boolean(),
        inGroup: fc.boolean(),
        days: fc.array(fc.option(day), { maxLength: 6 }),
      }),
      { maxLength: 5 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(people, async (persons) => {
        const tag = `r${++run}`;
        const expected: string[] = [];
        const members: { personId: number; patientId: string }[] = [];
        for (const [i, person] of persons.entries()) {
          const id = await insertPerson(own.db);
          if (person.permitted) await insertPermission(own.db, id);
          if (person.inGroup) members.push({ personId: id, patientId: `${tag}-${i}` });
          for (const [j, service] of person.days.entries()) {
            const ref = `Procedure/${tag}-${i}-${j}`;
            await insertRecords(own.db, [{ personId: id, ref, ...(service && { serviceStart: service }) }]);
            if (person.permitted && person.inGroup && (service ?? '9') >= '2021-06-30') expected.push(ref);
          }
        }
        await insertGroup(own.db, tag, members);
        const job = await start({ groupId: tag });
        await work();
        expect(refsOf(await linesOf(job))).toEqual(expected.sort());
        const released = (await selectLedger(own.db, job)).filter(
          (e) => e.reason === '' && e.type === 'Procedure',
        );
        expect(released.reduce((sum, entry) => sum + entry.count, 0)).toBe(expected.length);
      }),
      { numRuns: 12 },
    );
  });
});

test('payer-wide records go once, and with those that they refer to in turn; the unreferred stay', async () => {
  const [a, b] = [await member('p1'), await member('p2')];
  await insertRecords(own.db, [
    { personId: a, ref: 'Condition/c1', refs: ['PractitionerRole/role', 'Encounter/own'] },
    { personId: b, ref: 'Condition/c2', refs: ['PractitionerRole/role'] },
    { personId: b, ref: 'Procedure/old', reach: '2011-01-01', refs: ['Location/l'] },
    { personId: 0, ref: 'PractitionerRole/role', refs: ['Practitioner/dr', 'Organization/o'] },
    { personId: 0, ref: 'Practitioner/dr', lastUpdated: '2020-01-01T00:00:00Z' },
    { personId: 0, ref: 'Organization/o', refs: ['Organization/parent'] },
    { personId: 0, ref: 'Organization/parent', refs: ['Organization/o'] },
    { personId: 0, ref: 'Organization/stranger' },
    { personId: 0, ref: 'Location/l' },
  ]);
  await insertGroup(own.db, 'g', [
    { personId: a, patientId: 'p1' },
    { personId: b, patientId: 'p2' },
  ]);
  const job = await start();
  await work();
  expect(refsOf(await linesOf(job))).toEqual([
    'Condition/c1',
    'Condition/c2',
    'Organization/o',
    'Organization/parent',
    'Patient/p1',
    'Patient/p2',
    'Practitioner/dr',
    'PractitionerRole/role',
  ]);
  const ledger = await selectLedger(own.db, job);
  expect(ledger.filter((e) => e.personId === 0)).toEqual([
    { personId: 0, type: 'Organization', reason: '', count: 2 },
    { personId: 0, type: 'Practitioner', reason: '', count: 1 },
    { personId: 0, type: 'PractitionerRole', reason: '', count: 1 },
  ]);
});

test('with _since, deletions are told of permitted members, and not of what came back', async () => {
  const [a, b] = [await member('p1'), await member('p2', false)];
  await insertGroup(own.db, 'g', [
    { personId: a, patientId: 'p1' },
    { personId: b, patientId: 'p2' },
  ]);
  const gone = (personId: number, ref: string, at: string) =>
    own.db.run(sql`insert into resource_deleted values (${personId}, ${ref}, ${ref.split('/')[0]}, ${at})`);
  await gone(a, 'Condition/gone', '2026-05-01T00:00:00Z');
  await gone(a, 'Condition/long-gone', '2026-01-01T00:00:00Z');
  await gone(a, 'Patient/p1', '2026-05-01T00:00:00Z');
  await gone(b, 'Condition/theirs', '2026-05-01T00:00:00Z');
  const job = await start({ query: { _since: '2026-04-01T00:00:00Z' } });
  await work();
  expect(await linesOf(job, 'deleted')).toEqual([
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: 'Condition/gone' } }],
    },
  ]);
});

test('a record that changes while the export runs shows in the next _since', async () => {
  const personId = await member('p1');
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const first = await start();
  await work('export.plan');
  await insertRecords(own.db, [
    { personId, ref: 'Condition/during', lastUpdated: clock.now().toISOString() },
  ]);
  await work();
  clock.advance(60);
  const time = (await readJob(own.db, first))?.transactionTime?.toISOString() ?? '';
  const second = await start({ query: { _since: time } });
  await work();
  expect(refsOf(await linesOf(second))).toEqual(['Condition/during']);
});

describe('interruptions', () => {
  async function bigMember() {
    const personId = await member('p1');
    await insertRecords(
      own.db,
      Array.from({ length: 20 }, (_, i) => ({
        personId,
        ref: `Observation/o${i}`,
        refs: ['Organization/o'],
      })),
    );
    await insertRecords(own.db, [{ personId: 0, ref: 'Organization/o' }]);
    await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
    return personId;
  }
  const objectsOf = async (jobId: string) =>
    (await readdir(join(dir, 'bulk', jobId), { recursive: true }).catch(() => [] as string[])).filter(
      (name) => name.endsWith('.ndjson'),
    );

  test('a part whose writing failed leaves nothing, and its replay gives the same as an undisturbed run', async () => {
    await bigMember();
    const undisturbed = await start();
    await work();
    const job = await start();
    await work('export.plan');
    const failing: BlobStore = {
      ...deps.blobs,
      writer: async (key) => ({
        ...(await deps.blobs.writer(key)),
        commit: () => Promise.reject(new Error('disk full')),
      }),
    };
    const attempt = { failures: 0, signal: new AbortController().signal };
    await expect(
      exportTasks({ ...deps, blobs: failing })['export.part']!(`${job}/1`, attempt),
    ).rejects.toThrow('disk full');
    expect(await objectsOf(job)).toEqual([]);
    expect(await selectLedger(own.db, job)).toEqual([]);
    await work();
    expect(refsOf(await linesOf(job))).toEqual(refsOf(await linesOf(undisturbed)));
    expect(await selectLedger(own.db, job)).toEqual(await selectLedger(own.db, undisturbed));
  });

  test('two runs of the same part at once: one counts, the other leaves nothing', async () => {
    await bigMember();
    const job = await start();
    await work('export.plan');
    const part = exportTasks(deps)['export.part']!;
    const attempt = { failures: 0, signal: new AbortController().signal };
    await Promise.all([part(`${job}/1`, attempt), part(`${job}/1`, attempt)]);
    await work();
    const files = await filesOf(job);
    expect((await objectsOf(job)).length).toBe(files.length);
    expect((await linesOf(job)).filter((line) => line.resourceType === 'Observation').length).toBe(20);
  });

  test('a job that was deleted stops its parts, which leave nothing and publish nothing', async () => {
    await bigMember();
    const job = await start();
    await work('export.plan');
    const cancelling: BlobStore = {
      ...deps.blobs,
      writer: async (key) => {
        await own.db.tx((tx) =>
          cancelJob(tx, { id: job, clientId: partner.clientId, now: clock.now() }).catch(() => {}),
        );
        return deps.blobs.writer(key);
      },
    };
    const attempt = { failures: 0, signal: new AbortController().signal };
    await exportTasks({ ...deps, blobs: cancelling })['export.part']!(`${job}/1`, attempt);
    expect(await objectsOf(job)).toEqual([]);
    expect((await readJob(own.db, job))?.state).toBe('cancelled');
    await work();
    expect((await readJob(own.db, job))?.state).toBe('cancelled');
  });

  test('an export that keeps failing ends as failed, with an outcome that names no cause', async () => {
    await bigMember();
    const job = await start();
    await work('export.plan');
    const broken: BlobStore = {
      ...deps.blobs,
      writer: () => Promise.reject(new Error('/secret/path is full')),
    };
    const attempt = { failures: 7, signal: new AbortController().signal };
    await exportTasks({ ...deps, blobs: broken })['export.part']!(`${job}/1`, attempt);
    const poll = { id: job, clientId: partner.clientId, now: clock.now() };
    await pollJob(own.db, poll);
    const result = await pollJob(own.db, poll);
    expect(result.state).toBe('failed');
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});

describe('a file', () => {
  const scope = scopeOf([parseScope('system/*.rs')!]);
  async function exported() {
    const personId = await member('p1');
    await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
    const jobId = await start();
    await work();
    return { personId, jobId };
  }
  const ask = (jobId: string, as: object = {}) =>
    openFile(own.db, {
      jobId,
      name: 'Patient-1-1.ndjson',
      caller: { ...partner, scope, ...as },
      now: clock.now(),
    });
  const category = (promise: Promise<unknown>) =>
    promise.then(
      () => 'given',
      (error) => (error instanceof Problem ? error.category : error),
    );

  test('goes to its owner with a token for its type, and to nobody else', async () => {
    const { jobId } = await exported();
    expect((await ask(jobId)).type).toBe('Patient');
    expect(await category(ask(jobId, otherPartner))).toBe('not-found');
    expect(await category(ask(randomUUID()))).toBe('not-found');
    expect(await category(ask(jobId, { scope: scopeOf([parseScope('system/Condition.rs')!]) }))).toBe(
      'forbidden',
    );
    expect(await category(ask(jobId, { patient: 'p1' }))).toBe('not-found');
  });

  test('is withdrawn for good when a consent in it ended after the export', async () => {
    const { jobId, personId } = await exported();
    await own.db.run(
      sql`insert into instruction (person_id, recipient_npi, given_at) values (${personId}, '*', ${clock.now()})`,
    );
    expect(await category(ask(jobId))).toBe('gone');
    await own.db.run(sql`update instruction set withdrawn_at = ${clock.now()}`);
    expect(await category(ask(jobId))).toBe('gone');
  });

  test('is gone when the job was deleted or its time is over', async () => {
    const { jobId } = await exported();
    clock.advance(7 * 24 * 3600);
    expect(await category(ask(jobId))).toBe('not-found');
  });
});
