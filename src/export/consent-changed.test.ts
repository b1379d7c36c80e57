// What a member changes while a part runs, or before a file is fetched: nothing of an old epoch is published or leaves (invariant 7),
// and every line leads back to one version of one consent (invariant 14).
import { createHash } from 'node:crypto';
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
import { insertGroup, insertPermission, partner } from '../../test/env/released-data.ts';
import { parseScope, scopeOf } from '../authz/scopes.ts';
import { systemRandom } from '../clock/random.ts';
import { listConsents, revokeConsent } from '../consent/consents.ts';
import { giveOverride, liftOverride } from '../consent/overrides.ts';
import { replace } from '../consent/replace.ts';
import { sql } from '../db/sql.ts';
import { goesOn, openFile } from './open-file.ts';
import { selectLedger } from './store.ts';
import { exportTasks } from './tasks.ts';

const today = '2026-06-30';
const caller = { ...partner, scope: scopeOf([parseScope('system/*.rs')!]) };

/** Another consent of the person, as a later match would bring it. */
const agree = (personId: number, periodEnd: string) =>
  own.db.tx((tx) => {
    const id = systemRandom.uuid();
    return replace(
      tx,
      {
        id,
        personId,
        clientId: partner.clientId,
        recipientNpi: partner.npi,
        sourceNpi: '1911111111',
        policy: 'sensitive',
        periodStart: '2026-01-01',
        periodEnd,
        receivedAt: clock.now(),
        resource: '{}',
        hash: createHash('sha256').update(id).digest(),
        requestId: id,
      },
      today,
    );
  });
const revokeAll = (personId: number) =>
  own.db.tx(async (tx) => {
    for (const { id } of await listConsents(tx, { personId }))
      await revokeConsent(tx, { id, why: 'asked', actor: 'operator:test', at: clock.now() });
  });
const hold = (personId: number) =>
  own.db.tx((tx) =>
    giveOverride(
      tx,
      { random: systemRandom },
      {
        personId,
        scope: 'person',
        value: '',
        effect: 'hold',
        labels: 0,
        by: 'operator:ann',
        role: 'officer',
        reason: 'ipv',
        validFrom: null,
        validTo: null,
      },
      clock.now(),
    ),
  );

async function two() {
  const people = { anna: await member('anna'), ben: await member('ben') };
  await insertGroup(
    own.db,
    'g',
    Object.entries(people).map(([patientId, personId]) => ({ personId, patientId })),
  );
  return people;
}

/** Runs the one part, and does something each time its files are complete and not published yet. */
async function runPart(jobId: string, meanwhile: (run: number) => Promise<unknown>): Promise<number> {
  let runs = 0;
  let began = '';
  const late = {
    ...deps.blobs,
    writer: async (key: string) => {
      const writer = await deps.blobs.writer(key);
      const [, , , run = ''] = key.split('/');
      return {
        ...writer,
        commit: async () => {
          if (run !== began) await meanwhile(++runs);
          began = run;
          return writer.commit();
        },
      };
    },
  };
  await exportTasks({ ...deps, blobs: late })['export.part']!(`${jobId}/1`, {
    failures: 0,
    signal: new AbortController().signal,
  });
  await own.db.run(sql`delete from task where kind = 'export.part'`);
  return runs;
}

const reasons = async (jobId: string, personId: number) =>
  new Set((await selectLedger(own.db, jobId)).filter((l) => l.personId === personId).map((l) => l.reason));

describe('while a part runs', () => {
  test('a narrower consent makes it run once more, under what holds now', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work('export.plan');
    expect(await runPart(jobId, (run) => (run === 1 ? agree(ben, '2026-09-30') : Promise.resolve()))).toBe(2);
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/ben']);
    const permit = await own.db.one(sql`select p.epoch, c.period_end::text as "end" from export_permit p
      join consent c on c.id = p.consent_id where p.person_id = ${ben}`);
    expect(permit).toMatchObject({ end: '2026-09-30' });
  });

  test('who changes it again in the second run is left out, and the ledger says so', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work('export.plan');
    expect(await runPart(jobId, (run) => agree(ben, `2026-0${9 - run}-28`))).toBe(2);
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna']);
    expect(await reasons(jobId, ben)).toEqual(new Set(['consent-changed']));
  });

  test('a wider one changes nothing: the part goes on under the narrow permit', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work('export.plan');
    expect(await runPart(jobId, () => agree(ben, '2031-12-31'))).toBe(1);
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/ben']);
  });

  test('who takes it back and agrees again is decided anew', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work('export.plan');
    const again = async (run: number) => {
      if (run > 1) return;
      await revokeAll(ben);
      await agree(ben, '2026-12-31');
    };
    expect(await runPart(jobId, again)).toBe(2);
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna', 'Patient/ben']);
  });
});

