import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { copyOut, openFrames } from './copy-out.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

const fieldsOf = (bytes: Buffer, starts: Int32Array, ends: Int32Array) =>
  [...starts].map((start, i) => (start === -1 ? null : bytes.toString('utf8', start, ends[i])));

function message(type: string, payload: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(payload.length + 4, 1);
  return Buffer.concat([head, payload]);
}

/** What a server sends for these rows, the file header together with the first row or alone. */
function stream(rows: (string | null)[][], headerAlone: boolean): Buffer {
  const fileHeader = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  const payloads = rows.map((row) => {
    const count = Buffer.alloc(2);
    count.writeInt16BE(row.length);
    const fields = row.map((field) => {
      const bytes = Buffer.from(field ?? '');
      const length = Buffer.alloc(4);
      length.writeInt32BE(field === null ? -1 : bytes.length);
      return Buffer.concat([length, bytes]);
    });
    return Buffer.concat([count, ...fields]);
  });
  payloads.push(Buffer.from([0xff, 0xff]));
  if (headerAlone) payloads.unshift(fileHeader);
  else payloads[0] = Buffer.concat([fileHeader, payloads[0]!]);
  return Buffer.concat([
    message('H', Buffer.from([1, 0, 2, 0, 1, 0, 1])),
    ...payloads.map((payload) => message('d', payload)),
    message('c', Buffer.alloc(0)),
    message('C', Buffer.from('COPY 1\0')),
    message('Z', Buffer.from('I')),
  ]);
}

describe('rows are the same wherever the network cuts', () => {
  const row = fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 60 })), {
    minLength: 2,
    maxLength: 2,
  });
  test('property', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.boolean(),
        (rows, cuts, headerAlone) => {
          const all = stream(rows, headerAlone);
          const seen: (string | null)[][] = [];
          const frames = openFrames(2, (bytes, starts, ends) => {
            seen.push(fieldsOf(bytes, starts, ends));
            bytes[ends[1]!] = 0x0a; // the byte after a row is the caller's to overwrite
          });
          let rest: Buffer | undefined;
          for (let at = 0, i = 0; at < all.length; i++) {
            const chunk = Buffer.from(all.subarray(at, at + cuts[i % cuts.length]!));
            at += chunk.length;
            if (rest) rest = Buffer.concat([rest, chunk]);
            else rest = frames.push(chunk);
          }
          expect(seen).toEqual(rows);
          expect(frames.rows()).toBe(rows.length);
          expect(rest?.toString('latin1').slice(0, 6)).toBe('c\0\0\0\x04C');
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('what the server sends is what it has, and the connection is good for the next query', async () => {
  await own.db.tx(async (tx) => {
    const lengths: number[] = [];
    const rows = await copyOut(
      tx.client,
      "copy (select i::text, repeat('é', i * 37 % 100000), null::text from generate_series(1, 3000) i) to stdout (format binary)",
      (_bytes, starts, ends) => {
        expect(starts[2]).toBe(-1);
        lengths.push(ends[1]! - starts[1]!);
      },
      { columns: 3 },
    );
    expect(rows).toBe(3000);
    expect(lengths).toEqual(Array.from({ length: 3000 }, (_, i) => (((i + 1) * 37) % 100000) * 2));
    expect((await tx.client.query('select 7 as seven')).rows).toEqual([{ seven: 7 }]);
  });
});

test('a slow writer stops the reading', async () => {
  let waits = 0;
  let paused = false;
  await own.db.tx((tx) =>
    copyOut(
      tx.client,
      "copy (select repeat('x', 10000) from generate_series(1, 2000)) to stdout (format binary)",
      () => expect(paused).toBe(false),
      {
        columns: 1,
        pressure: () => {
          if (waits++ % 10 !== 0) return undefined;
          paused = true;
          return new Promise((resolve) =>
            setImmediate(() => {
              paused = false;
              resolve();
            }),
          );
        },
      },
    ),
  );
  expect(waits).toBeGreaterThan(10);
});

test('a statement that fails rejects, and the transaction with it', async () => {
  const run = own.db.tx((tx) =>
    copyOut(tx.client, 'copy (select 1/0) to stdout (format binary)', () => {}, { columns: 1 }),
  );
  await expect(run).rejects.toThrow('division by zero');
});

test('a failing row, a failing writer and a stop each end the COPY and its connection', async () => {
  const endless = "copy (select repeat('x', 1000) from generate_series(1, 200000)) to stdout (format binary)";
  const failing = (onRow: () => void, options: object) =>
    own.db.tx((tx) => copyOut(tx.client, endless, onRow, { columns: 1, ...options }));
  const boom = () => {
    throw new Error('boom');
  };
  await expect(failing(boom, {})).rejects.toThrow('boom');
  await expect(failing(() => {}, { pressure: () => Promise.reject(new Error('full')) })).rejects.toThrow(
    'full',
  );
  const stop = new AbortController();
  await expect(failing(() => stop.abort(), { signal: stop.signal })).rejects.toThrow('stopped');
  await expect(failing(() => {}, { signal: AbortSignal.abort() })).rejects.toThrow('stopped');
  expect((await own.db.tx((tx) => tx.client.query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
});
