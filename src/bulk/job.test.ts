import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { openFileStore } from '../blob/file-store.ts';
import { handClock } from '../clock/clock.ts';
import { Problem } from '../problem/problem.ts';
import {
  addFile,
  bulkTasks,
  cancelJob,
  completeJob,
  createJob,
  failJob,
  jobObjects,
  ownFile,
  pollJob,
  readJob,
  setProgress,
  startJob,
} from './job.ts';
import { jobLife_seconds, openJobsPerClient_max } from './limits.ts';
import { manifestOf } from './manifest.ts';

let own: TestDatabase;
let dir: string;
const clock = handClock('2026-06-30T12:00:00Z');
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-bulk-'));
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
let clientId: string;
beforeEach(() => {
  clientId = randomUUID();
  clock.set('2026-06-30T12:00:00Z');
});

async function create(options: { listsDeleted?: boolean } = {}): Promise<string> {
  const id = randomUUID();
  const requestUrl = 'https://old.example/fhir/Group/1/$export?_type=Patient&x=%23';
  await own.db.tx((tx) =>
    createJob(tx, { id, kind: 'export', clientId, requestUrl, now: clock.now(), ...options }),
  );
  return id;
}

async function complete(id: string): Promise<void> {
  const objectKey = `${jobObjects(id)}Patient-1-1.ndjson`;
  const writer = await openFileStore(dir).writer(objectKey);
  await writer.write(Buffer.from('{}\n'));
  const { bytes, sha256 } = await writer.commit();
  await own.db.tx(async (tx) => {
    const file = {
      jobId: id,
      name: 'Patient-1-1.ndjson',
      kind: 'output',
      type: 'Patient',
      objectKey,
    } as const;
    await addFile(tx, { ...file, lines: 1, bytes, sha256, part: 1, personIds: [] });
    await completeJob(tx, { id, transactionTime: new Date('2026-06-30T11:00:00Z'), now: clock.now() });
  });
}

const poll = (id: string, as = clientId) => pollJob(own.db, { id, clientId: as, now: clock.now() });
const cancel = (id: string, as = clientId) =>
  own.db.tx((tx) => cancelJob(tx, { id, clientId: as, now: clock.now() }));
const category = (promise: Promise<unknown>) =>
  promise.then(
    () => 'given',
    (error) => (error instanceof Problem ? error.category : error),
  );
const expire = (id: string) =>
  bulkTasks({ db: own.db, blobs: openFileStore(dir), clock })['bulk.expire']!(id, {
    failures: 0,
    signal: new AbortController().signal,
  });

test('the first poll is 202 even when the work is done; the second has the manifest', async () => {
  const id = await create();
  await complete(id);
  expect(await poll(id)).toEqual({ state: 'open', progress: 'completed', retryAfterSeconds: 1 });
  const done = await poll(id);
  if (done.state !== 'completed') throw new Error(done.state);
  expect(manifestOf(done.job, done.files, 'https://old.example')).toEqual({
    transactionTime: '2026-06-30T11:00:00.000Z',
    request: 'https://old.example/fhir/Group/1/$export?_type=Patient&x=%23',
    requiresAccessToken: true,
    output: [
      {
        type: 'Patient',
        url: `https://old.example/fhir/bulk-file/${id}/Patient-1-1.ndjson`,
        count: 1,
        extension: {
          'https://throughline.dev/fhir/StructureDefinition/bulk-file-integrity': {
            sha256: createHash('sha256').update('{}\n').digest('hex'),
            bytes: 3,
          },
        },
      },
    ],
    error: [],
  });
});

test('with _since the manifest has deleted, also when nothing was', async () => {
  const id = await create({ listsDeleted: true });
  await complete(id);
  await poll(id);
  const done = await poll(id);
  expect(done.state === 'completed' && manifestOf(done.job, done.files, '').deleted).toEqual([]);
});

test('an open job that is polled too fast is told to slow down; one that waits is not', async () => {
  const id = await create();
  await poll(id);
  expect((await poll(id)).state).toBe('too-fast');
  clock.advance(1);
  await setProgress(own.db, id, 'x'.repeat(200));
  const result = await poll(id);
  expect(result.state === 'open' && result.progress.length).toBe(99);
});

test('a job is its client’s: foreign, malformed, unknown, deleted and expired are one 404', async () => {
  const id = await create();
  await complete(id);
  expect(await category(poll(id, 'stranger'))).toBe('not-found');
  expect(await category(cancel(id, 'stranger'))).toBe('not-found');
  expect(await category(poll(randomUUID()))).toBe('not-found');
  expect(await category(poll('1; drop table'))).toBe('not-found');
  expect(await category(poll(id))).toBe('given');
  await cancel(id);
  expect(await category(poll(id))).toBe('not-found');
  expect(await category(cancel(id))).toBe('not-found');
});

test('one client cannot hold more than its open jobs, kick-offs at the same moment included', async () => {
  const tries = await Promise.all(
    Array.from({ length: openJobsPerClient_max + 4 }, () => category(create())),
  );
  expect(tries.filter((outcome) => outcome === 'given').length).toBe(openJobsPerClient_max);
  expect(tries.filter((outcome) => outcome === 'too-many').length).toBe(4);
  clientId = randomUUID();
  expect(await category(create())).toBe('given');
});

test('a failed job tells its outcome and cannot complete any more', async () => {
  const id = await create();
  expect(await startJob(own.db, id)).toBe(true);
  await own.db.tx((tx) =>
    failJob(tx, { id, outcome: { resourceType: 'OperationOutcome' }, now: clock.now() }),
  );
  await poll(id);
  expect(await poll(id)).toEqual({ state: 'failed', outcome: { resourceType: 'OperationOutcome' } });
  expect(
    await own.db.tx((tx) => completeJob(tx, { id, transactionTime: clock.now(), now: clock.now() })),
  ).toBe(false);
  expect(await startJob(own.db, id)).toBe(false);
});

describe('the end of a job', () => {
  const file = (jobId: string) =>
    ownFile(own.db, { jobId, name: 'Patient-1-1.ndjson', clientId, now: clock.now() });
  const size = (id: string) => openFileStore(dir).size(`${jobObjects(id)}Patient-1-1.ndjson`);

  test('DELETE takes the files with it', async () => {
    const id = await create();
    await complete(id);
    expect((await file(id)).file.type).toBe('Patient');
    await cancel(id);
    expect(await category(file(id))).toBe('not-found');
    await expire(id);
    expect(await size(id)).toBeUndefined();
  });

  test('time takes job and files, not a moment before', async () => {
    const id = await create();
    await complete(id);
    clock.advance(jobLife_seconds - 1);
    expect(await expire(id)).toEqual({ again: (await readJob(own.db, id))?.expiresAt });
    expect(await category(file(id))).toBe('given');
    clock.advance(1);
    expect(await category(file(id))).toBe('not-found');
    expect(await category(poll(id))).toBe('not-found');
    await expire(id);
    expect(await size(id)).toBeUndefined();
    expect((await readJob(own.db, id))?.state).toBe('expired');
  });

  test('no file is seen before the job completes', async () => {
    const id = await create();
    await own.db.tx((tx) =>
      addFile(tx, {
        jobId: id,
        name: 'Patient-1-1.ndjson',
        kind: 'output',
        type: 'Patient',
        objectKey: 'x',
        lines: 1,
        bytes: 1,
        sha256: Buffer.alloc(32),
        part: 1,
        personIds: [],
      }),
    );
    expect(await category(file(id))).toBe('not-found');
  });
});
