// A consent that turns out to be another person's: each release under it is an incident, and no other release is.
import { beforeEach, expect, test } from 'vitest';
import { clock, deps, filesOf, member, own, start, work } from '../../test/env/export-run.ts';
import { insertGroup, insertPermission, insertRecords, partner } from '../../test/env/released-data.ts';
import { audit } from '../audit/audit.ts';
import { listConsents } from '../consent/consents.ts';
import { sql } from '../db/sql.ts';
import { listIncidents, markInError } from './in-error.ts';
import { trace } from './trace.ts';

let anna: number;
let ben: number;
beforeEach(async () => {
  await own.db.run(sql`truncate release_incident`);
  anna = await member('anna');
  ben = await member('ben');
  await insertRecords(own.db, [{ personId: anna, ref: 'Condition/c1' }]);
  await insertGroup(own.db, 'g', [
    { personId: anna, patientId: 'anna' },
    { personId: ben, patientId: 'ben' },
  ]);
});

async function exported(fetch: boolean): Promise<string> {
  const jobId = await start();
  await work();
  if (fetch)
    for (const { name } of await filesOf(jobId))
      await audit(own.db, {
        at: clock.now(),
        actor: `client:${partner.clientId}`,
        action: 'file.get',
        subject: `${jobId}/${name}`,
      });
  return jobId;
}
const consentOf = async (personId: number) => (await listConsents(own.db, { personId }))[0]!;
const wrong = async (id: string) =>
  own.db.tx((tx) =>
    markInError(tx, deps, { id, why: 'another member', actor: 'operator:ann', at: clock.now() }),
  );

test('each part that was published under it is one, fetched or not; nobody else’s', async () => {
  const fetched = await exported(true);
  const waits = await exported(false);
  const { id } = await consentOf(anna);
  const incidents = await wrong(id);
  expect(incidents).toHaveLength(2);
  const common = {
    personId: anna,
    clientId: partner.clientId,
    kind: 'consent-in-error',
    consentId: id,
    part: 1,
    closedAt: null,
  };
  expect(incidents).toContainEqual(
    expect.objectContaining({ ...common, jobId: fetched, records: 3, fetched: true }),
  );
  expect(incidents).toContainEqual(
    expect.objectContaining({ ...common, jobId: waits, records: 3, fetched: false }),
  );
  expect(await listIncidents(own.db, ben)).toEqual([]);
  expect(await listIncidents(own.db, null)).toHaveLength(2);
});

test('answers to a token for this member are one; said twice it is said once', async () => {
  const { id, hash } = await consentOf(anna);
  for (const action of ['record.read', 'record.search', 'record.refuse'])
    await audit(own.db, {
      at: clock.now(),
      actor: `client:${partner.clientId}`,
      action,
      personId: anna,
      decision: action === 'record.refuse' ? 'deny' : 'permit',
      consentHash: Buffer.from(hash, 'hex'),
    });
  expect(await wrong(id)).toMatchObject([{ jobId: null, records: 2, fetched: true }]);
  expect(await wrong(id)).toHaveLength(1);
});

test('what left under another consent of the member is none', async () => {
  await exported(true);
  const { id: first } = await consentOf(anna);
  await insertPermission(own.db, anna);
  const { id: second } = await consentOf(anna);
  expect(second).not.toBe(first);
  expect(await wrong(second)).toEqual([]);
});

test('from a part the way leads to the permit, its epoch and the version of the consent', async () => {
  const jobId = await exported(false);
  const { id, hash } = await consentOf(anna);
  await own.db.run(
    sql`insert into member (patient_id, person_id, said, updated_at) values ('anna', ${anna}, '', now())`,
  );
  const { chain } = await trace(own.db, 'anna');
  expect(chain.find(({ step }) => step === 'permit')!.rows).toEqual([
    expect.objectContaining({
      jobId,
      part: 1,
      personId: anna,
      consentId: id,
      consentHash: hash,
      ruleSet: 'none',
    }),
  ]);
});
