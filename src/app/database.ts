import { join } from 'node:path';
import { type Db, openDb } from '../db/db.ts';
import { migrate, pendingMigrations } from '../db/migrate.ts';
import type { Log } from '../telemetry/log.ts';
import type { Config } from './config.ts';
import { OperatorProblem } from './operator-problem.ts';

export interface OpenDatabase {
  db: Db;
  /** Migrations that opening applied: the embedded database brings itself up to date. */
  migrated: string[];
  close(): Promise<void>;
}

/** The name of our database on the embedded server. */
const embeddedDatabase = 'throughline';

/**
 * Opens the database that is configured: the server of `databaseUrl` as it is, or the embedded one, which is created and
 * migrated on the way.
 */
export async function openDatabase(config: Config, log: Log): Promise<OpenDatabase> {
  const options = { connections_max: config.databaseConnections_max };
  if (config.databaseUrl !== undefined) {
    const db = openDb(config.databaseUrl, options);
    return { db, migrated: [], close: () => db.close() };
  }
  const { startEmbedded } = await import('../db/embedded.ts');
  const embedded = await startEmbedded(join(config.dataDir, 'postgres'), { log });
  try {
    await embedded.createDatabase(embeddedDatabase);
    const db = openDb(embedded.url(embeddedDatabase), options);
    const close = async () => {
      await db.close();
      await embedded.stop();
    };
    return { db, migrated: await migrate(db), close };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** Serving and working on a schema of another version loses data: refuse, and say how to go on. */
export async function requireMigrated(db: Db): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length === 0) return;
  throw new OperatorProblem(
    `The database is ${pending.length} migration(s) behind this version.`,
    'Run `throughline migrate`, then start again.',
    { code: 'conflict' },
  );
}
