import { execFile, spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './embedded-binaries.ts';
import { type Home, scratchBeside } from './embedded-home.ts';

const run = promisify(execFile);

export const superuser = 'throughline';

/** The server's log is begun anew at a start when it is longer than this. */
const serverLogBytes_max = 8 * 1024 * 1024;

/**
 * Creates the cluster unless there is one. It is made under another name and renamed when whole, so a start that was
 * killed leaves no half cluster, and of two starts at once the slower one throws its own away.
 */
export async function ensureCluster(home: Home, binaries: Binaries): Promise<void> {
  const existing = await versionOf(home.data);
  if (existing === undefined) {
    const half = await scratchBeside(home.data);
    await run(binaries.initdb, initdbArguments(half, binaries.major), processOptions(home, binaries));
    await rename(half, home.data).catch(async (error) => {
      await rm(half, { recursive: true });
      if ((await versionOf(home.data)) === undefined) throw error;
    });
  } else if (existing !== binaries.major) {
    throw new Error(
      `${home.data} was made by PostgreSQL ${existing}; this is PostgreSQL ${binaries.major}. Dump it with the old version and restore it with this one.`,
    );
  }
}

/** The major version of the cluster at `data`; undefined when there is none. */
async function versionOf(data: string): Promise<number | undefined> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text);
}

function initdbArguments(data: string, major: number): string[] {
  // The built-in C.UTF-8 (17 and later) sorts by code point on every machine: an index outlives a change of C library.
  const locale = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    '--auth=trust', // reachable through the private socket folder only
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
    ...locale,
  ];
}

interface LaunchOptions {
  throwaway?: boolean | undefined;
  sharedBuffers?: string | undefined;
}

/** For one small payer, on a machine that the server shares with the program. */
const settings = (
  home: Home,
  { throwaway = false, sharedBuffers = '128MB' }: LaunchOptions,
): Record<string, string> => ({
  fsync: throwaway ? 'off' : 'on',
  full_page_writes: throwaway ? 'off' : 'on',
  listen_addresses: '',
  unix_socket_directories: home.socketDir,
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: sharedBuffers,
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  jit: 'off', // compiles for longer than our statements run
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors of statements stay out of the log: their texts quote values, and those are members' data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
});

/**
 * Starts the server, detached: it outlives this process, and Ctrl-C in a terminal does not reach it. Does not wait until
 * it accepts connections. `exited` resolves when it ends, which it does at once when another one runs on the cluster.
 */
export async function launch(
  home: Home,
  binaries: Binaries,
  options: LaunchOptions,
): Promise<{ exited: Promise<void> }> {
  const logPath = join(home.dir, 'server.log');
  const tooLong = await stat(logPath).then(
    (s) => s.size > serverLogBytes_max,
    () => false,
  );
  const logFile = await open(logPath, tooLong ? 'w' : 'a', 0o600);
  try {
    const args = Object.entries(settings(home, options)).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawn(binaries.postgres, ['-D', home.data, ...args], {
      ...processOptions(home, binaries),
      cwd: '/',
      detached: true,
      stdio: ['ignore', logFile.fd, logFile.fd],
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.unref();
    return { exited };
  } finally {
    await logFile.close();
  }
}

function processOptions(home: Home, binaries: Binaries) {
  const { uid, gid, switched } = home.owner;
  return {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...binaries.env },
    ...(switched ? { uid, gid } : {}),
  };
}

/** No process ever has this number: it is above every system's limit. */
const deadPid = 2_147_483_646;

/**
 * The process id of the living server on this cluster. A pid file may name a program that got the number since, or a
 * killed server that nobody has reaped yet (a container without init); the server would refuse to start on either. The
 * number is then replaced and the rest kept, for the server reads there whether an orphaned child still uses the memory.
 */
export async function livingPostmaster(home: Home): Promise<number | undefined> {
  const pidFile = join(home.data, 'postmaster.pid');
  const [first, ...rest] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(first);
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => commandOf(pid));
  if (stdout.includes(home.data)) return pid;
  const now = await readFile(pidFile, 'utf8').catch(() => '');
  if (now.startsWith(`${pid}\n`)) await writeFile(pidFile, [deadPid, ...rest].join('\n'));
  return undefined;
}

/** Where there is no `ps` (slim containers), Linux tells. */
const commandOf = async (pid: number): Promise<{ stdout: string }> => ({
  stdout: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
