import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { assert } from '../problem/problem.ts';
import { DatabaseSocket } from './socket.ts';

/**
 * One row of a binary COPY, in place: field `i` is `bytes[starts[i]..ends[i])`, NULL when `starts[i]` is -1. Valid only
 * during the call, save that the byte at the last field's end may be overwritten.
 */
export type OnRow = (bytes: Buffer, starts: Int32Array, ends: Int32Array) => void;

export interface CopyOutOptions {
  columns: number;
  /** Asked after every piece that came from the server; reading stops until the promise is settled. */
  pressure?: () => Promise<void> | undefined;
  /** Ends the COPY by ending its connection; the promise of `copyOut` rejects. */
  signal?: AbortSignal;
}

/**
 * Streams `statement`, a `COPY … TO STDOUT (FORMAT binary)`, into `onRow`, and returns the number of rows. For its time
 * it reads the connection's socket itself: node-postgres makes an object and an event of every row, which costs more
 * than all the rest. When anything throws, the connection is destroyed: it stands in the middle of a result.
 */
export function copyOut(
  client: pg.PoolClient,
  statement: string,
  onRow: OnRow,
  options: CopyOutOptions,
): Promise<number> {
  // A client that nobody listens to ends the process when its connection is destroyed: listen until it is over.
  const ignore = () => {};
  client.on('error', ignore);
  return new Promise<number>((resolve, reject) => {
    const query = new CopyOutQuery(statement, onRow, options, resolve, reject);
    client.query(query as unknown as pg.Submittable);
  }).then((rows) => {
    client.removeListener('error', ignore);
    return rows;
  });
}

/** What we use of node-postgres' connection: its socket and its way to send a query. */
interface PgConnection extends EventEmitter {
  stream: Duplex;
  query(text: string): void;
}
type DataListener = (bytes: Buffer) => void;

class CopyOutQuery {
  readonly #statement: string;
  readonly #frames: Frames;
  readonly #options: CopyOutOptions;
  readonly #resolve: (rows: number) => void;
  readonly #reject: (error: Error) => void;
  #giveBack: (() => DataListener[]) | undefined;
  #stream: Duplex | undefined;
  #failed = false;

