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
  const { url, end } = await (serverUrl === undefined
    ? onEmbedded(join(dir, 'postgres'), name, options)
    : onServer(serverUrl, name));
  const db = openDb(url);
  const close = async () => {
    await db.close();
    await end();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, dir, close };
}

interface Made {
  url: string;
  end(): Promise<void>;
}

async function onEmbedded(
  dir: string,
  name: string,
  options: Pick<EmbeddedOptions, 'sharedBuffers'>,
): Promise<Made> {
  const embedded = await startEmbedded(dir, options);
  await embedded.createDatabase(name);
  return { url: embedded.url(name), end: () => embedded.stop() };
}

async function onServer(serverUrl: string, name: string): Promise<Made> {
  const server = openDb(serverUrl, { connections_max: 1 });
  await server.run(raw(`create database ${name}`));
  return {
    url: serverUrl.replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${name}`),
    end: async () => {
      await server.run(raw(`drop database if exists ${name} with (force)`));
      await server.close();
    },
  };
}
