import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyBytes } from '../db/copy-in.ts';
import type { Db } from '../db/db.ts';
import { rowsIn, rowsOut } from './ingest-store.ts';

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

export async function copyLimit(db: Db, file: string): Promise<CopyLimit> {
  const psql = (...commands: string[]) =>
    run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', db.url, ...commands.flatMap((c) => ['-c', c])]);
  const save = () => psql(`\\copy ${rowsOut.slice(5).replace('to stdout', `to '${file}'`)}`);
  if (await psql('select 1').then(() => true, () => false))
    return {
      what: 'psql COPY binary of the same rows into the same empty indexed table',
      save,
      run: () => psql(`\\copy ${rowsIn.slice(5).replace('from stdin', `from '${file}'`)}`),
    };
  throw new Error('psql is not on PATH');
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command}: ${said.slice(0, 500)}`))));
  });
}
