/** The review desk at the command line: what a reviewer reads and does, and that nobody's data is in it unless asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import * as people from '../../../test/env/members.ts';
import { scopeOf } from '../../authz/scopes.ts';
import { systemClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import { sql } from '../../db/sql.ts';
import { answerMemberMatch } from '../../exchange/answer/member-match.ts';
import { openMatcher } from '../../member-match/match.ts';
import { matchPolicy_default } from '../../member-match/policy.ts';
import { noLog } from '../../telemetry/log.ts';
import { failureOf } from '../failure.ts';
import { matchExplainCommand } from './match-explain.ts';
import { reviewCommand } from './review.ts';

let own: TestDatabase;
const dir = mkdtempSync(join(tmpdir(), 'tl-review-'));
const before = { ...process.env };
const tova: people.Person = {
  id: 'm1',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm',
  memberId: 'OLD-5510177',
};

beforeAll(async () => {
  own = await testDatabase();
  await people.putPeople(own.db, [tova]);
  Object.assign(process.env, {
    DATABASE_URL: own.url,
    DATA_DIR: dir,
    PAYER_NAME: 'Old Plan',
    PAYER_NPI: people.ourNpi,
    LOG_LEVEL: 'silent',
    // The test runner has one of its own.
    BASE_URL: '',
  });
});
afterAll(async () => {
  process.env = before;
  await own.drop();
  rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  await own.db.run(
    sql`truncate match_review, match_decision, match_attempt, match_refusals, match_alarm cascade`,
  );
});

/** A card of Tova's with another birth date on the paper. */
const ask = (change: Partial<people.Person> = {}) =>
  answerMemberMatch(
    {
      db: own.db,
      clock: systemClock,
      random: systemRandom,
      log: noLog,
      matcher: openMatcher(),
      policy: matchPolicy_default,
      secret: Buffer.alloc(32, 3),
      payer: { name: 'Old Plan', npi: people.ourNpi },
    },
    { clientId: 'united', npi: people.theirNpi, name: 'New Plan', scope: scopeOf([]) },
    JSON.stringify(people.memberMatchBody({ person: { ...tova, birthDate: '1999-11-17', ...change } })),
  ).catch((error: unknown) => failureOf(error).error.message);

async function run(...args: string[]) {
  let stdout = '';
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => {} },
    interrupted: new AbortController().signal,
  };
  const program = new Command().exitOverride();
  for (const make of [reviewCommand, matchExplainCommand]) program.addCommand(make(io, () => {}));
  try {
    await program.parseAsync(args, { from: 'user' });
    return { stdout };
  } catch (error) {
    return { stdout, failed: failureOf(error) };
  }
}
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
const open = async (): Promise<string> => (await json('review', 'list'))[0].id;

describe('the queue', () => {
  it('is empty, then lists what waits, without a name', async () => {
    expect((await run('review', 'list')).stdout).toBe('No reviews.\n');
    await ask();
    await ask();
    expect(await json('review', 'list')).toMatchObject([
      { clientId: 'united', state: 'open', waitsFor: 'first', hazards: ['birth-date-conflict'], asks: 2 },
    ]);
    expect((await run('review', 'list')).stdout).not.toMatch(/lindqvist|tova|1980|1999/i);
  });

  it('knows no other states', async () => {
    expect((await run('review', 'list', '--state', 'lost')).failed).toMatchObject({ exitCode: 2 });
  });
});

describe('one review', () => {
  it('shows hazards first, then each field masked, and who looks is audited', async () => {
    await ask();
    const id = await open();
    const { stdout } = await run('review', 'show', id, '--as', 'Ann Lee');
    expect(stdout.indexOf('Hazards:')).toBeLessThan(stdout.indexOf('field'));
    expect(stdout).toContain('The birth dates differ');
    expect(stdout).toContain('An approval takes two persons.');
    expect(stdout).toMatch(/given +exact .*•••• +••••/);
    expect(stdout).not.toMatch(/lindqvist|tova|1980|5510177/i);
    const audited = await own.db.query(
      sql`select actor, action, person_id from audit_entry where subject = ${id}`,
    );
    expect(audited).toEqual([{ actor: 'operator:Ann Lee', action: 'match.review.show', person_id: 1 }]);
    expect(await json('review', 'list')).toMatchObject([{ claimedBy: 'Ann Lee' }]);
  });

  it('reveals on request, audited as such', async () => {
    await ask();
    const id = await open();
    expect((await run('review', 'show', id, '--as', 'Ann', '--reveal')).stdout).toMatch(
      /1999-11-17 +1980-02-29/,
    );
    const [entry] = await own.db.query(sql`select action from audit_entry where subject = ${id}`);
    expect(entry).toEqual({ action: 'match.review.reveal' });
  });

  it('is not found under another id, nor without a name', async () => {
    expect((await run('review', 'show', 'x', '--as', 'Ann')).failed).toMatchObject({
      exitCode: 1,
      error: { code: 'not-found' },
    });
    await ask();
    expect((await run('review', 'show', await open(), '--as', ' ')).failed).toMatchObject({ exitCode: 1 });
  });
});

