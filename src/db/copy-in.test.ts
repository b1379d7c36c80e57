// What goes in by binary COPY is what the table holds, at any size and for every type that we use; a COPY that nobody
// ends gives way to the rollback of its transaction.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../test/env/database.ts';
import { copyIn } from './copy-in.ts';
import { raw, sql } from './sql.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await emptyDatabase();
  await own.db.run(
    raw(
      `create table t (i int4, b bigint, f boolean, s text, y bytea, d date, z timestamptz, a text[] collate "C")`,
    ),
  );
});
afterAll(() => own.drop());

const insert = 'copy t (i, b, f, s, y, d, z, a) from stdin (format binary)';

test('every type arrives as it was, edges included', async () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const rows = fc.array(
    fc.record({
      i: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      b: fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
      f: fc.boolean(),
      s: fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
      y: fc.uint8Array({ maxLength: 100 }).map((y) => Buffer.from(y)),
      d: fc.oneof(
        day.map((d) => d.toISOString().slice(0, 10)),
        fc.constantFrom('infinity', '-infinity'),
      ),
      z: day,
      a: fc.array(fc.string().map((s) => s.replaceAll('\0', ''))),
    }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (written) => {
      await own.db.run(raw('truncate t'));
      const count = await own.db.tx(async (tx) => {
        const writer = copyIn(tx.client, insert, tx.over);
        for (const r of written) await writer.row([r.i, r.b, r.f, r.s, r.y, { date: r.d }, r.z, r.a]);
        return writer.end();
      });
      expect(count).toBe(written.length);
      const read = await own.db.query(sql`select i, b, f, s, y, d::text as d, z, a from t`);
      const expected = written.map((r) => ({ ...r, b: Number(r.b) }));
      const key = (r: object) => JSON.stringify(r);
      expect(read.map(key).sort()).toEqual(expected.map(key).sort());
    }),
    { numRuns: 60 },
  );
});

test('rows larger than a message, and many of them, arrive whole and in order', async () => {
  await own.db.run(raw('truncate t'));
  await own.db.tx(async (tx) => {
    const writer = copyIn(tx.client, insert, tx.over);
    for (let i = 0; i < 300; i++) {
      const text = Buffer.alloc(1 + ((i * 7919) % 600_000), 'aé');
      const wait = writer.row([
        i,
        1n,
        true,
        i % 50 === 0 ? 'x'.repeat(700_000) : 'x',
        text,
        null,
        null,
        ['p', 'q'],
      ]);
      if (wait) await wait;
    }
    expect(await writer.end()).toBe(300);
  });
  const { n, bytes } = await own.db.one<{ n: number; bytes: number }>(
    sql`select count(*) as n, sum(length(y)) as bytes from t where a = '{p,q}'`,
  );
  const expected = Array.from({ length: 300 }, (_, i) => 1 + ((i * 7919) % 600_000));
  expect(n).toBe(300);
  expect(bytes).toBe(expected.reduce((a, b) => a + b));
});

test('no rows is a COPY too', async () => {
  expect(await own.db.tx((tx) => copyIn(tx.client, insert, tx.over).end())).toBe(0);
});

test('the server’s refusal reaches the writer, and the connection lives on', async () => {
  await expect(
    own.db.tx((tx) => copyIn(tx.client, 'copy missing from stdin (format binary)', tx.over).end()),
  ).rejects.toThrow('does not exist');
  const invalid = own.db.tx(async (tx) => {
    const writer = copyIn(tx.client, insert, tx.over);
    for (let i = 0; i < 100_000; i++)
      await writer.row([i, 1n, true, Buffer.from([0xff]), null, null, null, null]);
    await writer.end();
  });
  await expect(invalid).rejects.toThrow('invalid byte sequence');
  expect(await own.db.one(sql`select 1 as alive`)).toEqual({ alive: 1 });
});

test('a COPY that is left open does not hold up the rollback, and keeps nothing', async () => {
  await own.db.run(raw('truncate t'));
  const abandoned = own.db.tx(async (tx) => {
    const writer = copyIn(tx.client, insert, tx.over);
    await writer.row([1, 1n, true, 'x', null, null, null, null]);
    throw new Error('the caller failed');
  });
  await expect(abandoned).rejects.toThrow('the caller failed');
  const forgotten = own.db.tx(async (tx) => {
    await copyIn(tx.client, insert, tx.over).row([1, 1n, true, 'x', null, null, null, null]);
  });
  await expect(forgotten).rejects.toThrow('nothing of it was kept');
  expect(await own.db.one(sql`select count(*) as n from t`)).toEqual({ n: 0 });
});
