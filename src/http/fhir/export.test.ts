import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import {
  insertGroup,
  insertPermission,
  insertPerson,
  insertRecords,
  otherPartner,
  partner,
} from '../../../test/env/released-data.ts';
import { parseScopes, scopeOf } from '../../authz/scopes.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import { raw, sql } from '../../db/sql.ts';
import { exportTasks } from '../../export/tasks.ts';
import { payerToPayer } from '../../fhir/systems.ts';
import { openLabelling } from '../../labels/labelling.ts';
import { noLog } from '../../telemetry/log.ts';
import { fhirAnswer, problemOf } from '../problem.ts';
import type { Answer } from '../route.ts';
import { bulkFileRoutes } from './bulk-file.ts';
import { bulkStatusRoutes } from './bulk-status.ts';
import { exportRoutes } from './export.ts';

const baseUrl = 'https://old.example';
const clock = handClock('2026-06-30T12:00:00Z');
let own: TestDatabase;
let dir: string;
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-http-export-'));
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  await own.db.run(raw('truncate person, resource, consent, match_group, bulk_job, task cascade'));
  const personId = await insertPerson(own.db);
  await insertPermission(own.db, personId);
  await insertRecords(own.db, [
    { personId, ref: 'Patient/p1' },
    ...Array.from({ length: 50 }, (_, i) => ({ personId, ref: `Condition/c${i}` })),
  ]);
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
});

const deps = () => ({
  db: own.db,
  blobs: openFileStore(dir),
  clock,
  random: systemRandom,
  log: noLog,
  payer: { name: 'Old Payer', npi: '1911111111' },
  baseUrl,
  labelling: () => openLabelling(own.db, clock),
});
const both = { accept: 'application/fhir+json', prefer: 'respond-async' };
const operationPath = 'Group/g/$davinci-data-export';
const query = `exportType=${encodeURIComponent(payerToPayer)}`;

interface Call {
  headers?: Record<string, string>;
  body?: object;
  scope?: string;
  caller?: { clientId: string; npi: string; name: string };
  patient?: string;
}

/** Calls the route of a path as the server would, errors made answers. */
async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
  const all = [...exportRoutes(deps()), ...bulkStatusRoutes(deps()), ...bulkFileRoutes(deps())];
  const [pathname = '', search = ''] = path.split('?');
  for (const route of all) {
    const pattern = route.path.replace(/[$.]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+)');
    const found = new RegExp(`^${pattern}$`).exec(pathname);
    if (!found || route.method !== method) continue;
    const scope = scopeOf(parseScopes(options.scope ?? 'system/*.rs').entries);
    return route
      .handle({
        caller: {
          ...(options.caller ?? partner),
          scope,
          ...(options.patient && { patient: options.patient }),
        },
        params: { ...found.groups },
        query: new URLSearchParams(search),
        body: options.body,
        rawBody: Buffer.from(options.body ? JSON.stringify(options.body) : ''),
        headers: options.headers ?? both,
        url: `${baseUrl}/fhir/${path}`,
        signal: new AbortController().signal,
      })
      .catch((error) => fhirAnswer(problemOf(error), 'r1'));
  }
  throw new Error(`no route ${method} ${path}`);
}

const said = (answer: Answer) => JSON.stringify(answer.body);

async function work(): Promise<void> {
  const tasks = exportTasks(deps());
  for (;;) {
    const task = await own.db.maybe<{ kind: string; key: string }>(
      sql`select kind, key from task where kind like 'export.%' limit 1`,
    );
    if (!task) return;
    await tasks[task.kind]!(task.key, { failures: 0, signal: new AbortController().signal });
    await own.db.run(sql`delete from task where kind = ${task.kind} and key = ${task.key}`);
  }
}

async function manifest(options: Call = {}, path = `${operationPath}?${query}`) {
  const started = await call('GET', path, options);
  const status = started.headers?.['content-location']?.replace(`${baseUrl}/fhir/`, '') ?? '';
  await work();
  await call('GET', status);
  const done = await call('GET', status);
  const body = done.body as { output: { type: string; url: string }[]; error: object[] };
  const url = (type: string) =>
    body.output.find((file) => file.type === type)?.url.replace(`${baseUrl}/fhir/`, '') ?? '';
  return { status, done, body, url };
}

