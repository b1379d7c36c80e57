// Protects a member who takes a consent back while an export is made or fetched: nothing more of hers leaves, nobody else's is
// lost, and what was counted as released is what the files hold.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clock,
  deps,
  filesOf,
  linesOf,
  member,
  own,
  refsOf,
  start,
  work,
} from '../../test/env/export-run.ts';
import {
  insertGroup,
  insertPermission,
  insertPerson,
  insertRecords,
  partner,
} from '../../test/env/released-data.ts';
import { parseScope, scopeOf } from '../authz/scopes.ts';
import { type BulkFile, pollJob } from '../bulk/job.ts';
import { giveInstruction, listConsents, revokeConsent } from '../consent/consents.ts';
import { sql } from '../db/sql.ts';
import { openFile } from './open-file.ts';
import { selectLedger } from './store.ts';
import { exportTasks } from './tasks.ts';

async function revoke(personId: number): Promise<void> {
  const [consent] = await listConsents(own.db, { personId });
  await own.db.tx((tx) =>
    revokeConsent(tx, { id: consent!.id, why: 'she said so', actor: 'operator:test', at: clock.now() }),
  );
}

/** Anna, Ben and Cleo, each with conditions; all in one Group and one part. */
async function three() {
  const people = { anna: await member('anna'), ben: await member('ben'), cleo: await member('cleo') };
  for (const [name, personId] of Object.entries(people))
    await insertRecords(
      own.db,
      [1, 2, 3].map((n) => ({
        personId,
        ref: `Condition/${name}-${n}`,
        text: JSON.stringify({
          resourceType: 'Condition',
          id: `${name}-${n}`,
          note: 'ü'.repeat(n * (name.length + 7)),
        }),
      })),
    );
  const group = Object.entries(people).map(([patientId, personId]) => ({ personId, patientId }));
  await insertGroup(own.db, 'g', group);
  return people;
}

const caller = { ...partner, scope: scopeOf([parseScope('system/*.rs')!]) };
const fetchFile = (file: BulkFile) =>
  openFile(own.db, { jobId: file.jobId, name: file.name, caller, now: clock.now() });

const poll = (jobId: string) => pollJob(own.db, { id: jobId, clientId: partner.clientId, now: clock.now() });

async function ledgerOf(jobId: string): Promise<Record<string, number>> {
  const rows = await selectLedger(own.db, jobId);
  return Object.fromEntries(rows.map((r) => [`${r.personId} ${r.type} ${r.reason || 'released'}`, r.count]));
}

describe('after the export', () => {
  test('her file is gone at once, the manifest waits, and then names a file with everybody else', async () => {
    const { anna, ben } = await three();
    const jobId = await start();
    await work();
    const before = await filesOf(jobId);
    const conditions = before.find((file) => file.type === 'Condition')!;
    const wholeText = await text(await deps.blobs.read(conditions.objectKey));
    await revoke(ben);
    await expect(fetchFile(conditions)).rejects.toMatchObject({ category: 'gone' });
    expect(await poll(jobId)).toMatchObject({ state: 'open', progress: 'files are being made again' });
    await work();
    const after = await filesOf(jobId);
    expect(after.map((file) => file.name).sort()).toEqual([
      'Condition-1-1-r1.ndjson',
      'Patient-1-1-r1.ndjson',
      'Provenance-1-1-r1.ndjson',
    ]);
    const rest = after.find((file) => file.type === 'Condition')!;
    expect((await fetchFile(rest)).file.lines).toBe(6);
    expect(await text(await deps.blobs.read(rest.objectKey))).toBe(
      wholeText
        .split('\n')
        .filter((line) => !line.includes('"ben-'))
        .join('\n'),
    );
    expect(JSON.stringify(await linesOf(jobId))).not.toContain('ben');
    expect(await deps.blobs.size(conditions.objectKey)).toBeUndefined();
    const ledger = await ledgerOf(jobId);
    expect(ledger).toMatchObject({
      [`${anna} Condition released`]: 3,
      [`${ben} Condition consent`]: 3,
      [`${ben} Patient consent`]: 1,
      [`${ben} Provenance consent`]: 1,
    });
    expect(
      Object.keys(ledger).filter((key) => key.startsWith(`${ben} `) && key.endsWith('released')),
    ).toEqual([]);
  });

  test('a second member goes from what was cut already; the last one leaves no file', async () => {
    const { anna, ben, cleo } = await three();
    const jobId = await start({ types: ['Condition'] });
    await work();
    for (const [personId, left] of [
      [anna, 6],
      [ben, 3],
      [cleo, 0],
    ] as const) {
      await revoke(personId);
      await work();
      expect((await linesOf(jobId)).length).toBe(left);
    }
    expect(await filesOf(jobId)).toEqual([]);
  });

  test('what she told us about all payers counts as much as a consent taken back', async () => {
    const { cleo } = await three();
    const jobId = await start({ types: ['Patient'] });
    await work();
    await own.db.tx((tx) =>
      giveInstruction(tx, { personId: cleo, recipientNpi: '*', actor: 'operator:test', at: clock.now() }),
    );
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/ben']);
  });

  test('what she told us about another payer changes nothing that is read', async () => {
    const { cleo } = await three();
    const jobId = await start({ types: ['Patient'] });
    await work();
    await own.db.tx((tx) =>
      giveInstruction(tx, {
        personId: cleo,
        recipientNpi: '1955555555',
        actor: 'operator:test',
        at: clock.now(),
      }),
    );
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/ben', 'Patient/cleo']);
  });

  test('whose last day is over goes when somebody asks for the file, not before', async () => {
    const { anna } = await three();
    const dan = await insertPerson(own.db);
    await insertPermission(own.db, dan, partner, { start: '2026-01-01', end: '2026-06-30' });
    await insertRecords(own.db, [{ personId: dan, ref: 'Patient/dan' }]);
    await insertGroup(own.db, 'h', [
      { personId: dan, patientId: 'dan' },
      { personId: anna, patientId: 'anna' },
    ]);
    const jobId = await start({ groupId: 'h', types: ['Patient'] });
    await work();
    const [file] = await filesOf(jobId);
    expect((await fetchFile(file!)).until).toEqual(new Date('2026-07-01T04:00:00Z')); // midnight in New York
    clock.set('2026-07-01T04:00:00Z');
    await expect(fetchFile(file!)).rejects.toMatchObject({ category: 'gone' });
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna']);
  });
});