describe('a decision', () => {
  it('takes two persons here, and then the partner that asks again is answered', async () => {
    await ask();
    const id = await open();
    const approve = ['review', 'decide', id, '--approve', '1', '--note', 'typing error'];
    expect(await json(...approve, '--as', 'Ann')).toMatchObject({
      ok: true,
      state: 'open',
      waitsFor: 'second',
    });
    expect((await run(...approve, '--as', 'ANN')).failed).toMatchObject({
      exitCode: 1,
      error: { message: expect.stringContaining('another person') },
    });
    // The second one does not learn what the first one said.
    expect(JSON.stringify(await json('review', 'show', id, '--as', 'Bob'))).not.toContain('typing error');
    expect((await run(...approve, '--as', 'Cem')).failed).toMatchObject({
      error: { message: expect.stringContaining('Somebody else') },
    });
    expect(await json(...approve, '--as', 'Bob')).toMatchObject({ ok: true, state: 'approved', personId: 1 });
    const closed = await json('review', 'show', id, '--as', 'Bob');
    expect(closed).toMatchObject({
      state: 'approved',
      approvedPersonId: 1,
      votes: [{ reviewer: 'Ann' }, { reviewer: 'Bob' }],
    });
    expect(await ask()).toMatchObject({ patientId: 'p-m1' });
  });

  it.each([
    ['nothing', []],
    ['two things', ['--approve', '1', '--reject']],
    ['no number', ['--approve', 'Tova']],
  ])('that says %s is wrong usage', async (_what, args) => {
    expect((await run('review', 'decide', 'x', '--as', 'Ann', ...args)).failed).toMatchObject({
      exitCode: 2,
    });
  });

  it('about evidence of before is refused', async () => {
    await ask();
    const id = await open();
    const { failed } = await run('review', 'decide', id, '--as', 'Ann', '--reject', '--revision', '7');
    expect(failed).toMatchObject({
      exitCode: 1,
      error: { message: expect.stringContaining('changed since') },
    });
    expect(await json('review', 'decide', id, '--as', 'Ann', '--reject', '--revision', '1')).toMatchObject({
      state: 'rejected',
    });
  });
});

it('explains a decision without the member’s data, and knows no others', async () => {
  await ask();
  const { id } = await own.db.one<{ id: string }>(sql`select id from match_decision`);
  const { stdout } = await run('explain', id);
  expect(stdout).toContain(`Decision ${id}: review`);
  expect(stdout).toContain('birth-date-conflict: The birth dates differ');
  expect(stdout).not.toMatch(/lindqvist|tova|1980|1999|5510177/i);
  expect(await json('explain', id)).toMatchObject({
    id,
    verdict: 'review',
    leadingPersonId: 1,
    candidates: [{ personId: 1 }],
  });
  for (const other of ['x', '11111111-1111-4111-8111-111111111111']) {
    expect((await run('explain', other)).failed).toMatchObject({ exitCode: 1, error: { code: 'not-found' } });
  }
});

it('lists alarms and lifts them', async () => {
  expect((await run('review', 'alarms')).stdout).toBe('No alarms.\n');
  for (let i = 0; i < 12; i++)
    await ask({ given: ['Bo'], family: 'Orr', memberId: `X-${9_999_991 * (i + 2)}` });
  const [alarm] = await json('review', 'alarms');
  expect(alarm).toMatchObject({ clientId: 'united', kind: 'card-guessing', throttled: 2 });
  expect(await json('review', 'lift', alarm.id, '--as', 'Ann')).toEqual({ ok: true, id: alarm.id });
  expect(await json('review', 'alarms')).toEqual([]);
  expect(await json('review', 'alarms', '--all')).toMatchObject([{ liftedBy: 'Ann' }]);
  expect((await run('review', 'lift', alarm.id, '--as', 'Ann')).failed).toMatchObject({ exitCode: 1 });
});
