import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './embedded-binaries.ts';
import { type Home, openHome } from './embedded-home.ts';
import { ensureCluster, launch, livingPostmaster, superuser } from './postmaster.ts';

/** A PostgreSQL of our own, for evaluation and small sites. Larger ones name a server in DATABASE_URL. */
export interface Embedded {
  /** A superuser's URL: the socket folder's permissions are the access control. */
  url(database: string): string;
  /** Creates the database unless it is there. */
  createDatabase(name: string): Promise<void>;
  /** Lets go of the server. The last process to let go stops it; close the pools first. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  log?: { info(fields: object, text: string): void } | undefined;
  /** The data is deleted soon anyway (tests): safe from killed processes, not from a power cut. */
  throwaway?: boolean;
  /** Memory that the server keeps pages in, as PostgreSQL writes it (`2GB`); for a large index. Else small. */
  sharedBuffers?: string | undefined;
}

/** How long a start may take: recovery after a crash with a full WAL is most of it. */
const start_ms_max = 60_000;
const stop_ms_max = 30_000;
/** How long connections that are being closed may still be seen. */
const closing_ms_max = 1_000;
const poll_ms = 15;

/** node-postgres has these; its types do not. */
type Refable = pg.Client & { ref(): void; unref(): void };

/** Any number. Each process that uses the server holds it shared; who gets it exclusively is the last. */
const usersLock = 7_264_003;

/**
 * Starts the server that lives in `dir` (a folder of its own), creating it the first time, or joins the one that runs
 * there already: started by another process, or left by one that was killed. Any number of processes may do so at once.
 */
export async function startEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const home = await openHome(dir);
  const url = (database: string) =>
    `postgresql://${superuser}@/${database}?host=${encodeURIComponent(home.socketDir)}&port=5432`;
  let stopped = false;
  let presence: pg.Client;

  const join = async (): Promise<void> => {
    presence = await attach(home, url('postgres'), options);
    // The server was killed under us: bring it back, for the pools reconnect by themselves.
    presence.once('end', () => {
      if (!stopped)
        join().catch((error) => options.log?.info({ error: String(error) }, 'embedded database lost'));
    });
  };
  await join();

  return {
    url,
    createDatabase: async (name) => {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a database name: ${name}`);
      const client = new pg.Client(url('postgres'));
      await client.connect();
      try {
        await client.query(`create database ${name} template template0`);
      } catch (error) {
        if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error;
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      stopped = true;
      (presence as Refable).ref();
      if (await isLast(presence)) await shutDown(home);
      await presence.end().catch(() => {});
    },
  };
}

/** A connection that stands for this process's use of the server; starts the server when none answers. */
async function attach(home: Home, url: string, options: EmbeddedOptions): Promise<pg.Client> {
  let launched: 'running' | 'exited' | undefined;
  for (let waited_ms = 0; waited_ms < start_ms_max; waited_ms += poll_ms) {
    const client = await present(url);
    if (client) {
      options.log?.info({ started: launched !== undefined, dir: home.dir }, 'embedded database ready');
      return client;
    }
    if (launched !== 'running' && (await livingPostmaster(home)) === undefined) {
      const binaries = await findBinaries(home.dir, home.owner);
      await ensureCluster(home, binaries);
      launched = 'running';
      // It exits at once when another process was quicker, or a killed server's children still let go of its memory.
      const { exited } = await launch(home, binaries, options);
      void exited.then(() => {
        launched = 'exited';
      });
    }
    await delay(poll_ms);
  }
  throw new Error(
    `The embedded database did not start within ${start_ms_max / 1000} s: see ${home.dir}/server.log`,
  );
}

/** Connects and takes the users' lock; undefined while the server is absent, starting, or being stopped by its last user. */
async function present(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'throughline presence' });
  client.on('error', () => {}); // 'end' follows
  try {
    await client.connect();
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock_shared($1) as got', [
      usersLock,
    ]);
    if (rows[0]?.got) {
      (client as Refable).unref(); // does not by itself keep the process running
      return client;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    const absent = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '57P01'];
    const dropped = /terminated unexpectedly/.test(String(error));
    if (!dropped && !absent.includes(code ?? '')) throw error;
  }
  await client.end().catch(() => {});
  return undefined;
}

/** Whether nobody else uses the server; if so, nobody can join it any more. */
async function isLast(presence: pg.Client): Promise<boolean> {
  try {
    await presence.query('select pg_advisory_unlock_shared($1)', [usersLock]);
    for (let waited_ms = 0; waited_ms < closing_ms_max; waited_ms += poll_ms) {
      const { rows } = await presence.query<{ last: boolean }>(
        `select pg_try_advisory_lock($1)
           and not exists (select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()) as last`,
        [usersLock],
      );
      if (rows[0]?.last) return true;
      await presence.query('select pg_advisory_unlock_all()');
      await delay(poll_ms);
    }
    return false;
  } catch {
    return false; // the server is gone already
  }
}

/** Fast shutdown: open transactions roll back, everything acknowledged is on disk. */
async function shutDown(home: Home): Promise<void> {
  const pid = await livingPostmaster(home);
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  for (let waited_ms = 0; waited_ms < stop_ms_max; waited_ms += poll_ms) {
    if ((await livingPostmaster(home)) !== pid) return;
    await delay(poll_ms);
  }
  throw new Error(`The embedded database (pid ${pid}) did not stop within ${stop_ms_max / 1000} s.`);
}
