/** Bulk matches that wait for reviewers: how long, for whom, and that a worker may die at any point of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import * as people from '../../../test/env/members.ts';
import { scopeOf } from '../../authz/scopes.ts';
import type { BlobStore } from '../../blob/blob.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { cancelJob, readJob } from '../../bulk/job.ts';
import { handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import type { Db, Tx } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';
import type { MatchDecision } from '../../member-match/decide.ts';
import { openMatcher } from '../../member-match/match.ts';
import { type MatchPolicy, matchPolicy_default } from '../../member-match/policy.ts';
import { listReviews } from '../../member-match/review-desk.ts';
import { noLog } from '../../telemetry/log.ts';
import { bulkMatchTask, startBulkMatch } from './bulk-match.ts';
import { decideReview } from './review.ts';
import { expireOne, upkeep } from './upkeep.ts';

let own: TestDatabase;
let dir: string;
let blobs: BlobStore;
const start = '2026-06-30T12:00:00Z';
const clock = handClock(start);
const caller = { clientId: 'united', npi: people.theirNpi, name: 'New Plan', scope: scopeOf([]) };
const attempt = { failures: 0, signal: new AbortController().signal };
const holding = (bulkHold_minutes: number): MatchPolicy => ({
  ...matchPolicy_default,
  review: { ...matchPolicy_default.review, bulkHold_minutes, twoPersons: 'never' },
});

beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-hold-'));
  blobs = openFileStore(dir);
  await own.db.run(sql`insert into client (id, name, npi, jwks, scope, created_at)
    values ('united', 'New Plan', ${people.theirNpi}, '{"keys":[]}', 'system/*.rs', now())`);
  await people.putPeople(own.db, [tova, nils]);
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  clock.set(start);
  await own.db.run(
    sql`truncate bulk_job, task, match_review, match_decision, match_group, match_attempt cascade`,
  );
});

const person = (id: string, given: string): people.Person => ({
  id,
  family: 'Lindqvist',
  given: [given],
  birthDate: '1980-02-29',
  gender: 'female',
  memberId: `M-${id}1234`,
});
const [tova, nils] = [person('m1', 'Tova'), person('m2', 'Nils')];

/** What the engine finds, with every answer turned into a doubt: what is tested here is the waiting. */
const doubting = {
  match: async (...asked: Parameters<ReturnType<typeof openMatcher>['match']>): Promise<MatchDecision> => {
    const { personId, patientId, ...found } = await openMatcher().match(...asked);
    if (personId === undefined || patientId === undefined) return found;
    const { rule: _, ...rest } = found;
    return { ...rest, decision: 'review', leading: { personId, patientId }, reasons: ['score-below-auto'] };
  },
};
const deps = (hold = 60) => ({
  db: own.db,
  blobs,
  clock,
  random: systemRandom,
  log: noLog,
  payer: { name: 'Old Plan', npi: people.ourNpi },
  matcher: doubting,
  policy: holding(hold),
  secret: Buffer.alloc(32, 9),
});
const kickOff = (submitted: readonly people.Person[]) =>
  startBulkMatch(deps(), {
    caller,
    body: Buffer.from(JSON.stringify(people.bulkMatchBody(submitted.map((one) => ({ person: one }))))),
    requestUrl: 'https://old.example/fhir/Group/$bulk-member-match',
  });
const run = (jobId: string, hold = 60) => bulkMatchTask(deps(hold))(jobId, attempt);
const decide = async (verdict: 'same' | 'not-same') => {
  for (const { id } of await listReviews(own.db, { state: 'open', now: clock.now() })) {
    const row = await own.db.one<{ person: number }>(
      sql`select leading_person_id as person from match_review where id = ${id}`,
    );
    const who = verdict === 'same' ? { verdict, personId: row.person } : { verdict };
    await decideReview(
      { ...deps(), review: deps().policy.review },
      { id, reviewer: 'Ann', note: '', ...who },
    );
  }
};
const stateOf = async (jobId: string) => (await readJob(own.db, jobId))?.state;
const outcomesOf = (jobId: string) =>
  own.db.query(sql`select g.code, m.submitted_id as id from match_group g join match_group_member m on m.group_id = g.id
    where g.job_id = ${jobId} order by 1, 2`);