describe('before a file is fetched', () => {
  const fetchOf = async (jobId: string) => {
    const [file] = await filesOf(jobId);
    return {
      file: file!,
      fetch: () => openFile(own.db, { jobId, name: file!.name, caller, now: clock.now() }),
    };
  };

  test('a revocation and a new opt-in leave what was made dead; a wider consent lets it stand', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work();
    const { fetch } = await fetchOf(jobId);
    await agree(ben, '2031-12-31');
    expect((await fetch()).made).toHaveLength(2);
    await revokeAll(ben);
    await agree(ben, '2031-12-31');
    await expect(fetch()).rejects.toMatchObject({ category: 'gone' });
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna']);
    expect(await reasons(jobId, ben)).toEqual(new Set(['consent-changed']));
  });

  test('a hold makes it a file that never was, and what is cut after it says nothing of the member', async () => {
    const { ben } = await two();
    const jobId = await start({ types: ['Patient'] });
    await work();
    const { fetch } = await fetchOf(jobId);
    await hold(ben);
    await expect(fetch()).rejects.toMatchObject({
      category: 'not-found',
      publicText: 'There is no such file.',
    });
    await work();
    expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna']);
    expect(JSON.stringify(await linesOf(jobId, 'error').catch(() => []))).not.toContain('ben');
  });

  test('persons that became one have their stream cut, though nobody withdrew the file', async () => {
    const { ben, anna } = await two();
    await own.db.run(sql`insert into member values ('ben', ${ben}, '{}', now())`);
    const jobId = await start({ types: ['Patient'] });
    await work();
    const opened = await (await fetchOf(jobId)).fetch();
    expect(await goesOn(own.db, opened, clock.now())).toBe(true);
    await own.db.run(sql`update member set person_id = ${anna} where patient_id = 'ben'`);
    expect(await goesOn(own.db, opened, clock.now())).toBe(false);
  });

  test('a file whose permits nobody knows is not given out', async () => {
    await two();
    const jobId = await start({ types: ['Patient'] });
    await work();
    const { fetch } = await fetchOf(jobId);
    await own.db.run(sql`delete from export_permit`);
    await own.db.run(
      sql`insert into permission_epoch select id, '', 0, 0 from person on conflict do nothing`,
    );
    await expect(fetch()).rejects.toMatchObject({ category: 'gone' });
  });
});

test('who is held when an export is planned is nobody’s member: asked for by name, as a stranger is', async () => {
  const { ben } = await two();
  await hold(ben);
  const jobId = await start({ types: ['Patient'], patients: ['anna', 'ben', 'nobody'] });
  await work();
  expect(refsOf(await linesOf(jobId))).toEqual(['Patient/anna']);
  const errors = (await linesOf(jobId, 'error')).map((line) => JSON.stringify(line));
  const about = (id: string) =>
    errors.filter((line) => line.includes(`Patient/${id} `)).map((line) => line.replace(id, 'x'));
  expect(about('ben')).toEqual(about('nobody'));
  expect(await selectLedger(own.db, jobId)).not.toContainEqual(expect.objectContaining({ personId: ben }));
});

test('invariants 7 and 14: whatever happens in whatever order, no line of an overtaken permit leaves, and each leads to a consent', async () => {
  const act = fc.constantFrom('agree', 'wider', 'revoke', 'hold', 'lift', 'work', 'fetch');
  let fetched = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 8 }), async (acts) => {
      await own.db.run(
        sql`truncate person, resource, consent, match_group, bulk_job, task, permission_epoch cascade`,
      );
      const { ben } = await two();
      const jobId = await start({ types: ['Patient'] });
      await work('export.plan');
      let held: string | undefined;
      for (const name of [...acts, 'work', 'fetch'] as const) {
        if (name === 'agree') await agree(ben, '2029-12-31');
        if (name === 'wider') await agree(ben, '2031-12-31');
        if (name === 'revoke') await revokeAll(ben);
        if (name === 'hold') held ??= await hold(ben);
        if (name === 'lift' && held) {
          const id = held;
          await own.db.tx((tx) => liftOverride(tx, { id, by: 'operator:ann', at: clock.now() }));
          held = undefined;
        }
        if (name === 'work') await work();
        if (name !== 'fetch') continue;
        const files = await filesOf(jobId).catch(() => []);
        for (const file of files) {
          const opened = await openFile(own.db, { jobId, name: file.name, caller, now: clock.now() }).catch(
            () => undefined,
          );
          if (!opened) continue;
          fetched++;
          for (const { personId } of opened.made) {
            const row = await own.db.one<{ epoch: number; floor: number; state: string }>(sql`
              select p.epoch, coalesce((select floor from permission_epoch e where e.person_id = p.person_id
                and e.client_id in ('', ${partner.clientId}) order by client_id desc limit 1), 0) as floor, c.state
              from export_permit p join consent c on c.id = p.consent_id and c.hash = p.consent_hash
              where p.job_id = ${jobId} and p.part = ${file.part} and p.person_id = ${personId}`);
            expect(row.epoch).toBeGreaterThanOrEqual(row.floor);
            expect(['active', 'superseded']).toContain(row.state);
            if (personId === ben) expect(held).toBeUndefined();
          }
        }
      }
    }),
    { numRuns: 25, seed: 7 },
  );
  expect(fetched).toBeGreaterThan(5);
}, 120_000);

test('a person without permission is in no part’s permits', async () => {
  const cleo = await member('cleo', false);
  const dan = await member('dan', false);
  await insertPermission(own.db, dan);
  await insertGroup(own.db, 'g', [
    { personId: cleo, patientId: 'cleo' },
    { personId: dan, patientId: 'dan' },
  ]);
  const jobId = await start({ types: ['Patient'] });
  await work();
  const rows = await own.db.query(sql`select person_id as id from export_permit where job_id = ${jobId}`);
  expect(rows).toEqual([{ id: dan }]);
  const entries = await own.db.query(sql`select person_id as id, decision, codes from audit_entry
    where action = 'export.part' and subject = ${`${jobId}/1`} order by person_id`);
  expect(entries).toEqual([
    { id: cleo, decision: 'deny', codes: ['consent-missing'] },
    { id: dan, decision: 'permit', codes: null },
  ]);
});