  constructor(
    statement: string,
    onRow: OnRow,
    options: CopyOutOptions,
    resolve: (rows: number) => void,
    reject: (error: Error) => void,
  ) {
    this.#statement = statement;
    this.#frames = openFrames(options.columns, onRow);
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: PgConnection): Error | undefined {
    const stream = connection.stream;
    this.#stream = stream;
    if (this.#options.signal?.aborted) return new Error('The COPY was stopped before it began.');
    const theirs = stream.listeners('data') as DataListener[];
    for (const listener of theirs) stream.removeListener('data', listener);
    const ours = (bytes: Buffer) => this.#read(bytes);
    const stop = () => this.#fail(new Error('The COPY was stopped.'));
    this.#options.signal?.addEventListener('abort', stop, { once: true });
    this.#giveBack = () => {
      this.#giveBack = undefined;
      this.#options.signal?.removeEventListener('abort', stop);
      stream.removeListener('data', ours);
      if (stream instanceof DatabaseSocket) stream.lending = false;
      for (const listener of theirs) stream.on('data', listener);
      return theirs;
    };
    if (stream instanceof DatabaseSocket) stream.lending = true;
    stream.on('data', ours);
    connection.query(this.#statement);
    return undefined;
  }

  #read(bytes: Buffer): void {
    if (this.#failed) return;
    try {
      const rest = this.#frames.push(bytes);
      if (rest) {
        // The COPY is over, or never began: what follows is an ordinary answer.
        for (const listener of this.#giveBack?.() ?? []) listener(Buffer.from(rest));
        return;
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('The COPY could not be read.'));
      return;
    }
    const wait = this.#options.pressure?.();
    if (!wait) return;
    this.#stream?.pause();
    wait.then(
      () => this.#stream?.resume(),
      (error) => this.#fail(error instanceof Error ? error : new Error('The rows could not be written.')),
    );
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#giveBack?.();
    this.#reject(error);
    this.#stream?.destroy(error);
  }

  // What node-postgres calls when it reads the end of the answer.
  handleError(error: Error): void {
    this.#giveBack?.();
    this.#failed = true;
    this.#reject(error);
  }
  handleReadyForQuery(): void {
    if (!this.#failed) this.#resolve(this.#frames.rows());
  }
  handleCommandComplete(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

export interface Frames {
  /** Reads what came. Returns the bytes that do not belong to the COPY once it is over (they may be none). */
  push(bytes: Buffer): Buffer | undefined;
  rows(): number;
}

const header_bytes = 5; // type and length of a protocol message
const copyOutResponse = 0x48; // H
const copyData = 0x64; // d
const notice = 0x4e; // N
const parameterStatus = 0x53; // S
const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Signature, flags, and the length of an empty header extension. */
const fileHeader_bytes = signature.length + 8;
const newline = 0x0a;

/**
 * The parser by itself: protocol messages in, rows out, at any chunk borders. The server sends one row in each CopyData
 * message (PostgreSQL protocol 55.2.6); the first may carry the file header before its row.
 */
export function openFrames(columns: number, onRow: OnRow): Frames {
  const starts = new Int32Array(columns);
  const ends = new Int32Array(columns);
  let rows = 0;
  let headerSeen = false;
  // A message that does not lie in one chunk is put together here.
  let carry: Buffer = Buffer.alloc(0);
  let carried = 0;

  /** One whole CopyData payload, `bytes[from..to)`. */
  function payload(bytes: Buffer, from: number, to: number): void {
    let at = from;
    if (!headerSeen) {
      assert(bytes.compare(signature, 0, signature.length, at, at + signature.length) === 0, 'binary COPY');
      at += fileHeader_bytes;
      headerSeen = true;
      if (at === to) return;
    }
    const count = bytes.readInt16BE(at);
    if (count === -1) return; // the trailer
    assert(count === columns, `${columns} columns, not ${count}`);
    at += 2;
    for (let i = 0; i < columns; i++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      starts[i] = length === -1 ? -1 : at;
      if (length > 0) at += length;
      ends[i] = at;
    }
    assert(at === to, 'a row ends where its message ends');
    rows++;
    onRow(bytes, starts, ends);
  }

  /** One whole message; false when it does not belong to the COPY. */
  function message(bytes: Buffer, from: number, to: number): boolean {
    switch (bytes[from]) {
      case copyData:
        payload(bytes, from + header_bytes, to);
        return true;
      case copyOutResponse:
      case notice:
      case parameterStatus:
        return true;
      default:
        return false;
    }
  }

  function keep(bytes: Buffer, from: number, needed: number): void {
    const length = bytes.length - from;
    // One byte more than the message, so that a row's end may be overwritten.
    if (carry.length < needed + 1) carry = Buffer.allocUnsafe(Math.max(needed + 1, 4096));
    bytes.copy(carry, 0, from);
    carried = length;
  }

  return {
    rows: () => rows,
    push: (bytes) => {
      let at = 0;
      if (carried > 0) {
        while (carried < header_bytes && at < bytes.length) carry[carried++] = bytes[at++]!;
        if (carried < header_bytes) return undefined;
        const needed = 1 + carry.readInt32BE(1);
        if (carry.length < needed + 1) {
          const larger = Buffer.allocUnsafe(needed + 1);
          carry.copy(larger, 0, 0, carried);
          carry = larger;
        }
        const taken = Math.min(needed - carried, bytes.length - at);
        bytes.copy(carry, carried, at, at + taken);
        carried += taken;
        at += taken;
        if (carried < needed) return undefined;
        carried = 0;
        if (!message(carry, 0, needed)) return Buffer.concat([carry.subarray(0, needed), bytes.subarray(at)]);
        if (carry.length > 1 << 20) carry = Buffer.alloc(0); // one huge row must not hold its memory for ever
      }
      const end = bytes.length;
      while (at < end) {
        if (end - at < header_bytes) {
          keep(bytes, at, header_bytes);
          return undefined;
        }
        const to = at + 1 + bytes.readInt32BE(at + 1);
        if (to > end) {
          keep(bytes, at, to - at);
          return undefined;
        }
        // `onRow` may put a newline over the byte after its row: the type of the next message.
        const next = to < end ? bytes[to]! : newline;
        if (!message(bytes, at, to)) return bytes.subarray(at);
        if (to < end) bytes[to] = next;
        at = to;
      }
      return undefined;
    },
  };
}
