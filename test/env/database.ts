import { createHash, randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Db, openDb } from '../../src/db/db.ts';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { raw, sql } from '../../src/db/sql.ts';

export interface TestDatabase {
  db: Db;
  url: string;
  /** Closes `db` and removes the database. */
  drop(): Promise<void>;
}

/** Any number: guards the making of the template among test files that start at once. */
const templateLock = 7_264_002;

/**
 * A database of the caller's own with the schema of today, cloned from a template that one test file makes for all.
 * On the server of THROUGHLINE_TEST_DATABASE_URL (a superuser's URL), else on the embedded one of this test run.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = await migratedTemplate();
  return createDatabase(template);
}

/** A database of the caller's own with nothing in it. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const name = `tl_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer((server) => server.run(raw(`create database ${name} template ${template}`)));
  const url = urlOf(name);
  const db = openDb(url);
  return {
    db,
    url,
    drop: async () => {
      await db.close();
      await onServer((server) => server.run(raw(`drop database if exists ${name} with (force)`)));
    },
  };
}

let template: Promise<string> | undefined;
function migratedTemplate(): Promise<string> {
  template ??= makeTemplate();
  return template;
}

/** A template that accepts no connections is complete; one that still does was left behind half made. */
async function makeTemplate(): Promise<string> {
  const checksum = createHash('sha256');
  for (const { name, sha256 } of await readMigrations()) checksum.update(name).update(sha256);
  const name = `tl_template_${checksum.digest('hex').slice(0, 16)}`;
  await onServer(async (server) => {
    await server.session(async (client) => {
      await client.query('select pg_advisory_lock($1)', [templateLock]);
      try {
        const complete = await server.maybe(
          sql`select 1 from pg_database where datname = ${name} and not datallowconn`,
        );
        if (complete) return;
        await client.query(`drop database if exists ${name} with (force)`);
        await client.query(`create database ${name} template template0`);
        const db = openDb(urlOf(name), { connections_max: 1 });
        await migrate(db).finally(() => db.close());
        await client.query(`alter database ${name} allow_connections false`);
      } finally {
        await client.query('select pg_advisory_unlock($1)', [templateLock]);
      }
    });
  });
  return name;
}

async function onServer<T>(work: (server: Db) => Promise<T>): Promise<T> {
  const server = openDb(serverUrl(), { connections_max: 2 });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

function serverUrl(): string {
  return process.env.THROUGHLINE_TEST_DATABASE_URL || inject('embeddedDatabaseUrl');
}

/** The server's URL with another database in its path. A socket URL (`?host=`) has no host part: plain text, not URL. */
function urlOf(database: string): string {
  return serverUrl().replace(/^(postgres(?:ql)?:\/\/[^/]*)\/[^?]*/, `$1/${database}`);
}
