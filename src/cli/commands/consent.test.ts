/** What a privacy officer does with consents at the command line, each act in the audit under the officer's name. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import * as people from '../../../test/env/members.ts';
import { systemClock } from '../../clock/clock.ts';
import { permitsFor } from '../../consent/permits-for.ts';
import { insertConsent } from '../../consent/store.ts';
import { releaseTerms_default } from '../../consent/terms.ts';
import { sql } from '../../db/sql.ts';
import { run as runProgram } from '../program.ts';

let own: TestDatabase;
const dir = mkdtempSync(join(tmpdir(), 'tl-consent-'));
const before = { ...process.env };
const tova = { id: 'm1', family: 'Lindqvist', given: ['Tova'], birthDate: '1980-02-29', memberId: 'OLD-1' };
const consentId = '11111111-1111-4111-8111-111111111111';

beforeAll(async () => {
  own = await testDatabase();
  Object.assign(process.env, {
    DATABASE_URL: own.url,
    DATA_DIR: dir,
    PAYER_NAME: 'Old Plan',
    PAYER_NPI: people.ourNpi,
    LOG_LEVEL: 'silent',
    BASE_URL: '',
  });
});
afterAll(async () => {
  process.env = before;
  await own.drop();
  rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  await people.forgetPeople(own.db);
  await people.putPeople(own.db, [tova]);
  await insertConsent(own.db, {
    id: consentId,
    personId: 1,
    clientId: 'united',
    recipientNpi: people.theirNpi,
    sourceNpi: people.ourNpi,
    policy: 'sensitive',
    periodStart: '2020-01-01',
    periodEnd: '2999-12-31',
    receivedAt: systemClock.now(),
    resource: '{}',
    hash: Buffer.alloc(32, 1),
    documentId: 'k1',
  });
});

async function run(...args: string[]): Promise<{ status: number; text: string }> {
  let text = '';
  const write = (piece: string) => (text += piece);
  const io = { stdout: { write }, stderr: { write }, interrupted: new AbortController().signal };
  return { status: await runProgram(args, io), text };
}
async function json(...args: string[]) {
  const { status, text } = await run(...args, '--json');
  expect(text).not.toMatch(/lindqvist|tova|1980/i);
  return {
    status,
    ...(JSON.parse(text) as { id: string; error?: { message: string } } & Record<string, unknown>),
  };
}
const ask = async (segmentation: 'labelled' | 'unlabelled' = 'labelled') => {
  const terms = { ...releaseTerms_default, segmentation };
  const { permits, refused } = await permitsFor(
    own.db,
    'united',
    people.theirNpi,
    [1],
    systemClock.now(),
    terms,
  );
  return permits[0] ?? refused.get(1);
};
const lastAct = async () =>
  (
    await own.db.one<{ a: string }>(
      sql`select actor || ' ' || action as a from audit_entry order by id desc limit 1`,
    )
  ).a;

test('a hold stops everything of a member until it is lifted', async () => {
  const { id } = await json('consent', 'hold', 'p-m1', '--reason', 'ipv', '--by', 'Ann Lee');
  expect(await ask()).toBe('person-hold');
  expect(await lastAct()).toBe('operator:Ann Lee hold.set');
  await json('consent', 'lift', id);
  expect(await ask()).toMatchObject({ policy: 'sensitive' });
  expect(await json('consent', 'lift', id)).toMatchObject({ status: 1 });
  expect(await run('consent', 'hold', 'p-m1', '--reason', 'because')).toMatchObject({ status: 2 });
  expect(await run('consent', 'hold', 'nobody', '--reason', 'ipv')).toMatchObject({ status: 1 });
});

test('a grant lets only some records go, silently, and ends', async () => {
  const { id } = await json(
    'consent',
    'grant',
    'give',
    'p-m1',
    '--categories',
    'claims,pharmacy',
    '--labels',
    'none',
    '--service',
    '2024-01-01..',
  );
  expect(await ask()).toMatchObject({
    release: { categories: new Set(['claims', 'pharmacy']), window: { from: '2024-01-01', to: null } },
  });
  expect(await ask('unlabelled')).toBe('cannot-segment');
  expect((await run('consent', 'grant', 'list', 'p-m1')).text).toContain('claims,pharmacy');
  await json('consent', 'grant', 'end', id);
  expect(await ask()).toMatchObject({ release: { window: { from: null } } });
});

test.each<[string, string[]]>([
  ['nothing', []],
  ['an unknown category', ['--categories', 'everything']],
  ['an unknown class', ['--labels', 'FOO']],
  ['dates that end before they start', ['--service', '2025-01-01..2024-01-01']],
  ['a payer that is none', ['--categories', 'claims', '--partner', '12']],
])('a grant of %s is refused', async (_what, args) => {
  expect((await json('consent', 'grant', 'give', 'p-m1', ...args)).status).not.toBe(0);
  expect(await ask()).toMatchObject({ policy: 'sensitive' });
});

describe('labels', () => {
  const give = (effect: string, ...more: string[]) =>
    json(
      'labels',
      'override',
      effect,
      'p-m1',
      '--scope',
      'code',
      '--value',
      'http://loinc.org|1234-5',
      ...more,
    );

  test('are added by the member alone, and taken off by two officers', async () => {
    await give('add', '--reason', 'member-wish', '--as-member');
    expect(await lastAct()).toBe('member:1 override.add');
    const { id } = await give('remove', '--labels', 'SEX', '--reason', 'wrong-label', '--by', 'ann');
    expect((await run('labels', 'override', 'list', 'p-m1')).text).toMatch(/remove.*waits/);
    expect(await json('labels', 'override', 'second', id, '--by', 'ann')).toMatchObject({
      status: 1,
      error: { message: expect.stringContaining('another one') },
    });
    expect(await json('labels', 'override', 'second', id, '--by', 'bob')).toMatchObject({ status: 0 });
    expect((await run('labels', 'override', 'list', 'p-m1')).text).toMatch(/remove.*operator:bob/);
  });

  test.each<[string, string[]]>([
    ['by the member', ['remove', '--labels', 'SEX', '--reason', 'member-wish', '--as-member']],
    ['of Part 2, by anybody', ['remove', '--labels', 'PART2', '--reason', 'wrong-label']],
    ['of nothing', ['remove', '--reason', 'wrong-label']],
  ])('are not taken off %s', async (_who, [effect, ...more]) => {
    expect(await give(effect!, ...more)).toMatchObject({ status: 1 });
    expect(await json('labels', 'override', 'list', 'p-m1')).not.toHaveProperty('0');
  });

  test('that a member keeps back as a category are in no permit', async () => {
    await json(
      'labels',
      'override',
      'add',
      'p-m1',
      '--scope',
      'category',
      '--value',
      'clinical',
      '--reason',
      'member-wish',
    );
    expect(await ask()).toMatchObject({
      release: { categories: new Set(['claims', 'pharmacy', 'prior-auth']) },
    });
  });
});

test('authority is recorded, listed and ended; a death ends consents', async () => {
  const { id } = await json(
    'consent',
    'authority',
    'add',
    'p-m1',
    '--kind',
    'guardian',
    '--valid',
    '2026-01-01..2026-12-31',
    '--document',
    'file/7',
  );
  expect((await run('consent', 'authority', 'list', 'p-m1')).text).toMatch(
    /guardian\s+all\s+2026-01-01\s+2026-12-31\s+file\/7/,
  );
  await json('consent', 'authority', 'end', id);
  expect(await json('consent', 'authority', 'end', id)).toMatchObject({ status: 1 });
  await json('consent', 'death', 'p-m1', '--on', '2026-02-01');
  expect(await ask()).toBe('consent-expired');
});

test('a consent shows its events; what was an error opens incidents, and is one for good', async () => {
  expect(await json('consent', 'show', consentId)).toMatchObject({
    documentId: 'k1',
    version: 1,
    events: [{ state: 'active' }],
  });
  expect(await json('consent', 'in-error', consentId, '--reason', 'another person')).toMatchObject({
    incidents: [],
  });
  expect((await run('consent', 'list')).text).toContain('in-error');
  expect((await run('consent', 'incidents')).text).toBe('No incidents.\n');
  expect(await json('consent', 'accept', consentId, '--reason', 'x')).toMatchObject({ status: 1 });
  expect(await ask()).toBe('consent-in-error');
});
