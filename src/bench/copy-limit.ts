import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import type pg from 'pg';
import { copyBytes, copySignature } from '../db/copy-in.ts';
import { copyOut } from '../db/copy-out.ts';
import type { Db } from '../db/db.ts';
import { columnCount, rowsIn, rowsOut } from './ingest-store.ts';

/**
 * The raw limit of ingest: the same rows, ready made in PostgreSQL's own format, into the same empty indexed table, with
 * nothing else done. By psql, or by a bare socket of Node where there is no psql.
 */
export interface CopyLimit {
  what: string;
  /** Keeps the rows that the table holds now. */
  save(): Promise<void>;
  /** Puts them into the table, which is empty. */
  run(): Promise<void>;
}

export async function copyLimit(db: Db, file: string, psqlAllowed = true): Promise<CopyLimit> {
  const psql = (...commands: string[]) =>
    run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', db.url, ...commands.flatMap((c) => ['-c', c])]);
  const save = () => psql(`\\copy ${rowsOut.slice(5).replace('to stdout', `to '${file}'`)}`);
  if (
    psqlAllowed &&
    (await psql('select 1').then(
      () => true,
      () => false,
    ))
  )
    return {
      what: 'psql COPY binary of the same rows into the same empty indexed table',
      save,
      run: () => psql(`\\copy ${rowsIn.slice(5).replace('from stdin', `from '${file}'`)}`),
    };
  return {
    what: 'binary COPY of the same rows over a bare socket (no psql here) into the same empty indexed table',
    save: () => db.session((client) => saveRows(client, file)),
    run: async () => {
      await db.session((client) =>
        copyBytes(client, rowsIn, createReadStream(file, { highWaterMark: 1 << 18 })),
      );
    },
  };
}

/** What `\\copy … to` would write. */
async function saveRows(client: pg.PoolClient, file: string): Promise<void> {
  const out = createWriteStream(file);
  const drained = () => (out.writableNeedDrain ? once(out, 'drain').then(() => {}) : undefined);
  out.write(copySignature);
  await copyOut(
    client,
    rowsOut,
    (bytes, starts, ends) => {
      const parts: Buffer[] = [int16(starts.length)];
      for (let i = 0; i < starts.length; i++) {
        const absent = starts[i] === -1;
        parts.push(int32(absent ? -1 : ends[i]! - starts[i]!));
        if (!absent) parts.push(bytes.subarray(starts[i], ends[i]));
      }
      out.write(Buffer.concat(parts));
    },
    { columns: columnCount, pressure: drained },
  );
  out.end(int16(-1));
  await once(out, 'finish');
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command}: ${said.slice(0, 500)}`)),
    );
  });
}
