import type { Db } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';

/**
 * Indexes of `member_key` that a search needs and a load does not (a load looks for namesakes and for a person's own rows).
 * As in the migration that made the table; a test holds the two together.
 */
export const searchIndexes: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'family',
    'given',
    'sound',
    'yearless',
    'place',
    'home',
    'phone',
    'email',
    'number',
    'base',
    'umb',
    'ssn4',
  ].map((column) => [`member_key_${column}`, `(${column}) where ${column} is not null`]),
);

/** Index builds at once: each sorts on a core and in memory of its own. */
const builders_max = 2;
const sortMemory = '256MB';
/** Any number: two processes do not build at once. */
const buildLock = 7_264_011;

export async function isIndexEmpty(db: Db): Promise<boolean> {
  return (await db.maybe(sql`select 1 from member_key limit 1`)) === undefined;
}

/** For a load into an empty index: ten million rows are sorted sooner than put into twelve trees one by one. */
export async function dropSearchIndexes(db: Db): Promise<void> {
  for (const name of Object.keys(searchIndexes)) await db.run(sql`drop index if exists ${raw(name)}`);
}

/** Builds whichever search index is missing, several at once. Does nothing when all are there. */
export async function ensureSearchIndexes(db: Db): Promise<number> {
  const rows = await db.query<{ indexname: string }>(
    sql`select indexname from pg_indexes where tablename = 'member_key' and schemaname = current_schema()`,
  );
  const there = new Set(rows.map((row) => row.indexname));
  const missing = Object.entries(searchIndexes).filter(([name]) => !there.has(name));
  const built = missing.length;
  await Promise.all(
    Array.from({ length: Math.min(builders_max, missing.length) }, async (_, builder) => {
      await db.session(async (client) => {
        await client.query(`set maintenance_work_mem = '${sortMemory}'`);
        await client.query('select pg_advisory_lock($1, $2)', [buildLock, builder]);
        try {
          for (let next = missing.pop(); next; next = missing.pop())
            await client.query(`create index if not exists ${next[0]} on member_key ${next[1]}`);
        } finally {
          await client.query('select pg_advisory_unlock($1, $2)', [buildLock, builder]);
          await client.query('reset maintenance_work_mem');
        }
      });
    }),
  );
  return built;
}
