import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDb } from './db.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { sql } from './sql.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let base: string;
let dir: string;
const open: Embedded[] = [];
const children: ChildProcess[] = [];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tl-embedded-'));
  await chmod(base, 0o755);
  dir = join(base, 'pg');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const cleaner = await startEmbedded(dir); // takes over what a killed process left running
  for (const embedded of [...open.splice(0), cleaner]) await embedded.stop();
  const elsewhere = (await readFile(join(dir, 'elsewhere'), 'utf8').catch(() => '')).trim();
  if (elsewhere !== '') await rm(elsewhere, { recursive: true });
  await rm(base, { recursive: true });
});

async function start(at = dir): Promise<Embedded> {
  const embedded = await startEmbedded(at);
  open.push(embedded);
  return embedded;
}

async function stop(embedded: Embedded): Promise<void> {
  open.splice(open.indexOf(embedded), 1);
  await embedded.stop();
}

const serverPid = async (home = dir) =>
  Number((await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);

/** A program of its own on `dir`; `safe()` is the last row that it was told is committed. */
async function program(uid?: number): Promise<{ child: ChildProcess; safe(): number }> {
  const path = fileURLToPath(new URL('../../test/env/embedded-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  children.push(child);
  let safe = 0;
  const enough = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      safe = Number(line);
      if (safe % 50 === 0) resolve();
    });
    child.once('exit', () => reject(new Error('the program ended early')));
  });
  await enough;
  return { child, safe: () => safe };
}

async function kill(child: ChildProcess): Promise<void> {
  expect(child.exitCode).toBeNull();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}

async function newestRow(embedded: Embedded): Promise<number> {
  const db = openDb(embedded.url('payer'));
  try {
    return (await db.one<{ n: number }>(sql`select max(n) as n from safe`)).n;
  } finally {
    await db.close();
  }
}

test('starts at once share one server, which stops with the last of them', async () => {
  const [one, two, three] = await Promise.all([start(), start(), start()]);
  const pid = await serverPid();
  expect(pid).toBeGreaterThan(0);
  await Promise.all([one!.createDatabase('payer'), two!.createDatabase('payer')]);
  await stop(one!);
  await stop(two!);
  expect(await serverPid()).toBe(pid);
  const db = openDb(three!.url('payer'));
  expect(
    await db.one(sql`select datcollate, pg_encoding_to_char(encoding) as enc, current_setting('fsync') as fsync
    from pg_database where datname = current_database()`),
  ).toEqual({ datcollate: 'C', enc: 'UTF8', fsync: 'on' });
  await db.close();
  await stop(three!);
  expect(await serverPid()).toBe(0);
});

test('a killed program leaves the server, and the next one joins it with every acknowledged row', async () => {
  const { child, safe } = await program();
  const pid = await serverPid();
  await kill(child);
  const next = await start();
  expect(await serverPid()).toBe(pid);
  expect(await newestRow(next)).toBeGreaterThanOrEqual(safe());
});

test('a killed server is brought back by the program that uses it, with every acknowledged row', async () => {
  const user = await start();
  const { child, safe } = await program();
  const pid = await serverPid();
  process.kill(pid, 'SIGKILL');
  const before = safe();
  await expect.poll(() => newestRow(user).catch(() => 0), { timeout: 20_000 }).toBeGreaterThanOrEqual(safe());
  expect(await serverPid()).not.toBe(pid);
  await expect.poll(safe, { timeout: 20_000 }).toBeGreaterThan(before + 10); // and the program went on
  await kill(child);
});

test('program and server killed: the next start recovers every acknowledged row', async () => {
  let last = 0;
  for (let round = 0; round < 2; round++) {
    const { child, safe } = await program();
    process.kill(await serverPid(), 'SIGKILL');
    await kill(child);
    expect(safe()).toBeGreaterThan(last);
    last = safe();
  }
  expect(await newestRow(await start())).toBeGreaterThanOrEqual(last);
});

test('a pid file that names another living program does not stop a start', async () => {
  const first = await start();
  const pidFile = join(dir, 'data', 'postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  await stop(first);
  await writeFile(pidFile, [process.pid, ...rest].join('\n'));
  if (isRoot) await chown(pidFile, (await stat(dir)).uid, (await stat(dir)).gid);
  await start();
  expect(await serverPid()).not.toBe(process.pid);
});

test('a folder whose path is too long for a socket works', async () => {
  dir = join(base, ...Array.from({ length: 6 }, (_, i) => `${i}-quite-a-long-name-of-a-folder`), 'pg');
  await (await start()).createDatabase('payer');
});

test.runIf(isRoot)('works for a normal user, and for root on what that user made', async () => {
  await mkdir(dir);
  await chown(dir, nobody, nobody);
  const { child, safe } = await program(nobody);
  await kill(child);
  expect(await newestRow(await start())).toBeGreaterThanOrEqual(safe());
});

test.runIf(isRoot)('root below a folder that the server cannot enter: the data goes elsewhere', async () => {
  dir = join(base, 'data', 'pg');
  await mkdir(join(base, 'data'), { mode: 0o700 });
  await chmod(base, 0o700);
  const one = await start();
  await one.createDatabase('payer');
  await stop(one);
  const elsewhere = (await readFile(join(dir, 'elsewhere'), 'utf8')).trim();
  const again = await start();
  expect(await serverPid(elsewhere)).toBeGreaterThan(0);
  const db = openDb(again.url('payer'));
  expect(await db.one(sql`select 1 as one`)).toEqual({ one: 1 });
  await db.close();
});

test.runIf(isRoot)(
  'a private data folder below an open one lets the server pass, and nobody look',
  async () => {
    await chmod(base, 0o700);
    await start();
    expect((await stat(base)).mode & 0o777).toBe(0o701);
    expect(await serverPid()).toBeGreaterThan(0);
  },
);

test('the folder of the socket is for its owner only', async () => {
  await start();
  expect((await stat(join(dir, 'run'))).mode & 0o777).toBe(0o700);
});
