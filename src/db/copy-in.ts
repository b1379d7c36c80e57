import type pg from 'pg';
import { openCopyWire } from './copy-wire.ts';

/** One value of a row. A number is an int4, a bigint an int8, a Date a timestamptz, a Buffer a bytea or UTF-8 text. */
export type CopyField =
  | null
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | { date: string }
  | readonly string[];

export interface CopyWriter {
  /** Appends one row. A promise is returned only while the server is behind: await it before the next row. */
  row(fields: readonly CopyField[]): void | Promise<void>;
  /** Sends what is left and ends the COPY. @returns the number of rows that the server took */
  end(): Promise<number>;
}

/** Size of one message to the server, and of one buffer. */
const messageBytes = 256 * 1024;

/** No encoded scalar is longer than this (a text[] of any length is written piece by piece). */
const scalarBytes_max = 16;

/** Begins every binary COPY: the signature, no flags, no extension. */
export const copySignature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

const epoch_ms = Date.UTC(2000, 0, 1);
const day_ms = 86_400_000;
const textOid = 25;

/**
 * Runs `copy … from stdin (format binary)` on a client of its own and writes its rows. Rows go into large buffers, a
 * buffer is one CopyData message, buffers are used again: no promise, no object per row.
 *
 * @param over ends the COPY with a failure when aborted (`Tx.over`). Without it a rollback would wait for a COPY that
 *   nobody will end.
 */
export function copyIn(client: pg.PoolClient, statement: string, over?: AbortSignal): CopyWriter {
  const wire = openCopyWire(client, statement, over);
  const free: Buffer[] = [];
  let buffer: Buffer = Buffer.allocUnsafeSlow(messageBytes);
  let at = 5;

  function flush(): void {
    if (at === 5) return;
    const full = buffer;
    full[0] = 0x64; // CopyData
    full.writeInt32BE(at - 1, 1);
    wire.send(full.subarray(0, at), () => free.push(full));
    buffer = free.pop() ?? Buffer.allocUnsafeSlow(messageBytes);
    at = 5;
  }
  function room(bytes: number): void {
    if (at + bytes > messageBytes) flush();
  }
  function int32(value: number): void {
    buffer[at++] = value >>> 24;
    buffer[at++] = value >>> 16;
    buffer[at++] = value >>> 8;
    buffer[at++] = value;
  }
  function bytes(value: Buffer): void {
    let from = 0;
    while (from < value.length) {
      room(1);
      const count = Math.min(value.length - from, messageBytes - at);
      value.copy(buffer, at, from, from + count);
      at += count;
      from += count;
    }
  }
  function text(value: string): void {
    if (value.length * 3 + 4 > messageBytes - 5) {
      const encoded = Buffer.from(value);
      room(4);
      int32(encoded.length);
      bytes(encoded);
      return;
    }
    room(value.length * 3 + 4);
    const length = writeText(buffer, value, at + 4);
    int32(length);
    at += length;
  }
  function texts(values: readonly string[]): void {
    let total = 12 + (values.length > 0 ? 8 : 0);
    for (const value of values) total += 4 + Buffer.byteLength(value);
    room(24);
    int32(total);
    int32(values.length > 0 ? 1 : 0);
    int32(0); // no nulls
    int32(textOid);
    if (values.length === 0) return;
    int32(values.length);
    int32(1); // lower bound
    for (const value of values) text(value);
  }
  function int64(high: number, low: number): void {
    int32(8);
    int32(high);
    int32(low);
  }
  function integer64(value: number): void {
    int64(Math.floor(value / 2 ** 32), value % 2 ** 32);
  }
  function bigint64(value: bigint): void {
    if (Number.isSafeInteger(Number(value)))
      integer64(Number(value)); // far faster than BigInt arithmetic
    else int64(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  }
  function scalar(value: string | number | bigint | boolean | Date | { date: string }): void {
    room(scalarBytes_max);
    if (typeof value === 'number') {
      int32(4);
      int32(value);
    } else if (typeof value === 'bigint') {
      bigint64(value);
    } else if (typeof value === 'boolean') {
      int32(1);
      buffer[at++] = value ? 1 : 0;
    } else if (value instanceof Date) {
      const microseconds = (value.getTime() - epoch_ms) * 1000;
      if (Number.isSafeInteger(microseconds))
        int64(Math.floor(microseconds / 2 ** 32), microseconds % 2 ** 32);
      else bigint64(BigInt(value.getTime() - epoch_ms) * 1000n);
    } else {
      int32(4);
      int32(daysSince2000((value as { date: string }).date));
    }
  }

  bytes(copySignature);
  return {
    row(fields) {
      room(2);
      buffer[at++] = fields.length >>> 8;
      buffer[at++] = fields.length;
      for (const value of fields) {
        if (value === null) {
          room(4);
          int32(-1);
        } else if (typeof value === 'string') text(value);
        else if (Buffer.isBuffer(value)) {
          room(4);
          int32(value.length);
          bytes(value);
        } else if (Array.isArray(value)) texts(value as readonly string[]);
        else scalar(value as number | bigint | boolean | Date | { date: string });
      }
      return wire.behind();
    },
    end() {
      room(2);
      buffer[at++] = 0xff;
      buffer[at++] = 0xff;
      flush();
      return wire.end();
    },
  };
}

/** Text up to this length is written char by char: a call into the engine costs more. */
const shortText = 80;

function writeText(buffer: Buffer, value: string, at: number): number {
  const length = value.length;
  if (length > shortText) return buffer.write(value, at, 'utf8');
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > 0x7f) return buffer.write(value, at, 'utf8');
    buffer[at + i] = code;
  }
  return length;
}

/** Ends a COPY that takes bytes as they are: what `copy … to` gave. @returns the number of rows that the server took */
export async function copyBytes(
  client: pg.PoolClient,
  statement: string,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  const wire = openCopyWire(client, statement, undefined);
  for await (const chunk of source) {
    const header = Buffer.allocUnsafe(5);
    header[0] = 0x64;
    header.writeInt32BE(chunk.length + 4, 1);
    wire.send(Buffer.concat([header, chunk]), () => {});
    const wait = wire.behind();
    if (wait) await wait;
  }
  return wire.end();
}

/** `'YYYY-MM-DD'`, `'infinity'` or `'-infinity'` as the server's date. */
function daysSince2000(date: string): number {
  if (date === 'infinity') return 0x7fffffff;
  if (date === '-infinity') return -0x80000000;
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant)) throw new Error('not a date: COPY takes YYYY-MM-DD');
  return Math.round((instant - epoch_ms) / day_ms);
}
