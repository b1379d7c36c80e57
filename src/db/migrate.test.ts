import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../test/env/database.ts';
import { openDb } from './db.ts';
import { migrate, pendingMigrations, readMigrations } from './migrate.ts';
import { sql } from './sql.ts';

let own: TestDatabase;
let folder: string;
let dir: URL;
beforeEach(async () => {
  own = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'tl-migrate-'));
  dir = pathToFileURL(`${folder}/`);
});
afterEach(async () => {
  await own.drop();
  await rm(folder, { recursive: true });
});

const put = (name: string, text: string) => writeFile(join(folder, name), text);

test('an empty database gets every migration of the program once', async () => {
  const names = (await readMigrations()).map((m) => m.name);
  expect(await pendingMigrations(own.db)).toEqual(names);
  expect(await migrate(own.db)).toEqual(names);
  expect(await pendingMigrations(own.db)).toEqual([]);
  expect(await migrate(own.db)).toEqual([]);
});

test('of many starts at once each migration is applied by one', async () => {
  const starts = Array.from({ length: 6 }, () => openDb(own.url, { connections_max: 1 }));
  const applied = await Promise.all(starts.map((db) => migrate(db)));
  await Promise.all(starts.map((db) => db.close()));
  expect(applied.flat().sort()).toEqual((await readMigrations()).map((m) => m.name));
});

test('a failing migration leaves nothing behind, the ones before it stay', async () => {
  await put('0001_good.sql', 'create table good (a int);');
  await put('0002_bad.sql', 'create table half (a int); select 1/0;');
  await expect(migrate(own.db, dir)).rejects.toThrow('0002_bad.sql failed');
  const tables = await own.db.query(
    sql`select tablename::text from pg_tables where schemaname = 'public' order by 1`,
  );
  expect(tables).toEqual([{ tablename: 'good' }, { tablename: 'migration' }]);
  await put('0002_bad.sql', 'create table whole (a int);');
  expect(await migrate(own.db, dir)).toEqual(['0002_bad.sql']);
});

test('a file that changed after it was applied is an error', async () => {
  await put('0001_a.sql', 'create table a (a int);');
  await migrate(own.db, dir);
  await put('0001_a.sql', 'create table a (a bigint);');
  await expect(migrate(own.db, dir)).rejects.toThrow('0001_a.sql changed');
  await expect(pendingMigrations(own.db, dir)).rejects.toThrow('0001_a.sql changed');
});

test('a database that is newer than the program is refused', async () => {
  await put('0001_a.sql', 'create table a (a int);');
  await put('0002_b.sql', 'create table b (a int);');
  await migrate(own.db, dir);
  await rm(join(folder, '0002_b.sql'));
  await expect(migrate(own.db, dir)).rejects.toThrow('newer than this program');
});