describe('kick-off', () => {
  test('by POST and GET is 202 with an absolute Content-Location, and nothing is exported yet', async () => {
    const body = {
      resourceType: 'Parameters',
      parameter: [{ name: 'exportType', valueCanonical: payerToPayer }],
    };
    for (const answer of [
      await call('POST', operationPath, { body }),
      await call('GET', `${operationPath}?${query}`),
      await call('GET', 'Group/g/$export'),
      await call('POST', 'Group/g/$export', {
        headers: { ...both, prefer: 'respond-async, handling=lenient' },
      }),
      await call('GET', 'Patient/$export'),
    ]) {
      expect(answer.status).toBe(202);
      expect(answer.headers?.['content-location']).toMatch(
        /^https:\/\/old\.example\/fhir\/bulk-status\/[0-9a-f-]{36}$/,
      );
      expect(answer.body).toBeUndefined();
    }
    expect(await own.db.one(sql`select count(*) as n from bulk_file`)).toEqual({ n: 0 });
  });

  test('without Accept or Prefer is 400 with an OperationOutcome', async () => {
    for (const headers of [
      { accept: both.accept },
      { prefer: both.prefer },
      { ...both, prefer: 'handling=lenient' },
    ]) {
      const answer = await call('GET', 'Group/g/$export', { headers });
      expect(answer.status).toBe(400);
      expect(said(answer)).toContain('OperationOutcome');
    }
  });

  test('another payer’s Group is as unknown as one that never was', async () => {
    const foreign = await call('GET', 'Group/g/$export', { caller: otherPartner });
    expect(foreign.status).toBe(404);
    expect(said(foreign)).toBe(said(await call('GET', 'Group/nowhere/$export')));
  });

  test('a named type that the scope does not cover is 403; with none named the export is narrowed, and says so', async () => {
    const scope = 'system/Patient.rs system/Group.rs';
    expect((await call('GET', 'Group/g/$export?_type=Patient,Condition', { scope })).status).toBe(403);
    const { body } = await manifest({ scope });
    expect(body.output.map((file) => file.type)).toEqual(['Patient']);
    expect(body.error.length).toBe(1);
  });

  test('one job too many is 429 with Retry-After', async () => {
    for (let i = 0; i < 10; i++) expect((await call('GET', 'Group/g/$export')).status).toBe(202);
    const answer = await call('GET', 'Group/g/$export');
    expect([answer.status, answer.headers?.['retry-after']]).toEqual([429, '30']);
  });

  test('a token for one patient gets that patient only, whatever it asks for', async () => {
    const { body, url } = await manifest({ patient: 'p2' });
    expect(body.output).toEqual([]);
    expect(url('Patient')).toBe('');
  });
});

describe('status', () => {
  test('202 with X-Progress and Retry-After, then 429, then the manifest of the exact request, then DELETE', async () => {
    const path = `${operationPath}?${query}&_type=Patient`;
    const started = await call('GET', path);
    const status = started.headers!['content-location']!.replace(`${baseUrl}/fhir/`, '');
    const first = await call('GET', status);
    expect(first.status).toBe(202);
    expect(first.headers).toEqual({ 'x-progress': 'waiting to start', 'retry-after': '1' });
    expect((await call('GET', status)).status).toBe(429);
    await work();
    const done = await call('GET', status);
    expect(done).toMatchObject({
      status: 200,
      contentType: 'application/json',
      headers: { expires: 'Tue, 07 Jul 2026 12:00:00 GMT' },
      body: { request: `${baseUrl}/fhir/${path}`, requiresAccessToken: true, error: [] },
    });
    expect(done.body).not.toHaveProperty('deleted');
    expect((await call('DELETE', status, { caller: otherPartner })).status).toBe(404);
    expect((await call('DELETE', status)).status).toBe(202);
    expect((await call('GET', status)).status).toBe(404);
    expect((await call('DELETE', status)).status).toBe(404);
  });
});

describe('file', () => {
  test('whole, in ranges and as gzip it is the same bytes', async () => {
    const { url } = await manifest();
    const path = url('Condition');
    const whole = await call('GET', path, { headers: {} });
    const bytes = await buffer(whole.body as Readable);
    expect(whole.contentType).toBe('application/fhir+ndjson');
    expect(whole.headers?.['content-length']).toBe(String(bytes.length));
    expect(bytes.toString().trimEnd().split('\n').length).toBe(50);

    const etag = whole.headers!.etag!;
    const first = await call('GET', path, { headers: { range: 'bytes=0-99', 'accept-encoding': 'gzip' } });
    const rest = await call('GET', path, { headers: { range: 'bytes=100-', 'if-range': etag } });
    expect([first.status, rest.status]).toEqual([206, 206]);
    expect(first.headers?.['content-range']).toBe(`bytes 0-99/${bytes.length}`);
    const joined = [await buffer(first.body as Readable), await buffer(rest.body as Readable)];
    expect(Buffer.concat(joined).equals(bytes)).toBe(true);

    const gzip = await call('GET', path, { headers: { 'accept-encoding': 'gzip' } });
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(gzip.headers?.etag).not.toBe(etag);
    expect(gunzipSync(await buffer(gzip.body as Readable)).equals(bytes)).toBe(true);

    const beyond = await call('GET', path, { headers: { range: `bytes=${bytes.length}-` } });
    expect([beyond.status, beyond.headers?.['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
    expect((await call('GET', path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test('other partners, other scopes and ended consents get nothing', async () => {
    const { url } = await manifest();
    const path = url('Condition');
    expect((await call('GET', path, { caller: otherPartner })).status).toBe(404);
    expect((await call('GET', path, { scope: 'system/Patient.rs' })).status).toBe(403);
    await own.db.run(sql`update consent set revoked_at = ${clock.now()}, revoked_why = 'member'`);
    const answer = await call('GET', path);
    expect(answer.status).toBe(410);
    expect(said(answer)).toContain('Ask the status URL again');
    expect(said(answer)).not.toMatch(/consent|revoked/i);
  });
});
