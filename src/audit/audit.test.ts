import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { sql } from '../db/sql.ts';
import { audit } from './audit.ts';
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

test('no entry can be changed or removed, not even all at once', async () => {
  await audit(own.db, { at, actor: 'system', action: 'kept' });
  for (const change of [
    sql`update audit_entry set actor = 'nobody'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
  ])
    await expect(own.db.run(change)).rejects.toThrow('audit entries are never changed');
});
