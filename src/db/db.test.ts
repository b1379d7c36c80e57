// A connection that the server cuts is the trouble of whoever used it, not of the process.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { sql } from './sql.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

test('a transaction whose connection is cut fails, and the next one works', async () => {
  const cut = own.db.tx(async (tx) => {
    const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await own.db.run(sql`select pg_terminate_backend(${pid})`);
    return tx.query(sql`select pg_sleep(30)`);
  });
  await expect(cut).rejects.toThrow();
  expect(await own.db.tx((tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 });
});