describe('while the export is made', () => {
  test('a part that was running publishes no line of hers', async () => {
    const { ben } = await three();
    const jobId = await start({ types: ['Condition', 'Patient'] });
    await work('export.plan');
    let ended = false;
    const store = deps.blobs;
    // The files are complete on disk when she takes it back, and not yet published.
    const late = {
      ...store,
      writer: async (key: string) => {
        const writer = await store.writer(key);
        return {
          ...writer,
          commit: async () => {
            if (!ended) await revoke(ben);
            ended = true;
            return writer.commit();
          },
        };
      },
    };
    await exportTasks({ ...deps, blobs: late })['export.part']!(`${jobId}/1`, {
      failures: 0,
      signal: new AbortController().signal,
    });
    expect(ended).toBe(true);
    await own.db.run(sql`delete from task where kind = 'export.part'`);
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(
      ['anna', 'cleo']
        .flatMap((name) => [1, 2, 3].map((n) => `Condition/${name}-${n}`))
        .concat(['Patient/anna', 'Patient/cleo']),
    );
    expect(await ledgerOf(jobId)).toMatchObject({ [`${ben} Condition consent`]: 3 });
  });

  test('between the last part and the manifest: the manifest waits for the cut', async () => {
    const { ben } = await three();
    const jobId = await start({ types: ['Patient'] });
    await work('export.plan');
    await work('export.part');
    await revoke(ben);
    await work('export.finish');
    expect(await poll(jobId)).toMatchObject({ state: 'open' });
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/cleo']);
  });
});

test('a cut holds exactly the lines of those who stay, in their order, wherever chunks end', async () => {
  await three();
  const jobId = await start({ types: ['Condition'] });
  await work();
  const [first] = await filesOf(jobId);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.string({ unit: 'grapheme', maxLength: 40 })), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
      fc.integer({ min: 1, max: 50 }),
      async (written, ending, chunk) => {
        const persons = [...new Set(first!.personIds)].sort((a, b) => a - b);
        const lines = written.map(([who, note]) => ({
          personId: persons[who - 1]!,
          line: `${JSON.stringify({ note })}\n`,
        }));
        const content = Buffer.from(lines.map(({ line }) => line).join(''));
        const objectKey = `bulk/${jobId}/1/made`;
        const writer = await deps.blobs.writer(objectKey);
        await writer.write(content);
        await writer.commit();
        await own.db.run(sql`delete from bulk_file where job_id = ${jobId}`);
        await own.db.run(sql`update consent set state = 'active', revoked_at = null, revoked_why = null`);
        await own.db.run(sql`delete from permission_epoch`);
        const gone = new Set(ending.map((n) => persons[n]!));
        for (const personId of gone)
          await own.db.run(sql`update consent set revoked_at = ${clock.now()} where person_id = ${personId}`);
        await own.db.run(sql`insert into bulk_file (job_id, name, kind, type, object_key, lines, bytes, sha256, part,
            person_ids, segment_person_ids, segment_bytes, withdrawn_at)
          values (${jobId}, 'Condition-1-1.ndjson', 'output', 'Condition', ${objectKey}, ${lines.length}, ${content.length},
            ${createHash('sha256').update(content).digest()}, 1, ${persons}::bigint[],
            ${lines.map((l) => l.personId)}::bigint[], ${lines.map((l) => Buffer.byteLength(l.line))}::bigint[],
            ${clock.now()})`);
        const chunked = {
          ...deps.blobs,
          read: async () =>
            Readable.from(
              Array.from({ length: Math.ceil(content.length / chunk) }, (_, i) =>
                content.subarray(i * chunk, (i + 1) * chunk),
              ),
            ),
        };
        await exportTasks({ ...deps, blobs: chunked })['export.recut']!(`${jobId}/Condition-1-1.ndjson`, {
          failures: 0,
          signal: new AbortController().signal,
        });
        const kept = lines.filter(({ personId }) => !gone.has(personId)).map(({ line }) => line);
        const files = await own.db.query<{ object_key: string; lines: number }>(
          sql`select object_key, lines from bulk_file where job_id = ${jobId} and withdrawn_at is null`,
        );
        const left = await Promise.all(files.map(async (f) => text(await deps.blobs.read(f.object_key))));
        expect(left.join('')).toBe(kept.join(''));
        expect(files.map((f) => f.lines)).toEqual(kept.length > 0 ? [kept.length] : []);
      },
    ),
    { numRuns: 40 },
  );
});
