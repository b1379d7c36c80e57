import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock } from '../clock/clock.ts';
import { raw, sql } from '../db/sql.ts';
import { type AuditEntry, audit } from './audit.ts';
import { chainEntries } from './chain.ts';
import { readEntries } from './store.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

const at = new Date('2026-01-01T12:00:00Z');

test('entries are read newest first, by person or subject, page by page', async () => {
  await audit(own.db, {
    at,
    actor: 'client:c1',
    action: 'member-match',
    personId: 7,
    detail: { decision: 'matched' },
  });
  await audit(own.db, { at, actor: 'client:c1', action: 'export.start', subject: 'job-1' });
  await audit(own.db, { at, actor: 'system', action: 'file.get', personId: 7, subject: 'job-1' });
  const actions = async (filter: Parameters<typeof readEntries>[1]) =>
    (await readEntries(own.db, filter)).map((entry) => entry.action);
  expect(await actions({})).toEqual(['file.get', 'export.start', 'member-match']);
  expect(await actions({ personId: 7 })).toEqual(['file.get', 'member-match']);
  expect(await actions({ subject: 'job-1' })).toEqual(['file.get', 'export.start']);
  const [newest] = await readEntries(own.db, { limit: 1 });
  expect(await actions({ before: newest!.id, limit: 1 })).toEqual(['export.start']);
  expect((await readEntries(own.db, { personId: 7 }))[1]).toEqual({
    id: expect.any(Number),
    at,
    actor: 'client:c1',
    action: 'member-match',
    personId: 7,
    subject: '',
    detail: { decision: 'matched' },
  });
});

test('what is rolled back was not done', async () => {
  const before = await readEntries(own.db, {});
  await own.db
    .tx(async (tx) => {
      await audit(tx, { at, actor: 'system', action: 'never' });
      throw new Error('no');
    })
    .catch(() => {});
  expect(await readEntries(own.db, {})).toEqual(before);
});

test('no row of the log can be changed or removed, not even all at once', async () => {
  await audit(own.db, { at, actor: 'system', action: 'kept' });
  await chainEntries({ db: own.db, clock: handClock(at) });
  await audit(own.db, { at, actor: 'system', action: 'waits' });
  for (const change of [
    sql`update audit_entry set actor = 'nobody'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
    sql`update audit_link set seq = seq + 1`,
    sql`delete from audit_link where seq = 1`,
    sql`truncate audit_link`,
    sql`update audit_seal set seq = 0`,
    sql`delete from audit_seal`,
    sql`truncate audit_seal`,
    sql`update audit_unchained set entry_id = 0`,
    sql`delete from audit_unchained`, // what waits may not vanish
    sql`truncate audit_unchained`,
  ])
    await expect(own.db.run(change)).rejects.toThrow('audit entries are never changed');
});

test('with the grants of the guide, the program can write, chain and seal, and change nothing', async () => {
  const guide = readFileSync(new URL('../../docs/guide/privacy-officer.md', import.meta.url), 'utf8');
  const grants = /```sql\n([^`]+)```/.exec(guide)![1]!;
  const role = `tl_audit_${process.pid}`;
  await own.db.run(raw(`create role ${role} login`));
  try {
    await own.db.run(raw(grants.replaceAll('throughline_app', role)));
    await own.db.tx(async (tx) => {
      await tx.run(raw(`set local role ${role}`));
      await audit(tx, { at, actor: 'system', action: 'granted' });
    });
    const as = { ...own.db, tx: asRole(role) };
    expect(await chainEntries({ db: as, clock: handClock(at) })).toBeGreaterThan(0);
    for (const change of [
      sql`update audit_entry set actor = 'nobody'`,
      sql`delete from audit_link`,
      sql`alter table audit_link disable trigger all`,
      sql`set session_replication_role = 'replica'`,
    ])
      await expect(as.tx((tx) => tx.run(change))).rejects.toThrow(/permission denied|must be owner/);
  } finally {
    await own.db.run(raw(`drop owned by ${role}`));
    await own.db.run(raw(`drop role ${role}`));
  }
});

const asRole =
  (role: string): typeof own.db.tx =>
  (work, options) =>
    own.db.tx(async (tx) => {
      await tx.run(raw(`set local role ${role}`));
      return work(tx);
    }, options);

test.each<[string, Partial<AuditEntry>]>([
  ['a name', { detail: { who: 'Tova Lindqvist' } }],
  ['a free text', { subject: 'she called us' }],
  ['a code of a condition', { detail: { code: 'F11.20' } }],
  ['a code with its system', { codes: ['http://snomed.info/sct|5602001'] }],
  ['a text without end', { trace: 'x'.repeat(201) }],
  ['a line break', { actor: 'operator:Ann\nLee' }],
  ['an actor of no kind', { actor: 'somebody' }],
  ['an action that is a sentence', { action: 'did this' }],
  ['a count that is none', { counts: { Patient: -1 } }],
  ['a document', { detail: { a: { b: { c: { d: 1 } } } } }],
  ['a list without end', { detail: { ids: Array.from({ length: 41 }, (_, n) => n) } }],
  ['a hash that is none', { consentHash: Buffer.alloc(3) }],
])('an entry holds ids, counts and decisions: %s is refused, untold', async (_what, odd) => {
  const written = audit(own.db, { at, actor: 'system', action: 'odd', ...odd });
  await expect(written).rejects.toMatchObject({ category: 'fault' });
  await expect(written).rejects.not.toThrow(/Tova|F11|snomed|called/);
});
