import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Db } from './db.ts';

/** `src/db` and `dist/db` lie equally deep, so this holds in a clone and in the published package. */
const shippedMigrations = new URL('../../migrations/', import.meta.url);

/** Any number; the same in every version of the program, so that two starts never migrate at once. */
const migrationLock = 7_264_001;

interface Migration {
  name: string;
  sha256: Buffer;
  text: string;
}

/**
 * Brings the database to the schema of this program: each pending file in a transaction of its own, in the order of
 * their names, forward only. Starts that run at once are safe: one migrates, the others wait and find nothing to do.
 *
 * @returns the names that were applied now
 * @throws when a file changed after it was applied, or the database is newer than this program
 */
export async function migrate(db: Db, dir: URL = shippedMigrations): Promise<string[]> {
  const migrations = await readMigrations(dir);
  return db.session(async (client) => {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      await client.query(
        'create table if not exists migration (name text primary key, sha256 bytea not null, applied_at timestamptz not null)',
      );
      const pending = pendingOf(migrations, await appliedOn(client));
      for (const migration of pending) await apply(client, migration);
      return pending.map((m) => m.name);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  });
}

/** The names that `migrate` would apply. Changes nothing. Throws as `migrate` does. */
export async function pendingMigrations(db: Db, dir: URL = shippedMigrations): Promise<string[]> {
  const migrations = await readMigrations(dir);
  return db.session(async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      "select to_regclass('migration') is not null as there",
    );
    const applied = rows[0]?.there ? await appliedOn(client) : new Map<string, Buffer>();
    return pendingOf(migrations, applied).map((m) => m.name);
  });
}

/** The migrations of this program, oldest first. */
export async function readMigrations(dir: URL = shippedMigrations): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, dir), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest() };
    }),
  );
}

async function appliedOn(client: pg.PoolClient): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<{ name: string; sha256: Buffer }>('select name, sha256 from migration');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

function pendingOf(migrations: Migration[], applied: Map<string, Buffer>): Migration[] {
  const known = new Set(migrations.map((m) => m.name));
  for (const name of applied.keys()) {
    if (!known.has(name))
      throw new Error(
        `The database is newer than this program: it has migration ${name}. Run a version of the program that has it.`,
      );
  }
  for (const { name, sha256 } of migrations) {
    const then = applied.get(name);
    if (then && !then.equals(sha256))
      throw new Error(
        `Migration ${name} changed after it was applied to this database. Put the file back as it was and add a new one.`,
      );
  }
  return migrations.filter((m) => !applied.has(m.name));
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.text);
    await client.query('insert into migration (name, sha256, applied_at) values ($1, $2, now())', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${migration.name} failed; nothing of it was kept.`, { cause: error });
  }
}
