/** Bulk matches as a partner meets them, and as a worker that is killed anywhere leaves and resumes them. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import * as people from '../../../test/env/members.ts';
import { groupsOfJob, personsOf } from '../../attribution/groups.ts';
import type { Caller } from '../../authz/caller.ts';
import { scopeOf } from '../../authz/scopes.ts';
import type { BlobStore } from '../../blob/blob.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { cancelJob, readJob } from '../../bulk/job.ts';
import { handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import type { Db, Tx } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';
import { exportMembers } from '../../export/members.ts';
import { consentPolicy } from '../../fhir/systems.ts';
import { openMatcher } from '../../member-match/match.ts';
import { matchPolicy_default } from '../../member-match/policy.ts';
import { noLog } from '../../telemetry/log.ts';
import { bulkMatchTask, startBulkMatch } from './bulk-match.ts';
import { membersPerBatch } from './limits.ts';

let own: TestDatabase;
let dir: string;
let blobs: BlobStore;
const clock = handClock('2026-06-30T12:00:00Z');
const payer = { name: 'Old Plan', npi: people.ourNpi };
const caller: Caller = { clientId: 'united', npi: people.theirNpi, name: 'New Plan', scope: scopeOf([]) };
const attempt = (failures = 0) => ({ failures, signal: new AbortController().signal });

beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-match-'));
  blobs = openFileStore(dir);
  await own.db.run(sql`insert into client (id, name, npi, jwks, scope, created_at)
    values ('united', 'New Plan', ${people.theirNpi}, '{"keys":[]}', 'system/*.rs', now())`);
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  await own.db.run(sql`truncate bulk_job, task cascade`);
  await people.forgetPeople(own.db);
  await people.putPeople(own.db, members);
});

const deps = () => ({
  db: own.db,
  blobs,
  clock,
  random: systemRandom,
  log: noLog,
  payer,
  matcher: openMatcher(),
  policy: matchPolicy_default,
  secret: Buffer.alloc(32, 7),
});
const person = (id: string, given: string): people.Person => ({
  id,
  family: 'Lindqvist',
  given: [given],
  birthDate: '1980-02-29',
  gender: 'female',
  memberId: `M-${id}`,
});
const members = [person('m1', 'Tova'), person('m2', 'Nils'), person('m3', 'Elsa')];
const [tova, nils, elsa] = members as [people.Person, people.Person, people.Person];
const stranger = person('m9', 'Nobody');

const kickOff = (submitted: people.Submitted[]) =>
  startBulkMatch(deps(), {
    caller,
    body: Buffer.from(JSON.stringify(people.bulkMatchBody(submitted))),
    requestUrl: 'https://old.example/fhir/Group/$bulk-member-match',
  });
async function linesOf(jobId: string, name: string) {
  const { object_key } = await own.db.one<{ object_key: string }>(
    sql`select object_key from bulk_file where job_id = ${jobId} and name = ${name}`,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of await blobs.read(object_key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
/** Outcome → submitted ids, as the partner reads it from the file. */
async function outcomes(jobId: string): Promise<Record<string, string[]>> {
  const groups = await linesOf(jobId, 'Group-1.ndjson');
  return Object.fromEntries(
    groups.map((group) => [
      group.code.coding[0].code,
      (group.contained ?? []).map((r: { id: string }) => r.id),
    ]),
  );
}

test('each member lands in the Group of its own outcome, and only there', async () => {
  const jobId = await kickOff([
    { person: tova },
    { person: nils, consent: people.consentOf(nils, { end: '2026-06-01', start: '2026-01-01' }) },
    { person: elsa, consent: people.consentOf(elsa, { recipient: '1234567893' }) },
    { person: stranger },
  ]);
  await bulkMatchTask(deps())(jobId, attempt());
  expect(await outcomes(jobId)).toEqual({ match: ['m1'], nomatch: ['m9'], consentconstraint: ['m2', 'm3'] });
  expect(await readJob(own.db, jobId)).toMatchObject({ state: 'completed' });
  const groups = await linesOf(jobId, 'Group-1.ndjson');
  expect(groups[0].member[0].entity.reference).toBe('Patient/p-m1');
  const rest = JSON.stringify(groups.slice(1));
  for (const secret of ['p-m2', 'p-m3', 'expired', 'recipient', '1234567893'])
    expect(rest).not.toContain(secret);
  expect(await linesOf(jobId, 'Parameters-1.ndjson')).toEqual([
    {
      resourceType: 'Parameters',
      parameter: [
        { name: 'MatchedMembers', resource: groups[0] },
        { name: 'NonMatchedMembers', resource: groups[1] },
        { name: 'ConsentConstrainedMembers', resource: groups[2] },
      ],
    },
  ]);
  const [matched] = await groupsOfJob(own.db, jobId);
  expect(matched?.expiresAt).toEqual(new Date('2027-01-01T05:00:00Z'));
  expect(await personsOf(own.db, matched!)).toEqual([{ personId: 1, patientId: 'p-m1' }]);
});