const waiting = () =>
  own.db.query(sql`select key from task where kind = 'match.bulk' and run_at <= ${clock.now()}`);

describe('a job with a doubtful member', () => {
  test('waits from its start on, and not a minute longer', async () => {
    const jobId = await kickOff([tova]);
    clock.advance(60);
    expect(await run(jobId)).toEqual({ again: new Date('2026-06-30T13:00:00Z') });
    clock.set('2026-06-30T12:59:59Z');
    expect(await run(jobId)).toEqual({ again: new Date('2026-06-30T13:00:00Z') });
    expect(await stateOf(jobId)).toBe('running');
    clock.set('2026-06-30T13:00:00Z');
    expect(await run(jobId)).toBeUndefined();
    expect(await stateOf(jobId)).toBe('completed');
    expect(await outcomesOf(jobId)).toEqual([{ code: 'nomatch', id: 'm1' }]);
  });

  test('does not wait where that is not configured', async () => {
    const jobId = await kickOff([tova]);
    expect(await run(jobId, 0)).toBeUndefined();
    expect(await outcomesOf(jobId)).toEqual([{ code: 'nomatch', id: 'm1' }]);
  });

  test('is woken by the last decision, and has everybody who was approved', async () => {
    const jobId = await kickOff([tova, nils]);
    await run(jobId);
    await own.db.run(sql`truncate task`);
    await decide('same');
    expect(await waiting()).toEqual([{ key: jobId }]);
    expect(await run(jobId)).toBeUndefined();
    expect(await outcomesOf(jobId)).toEqual([
      { code: 'match', id: 'm1' },
      { code: 'match', id: 'm2' },
    ]);
  });

  test('is woken by a review that expires', async () => {
    const jobId = await kickOff([tova]);
    await run(jobId);
    await own.db.run(sql`truncate task`);
    const [review] = await listReviews(own.db, { state: 'open', now: clock.now() });
    expect(await expireOne(deps(), review!.id)).toEqual({ again: review!.expiresAt });
    await own.db.run(sql`update match_review set expires_at = ${clock.now()}`);
    expect(await expireOne(deps(), review!.id)).toBeUndefined();
    expect(await waiting()).toEqual([{ key: jobId }]);
    expect(await run(jobId)).toBeUndefined();
    expect(await outcomesOf(jobId)).toEqual([{ code: 'nomatch', id: 'm1' }]);
  });

  test('that was deleted meanwhile wakes no more', async () => {
    const jobId = await kickOff([tova]);
    await run(jobId);
    await own.db.tx((tx) => cancelJob(tx, { id: jobId, clientId: 'united', now: clock.now() }));
    await own.db.run(sql`truncate task`);
    await decide('same');
    expect(await waiting()).toEqual([]);
    expect(await run(jobId)).toBeUndefined();
    expect(await outcomesOf(jobId)).toEqual([]);
  });
});

test('a task that got lost is found again by the rows', async () => {
  const jobId = await kickOff([tova]);
  await run(jobId);
  await own.db.run(sql`truncate task`);
  await upkeep(deps());
  expect(await waiting()).toEqual([{ key: jobId }]);
});

test('a worker that dies at any transaction of it leaves one Group with the member', async () => {
  /** The n-th transaction from now is rolled back at its end, as when the process is killed. */
  const dyingAt = (n: number): Db => {
    let count = 0;
    return {
      ...own.db,
      tx: (work, options) =>
        own.db.tx(async (tx: Tx) => {
          const result = await work(tx);
          if (++count >= n) throw new Error('killed');
          return result;
        }, options),
    };
  };
  for (const dies of [1, 2, 3]) {
    const jobId = await kickOff([tova, nils]);
    await bulkMatchTask({ ...deps(), db: dyingAt(dies) })(jobId, attempt).catch(() => {});
    await run(jobId);
    await decide('same');
    await bulkMatchTask({ ...deps(), db: dyingAt(dies) })(jobId, attempt).catch(() => {});
    expect(await run(jobId)).toBeUndefined();
    expect(await outcomesOf(jobId)).toEqual([
      { code: 'match', id: 'm1' },
      { code: 'match', id: 'm2' },
    ]);
    await own.db.run(sql`truncate match_review, match_decision, match_group, bulk_job cascade`);
  }
});
