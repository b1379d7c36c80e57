// A member who took the consent back while a file was on its way: not a byte of hers is kept, her lines are counted with the reason, and
// the other member's records come in.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { type TestTransfer, testTransfer } from '../../test/env/transfer.ts';
import { sql } from '../db/sql.ts';
import { ledgerOf } from './store.ts';

let own: TestDatabase;
let transfer: TestTransfer;
beforeAll(async () => {
  own = await testDatabase();
  transfer = await testTransfer(own.db, { john: 1, mary: 2 });
});
afterAll(() => own?.drop());

const lines = ['john', 'mary', 'mary'].map((who, n) => ({
  resourceType: 'Observation',
  id: `o-${n}`,
  status: 'final',
  code: { text: 'secret' },
  subject: { reference: `Patient/${who}` },
}));
const mary = new Map([['mary', 2]]);

test('her lines are counted and not kept, in quarantine neither', async () => {
  const counts = await transfer.ingest('Observation', lines, { ended: async () => mary });
  expect(counts).toEqual({ received: 3, stored: 1, duplicate: 0, quarantined: 2 });
  const kept = await own.db.query(sql`select person_id as person from resource`);
  expect(kept).toEqual([{ person: 1 }]);
  const aside = await own.db.query(
    sql`select line, reason, length(raw) as bytes, ref from quarantine order by line`,
  );
  expect(aside).toEqual([
    { line: 2, reason: 'consent-ended', bytes: 0, ref: null },
    { line: 3, reason: 'consent-ended', bytes: 0, ref: null },
  ]);
  expect(await ledgerOf(own.db, transfer.transferId)).toMatchObject([
    { personId: 1, stored: 1 },
    { personId: 2, stored: 0, quarantined: 2 },
  ]);
});

test('taken back between the first line and the last: the whole file is undone, then taken in without her', async () => {
  const before = await own.db.query(sql`select ref from resource`);
  let asked = 0;
  const inBetween = async () => (asked++ === 0 ? new Map<string, number>() : mary);
  const file = lines.map((line, n) => ({ ...line, id: `p-${n}` }));
  await expect(transfer.ingest('Observation', file, { seq: 7, ended: inBetween })).rejects.toThrow(/consent/);
  expect(await own.db.query(sql`select ref from resource`)).toEqual(before);
  const counts = await transfer.ingest('Observation', file, { seq: 7, ended: inBetween });
  expect(counts).toMatchObject({ stored: 1, quarantined: 2 });
});