test('a decision keeps for the operator what the partner does not get', async () => {
  const jobId = await kickOff([
    {
      person: nils,
      consent: people.consentOf(nils, { policies: [consentPolicy.regular, consentPolicy.sensitive] }),
    },
  ]);
  await bulkMatchTask(deps())(jobId, attempt());
  expect(await outcomes(jobId)).toEqual({ match: [], consentconstraint: ['m2'] });
  const row = await own.db.one<{ candidates: object[] }>(
    sql`select outcome, consent_reason, decision, reasons, rule, guards, engine, candidates, person_id from match_decision`,
  );
  expect(row).toMatchObject({
    outcome: 'consentconstraint',
    consent_reason: 'policy-unknown',
    decision: 'matched',
    person_id: 2,
    guards: [],
    engine: expect.stringMatching(/^[\w-]+@\d+\+.+/),
  });
  expect(row.candidates[0]).toMatchObject({
    personId: 2,
    posteriors: { same: expect.any(Number) },
    fields: { memberId: { level: 'own', weight: expect.any(Number) } },
  });
  expect(JSON.stringify(row)).not.toMatch(/Lindqvist|1980|M-m2/i);
  const entry = await own.db.one<{
    detail: object;
  }>(sql`select actor, action, person_id, detail from audit_entry
    where subject = ${jobId}`);
  expect(entry).toMatchObject({ actor: 'client:united', action: 'member-match', person_id: 2 });
  expect(JSON.stringify(entry)).not.toMatch(/Lindqvist|1980/i);
});

test('when nobody is a member there is an empty matched Group, which exports nobody', async () => {
  const jobId = await kickOff([{ person: stranger }]);
  await bulkMatchTask(deps())(jobId, attempt());
  expect(await outcomes(jobId)).toEqual({ match: [], nomatch: ['m9'] });
  const [matched] = await groupsOfJob(own.db, jobId);
  const of = { clientId: 'united', groupId: matched!.id, now: clock.now() };
  expect(await exportMembers(own.db, of)).toEqual([]);
  expect(await exportMembers(own.db, { ...of, groupId: null })).toEqual([]);
});

test('the same patient under a coverage of ours and one of another payer is in both Groups', async () => {
  const jobId = await kickOff([
    { person: tova },
    { person: tova, coverage: people.coverageOf(tova, 'c2', '1234567893') },
  ]);
  await bulkMatchTask(deps())(jobId, attempt());
  expect(await outcomes(jobId)).toEqual({ match: ['m1', 'c-m1'], nomatch: ['m1', 'c2'] });
});

test('what is submitted stands in the Group to the letter', async () => {
  const text = JSON.stringify(people.bulkMatchBody([{ person: tova }])).replace(
    '"gender"',
    '"meta":{"versionId":"9"},"extension":[{"url":"https://x.example","valueDecimal":1.50}],"gender"',
  );
  const jobId = await startBulkMatch(deps(), { caller, body: Buffer.from(text), requestUrl: 'x' });
  await bulkMatchTask(deps())(jobId, attempt());
  const row = await own.db.one<{ submitted: string }>(sql`select submitted from match_group_member`);
  expect(row.submitted).toContain('"valueDecimal":1.50');
  expect(row.submitted).not.toContain('versionId');
});

describe('what cannot be taken in', () => {
  test('leaves neither job nor body behind', async () => {
    const body = Buffer.from('{"resourceType":"Parameters","parameter":[{"name":"MemberBundle","part":[]}]}');
    await expect(startBulkMatch(deps(), { caller, body, requestUrl: 'x' })).rejects.toMatchObject({
      category: 'unprocessable',
    });
    expect(await own.db.query(sql`select 1 from bulk_job union all select 1 from task`)).toEqual([]);
  });

  test('is more jobs than a client may have', async () => {
    for (let i = 0; i < 10; i++) await kickOff([{ person: tova }]);
    await expect(kickOff([{ person: tova }])).rejects.toMatchObject({ category: 'too-many' });
  });
});

