// One export room on a database and a folder of its own: what the stories of an export share.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { openFileStore } from '../../src/blob/file-store.ts';
import { type BulkFile, pollJob } from '../../src/bulk/job.ts';
import { handClock } from '../../src/clock/clock.ts';
import { systemRandom } from '../../src/clock/random.ts';
import { raw, sql } from '../../src/db/sql.ts';
import type { ExportDeps } from '../../src/export/deps.ts';
import { type ExportParameters, readParameters } from '../../src/export/parameters.ts';
import { startExport } from '../../src/export/start.ts';
import { exportTasks } from '../../src/export/tasks.ts';
import { openLabelling } from '../../src/labels/labelling.ts';
import { noLog } from '../../src/telemetry/log.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { insertPermission, insertPerson, insertRecords, partner } from './released-data.ts';

export let own: TestDatabase;
export let dir: string;
export let deps: ExportDeps;
export const clock = handClock('2026-06-30T12:00:00Z');
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
    baseUrl: 'https://old.example',
    labelling: () => openLabelling(own.db, clock),
  };
});

export interface Asked {
  groupId?: string | null;
  types?: string[] | null;
  patients?: string[] | null;
  query?: Record<string, string>;
}

export async function start(asked: Asked = {}): Promise<string> {
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
export async function work(only?: string): Promise<void> {
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

export async function filesOf(jobId: string): Promise<BulkFile[]> {
  const poll = { id: jobId, clientId: partner.clientId, now: clock.now() };
  await pollJob(own.db, poll);
  const result = await pollJob(own.db, poll);
  if (result.state !== 'completed') throw new Error(`job is ${result.state}`);
  return result.files;
}

/** Every line of the job's files of a kind, and that each file is what its row says. */
export async function linesOf(
  jobId: string,
  kind: BulkFile['kind'] = 'output',
): Promise<Record<string, unknown>[]> {
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

export const isTransmitter = (line: Record<string, unknown>) =>
  JSON.stringify(line).includes('"transmitter"');
export const refsOf = (lines: Record<string, unknown>[]) =>
  lines
    .filter((line) => !isTransmitter(line))
    .map((line) => `${line.resourceType}/${line.id}`)
    .sort();

export async function member(patientId: string, permission = true): Promise<number> {
  const personId = await insertPerson(own.db);
  if (permission) await insertPermission(own.db, personId);
  await insertRecords(own.db, [{ personId, ref: `Patient/${patientId}` }]);
  return personId;
}
