import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, openDb } from './db.ts';
import { type EmbeddedOptions, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { raw } from './sql.ts';

/** A migrated database and a folder for one benchmark or evaluation; `close` removes both. */
export interface Scratch {
  db: Db;
  dir: string;
  close(): Promise<void>;
}

/** On the server of `serverUrl`, with the right to create databases, or on an embedded one of its own. */
export async function openScratch(
  serverUrl: string | undefined,
  options: Pick<EmbeddedOptions, 'sharedBuffers'> = {},
): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), 'throughline-scratch-'));
  const name = `throughline_scratch_${process.pid}`;
  if (serverUrl === undefined) {
    const embedded = await startEmbedded(join(dir, 'postgres'), options);
    await embedded.createDatabase(name);
    const db = openDb(embedded.url(name));
    await migrate(db);
    return {
      db,
      dir,
      close: async () => {
        await db.close();
        await embedded.stop();
        await rm(dir, { recursive: true, force: true });
      },
    };
  }
  const server = openDb(serverUrl, { connections_max: 1 });
  await server.run(raw(`create database ${name}`));
  const db = openDb(serverUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${name}`));
  await migrate(db);
  return {
    db,
    dir,
    close: async () => {
      await db.close();
      await server.run(raw(`drop database if exists ${name} with (force)`));
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