describe('a worker that dies', () => {
  /** A database on which the n-th transaction from now is rolled back at its end, as when the process is killed. */
  function dyingAt(db: Db, n: number): Db {
    let count = 0;
    return {
      ...db,
      tx: (work, options) =>
        db.tx(async (tx: Tx) => {
          const result = await work(tx);
          if (++count >= n) throw new Error('killed');
          return result;
        }, options),
    };
  }

  test('at any of its transactions leaves one set of Groups after the next attempt', async () => {
    const many = Array.from({ length: membersPerBatch + 5 }, (_, i) => ({ ...stranger, id: `s${i}` }));
    const submitted = [{ person: tova }, { person: nils }, ...many.map((one) => ({ person: one }))];
    const seen: unknown[] = [];
    for (let n = 1; n <= 4; n++) {
      const jobId = await kickOff(submitted);
      const run = bulkMatchTask({ ...deps(), db: dyingAt(own.db, n) })(jobId, attempt());
      // Two batches and the publication: the fourth attempt is undisturbed.
      if (n <= 3) await expect(run).rejects.toThrow('killed');
      else await run;
      await bulkMatchTask(deps())(jobId, attempt(1));
      const groups = await own.db.query(sql`select code, count(*)::int as members from match_group g
        join match_group_member m on m.group_id = g.id where job_id = ${jobId} group by g.id, code order by code`);
      const decisions = await own.db.one(
        sql`select count(*)::int as decisions from match_decision where job_id = ${jobId}`,
      );
      seen.push({ groups, decisions, outcomes: await outcomes(jobId) });
    }
    expect(seen[0]).toMatchObject({
      groups: [
        { code: 'match', members: 2 },
        { code: 'nomatch', members: many.length },
      ],
      decisions: { decisions: submitted.length },
    });
    for (const other of seen.slice(1)) expect(other).toEqual(seen[0]);
  });

  test('does nothing more for a job that is complete or was deleted meanwhile', async () => {
    const jobId = await kickOff([{ person: tova }]);
    await bulkMatchTask(deps())(jobId, attempt());
    await bulkMatchTask(deps())(jobId, attempt());
    expect(await groupsOfJob(own.db, jobId)).toHaveLength(1);
    const deleted = await kickOff([{ person: tova }]);
    await own.db.tx((tx) => cancelJob(tx, { id: deleted, clientId: 'united', now: clock.now() }));
    await bulkMatchTask(deps())(deleted, attempt());
    expect(await groupsOfJob(own.db, deleted)).toEqual([]);
  });

  test('again and again at one member costs only that member', async () => {
    const jobId = await kickOff([{ person: tova }, { person: nils }]);
    const random = { ...systemRandom, uuid: () => systemRandom.uuid() };
    const broken: Db = {
      ...own.db,
      tx: (work, options) =>
        own.db.tx(
          (tx) =>
            work({
              ...tx,
              run: (query) => {
                if (query.strings[0]?.includes('insert into consent') && query.values[1] === 2)
                  throw new Error('store fails');
                return tx.run(query);
              },
            }),
          options,
        ),
    };
    const task = bulkMatchTask({ ...deps(), random, db: broken });
    await expect(task(jobId, attempt(0))).rejects.toThrow('store fails');
    await task(jobId, attempt(3));
    expect(await outcomes(jobId)).toEqual({ match: ['m1'], consentconstraint: ['m2'] });
    expect(
      await own.db.one(sql`select consent_reason from match_decision where outcome = 'consentconstraint'`),
    ).toEqual({ consent_reason: 'evaluator-error' });
  });
});

test('a client that was removed meanwhile gets nobody', async () => {
  const jobId = await kickOff([{ person: tova }]);
  await own.db.run(sql`update client set removed_at = now() where id = 'united'`);
  await bulkMatchTask(deps())(jobId, attempt());
  await own.db.run(sql`update client set removed_at = null where id = 'united'`);
  expect(await outcomes(jobId)).toEqual({ match: [], consentconstraint: ['m1'] });
});
