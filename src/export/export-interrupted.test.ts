import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  clock,
  deps,
  dir,
  filesOf,
  linesOf,
  member,
  own,
  refsOf,
  start,
  work,
} from '../../test/env/export-run.ts';
import { insertGroup, insertRecords, otherPartner, partner } from '../../test/env/released-data.ts';
import { parseScope, scopeOf } from '../authz/scopes.ts';
import type { BlobStore } from '../blob/blob.ts';
import { cancelJob, pollJob, readJob } from '../bulk/job.ts';
import { sql } from '../db/sql.ts';
import { Problem } from '../problem/problem.ts';
import { openFile } from './open-file.ts';
import { selectLedger } from './store.ts';
import { exportTasks } from './tasks.ts';

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
    expect((await ask(jobId)).file.type).toBe('Patient');
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
