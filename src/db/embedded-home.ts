import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Whom the database's processes and files belong to. PostgreSQL refuses to run as root. */
export interface Owner {
  uid: number;
  gid: number;
  /** True where we are root and start the database as `uid`. */
  switched: boolean;
}

/** Where one embedded database lives. */
export interface Home {
  dir: string;
  /** PGDATA. */
  data: string;
  /** Folder of the Unix socket: only the owner and root may enter it, and that is the whole access control. */
  socketDir: string;
  owner: Owner;
}

/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const socketPathBytes_max = process.platform === 'darwin' ? 103 : 107;
const socketName = '.s.PGSQL.5432';

/** For root whose data folder lies where the unprivileged owner cannot go (a clone in /root). */
const elsewhereRoot = '/var/lib/throughline';

/** Makes the folders of an embedded database at `dir`, or finds them again. */
export async function openHome(dir: string): Promise<Home> {
  const asked = resolve(dir);
  await mkdir(asked, { recursive: true });
  const owner = await ownerOf(asked);
  const home = await reachableHome(asked, owner);
  await makePrivateDirectory(home, owner);
  return { dir: home, data: join(home, 'data'), socketDir: await socketDirectory(home, owner), owner };
}

async function ownerOf(dir: string): Promise<Owner> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const there = await stat(dir);
  if (uid !== 0) {
    if (there.uid !== uid)
      throw new Error(`${dir} belongs to another user (uid ${there.uid}). Run as that user or as root.`);
    return { uid, gid, switched: false };
  }
  if (there.uid !== 0) return { uid: there.uid, gid: there.gid, switched: true };
  return { ...(await unprivilegedUser()), switched: true };
}

/** initdb wants a user with a name, so it is one that the machine already has. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((l) => l.split(':'));
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const user = users.find((fields) => fields[0] === name);
    const uid = Number(user?.[2]);
    if (uid > 0) return { uid, gid: Number(user?.[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user postgres or nobody. Run as a normal user.',
  );
}

/** `dir`, or the place that was chosen instead of it because its owner cannot get there; `dir` then says which. */
async function reachableHome(dir: string, owner: Owner): Promise<string> {
  const note = join(dir, 'elsewhere');
  const noted = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (noted !== '') return noted;
  if (await openTheWay(dirname(dir), owner)) return dir;
  await mkdir(elsewhereRoot, { recursive: true, mode: 0o755 });
  const chosen = await mkdtemp(join(elsewhereRoot, 'db-'));
  try {
    await writeFile(note, `${chosen}\n`, { flag: 'wx' });
    return chosen;
  } catch {
    return (await readFile(note, 'utf8')).trim();
  }
}

/**
 * Lets the owner pass through `parent`, the program's own data folder (or a temporary one that was made for it), where
 * only that folder is in the way: it may pass, not list or read. Other people's folders stay as they are.
 */
async function openTheWay(parent: string, owner: Owner): Promise<boolean> {
  if (await reaches(parent, owner)) return true;
  if (parent === homedir() || !(await reaches(dirname(parent), owner))) return false;
  const { mode } = await stat(parent);
  await chmod(parent, (mode & 0o7777) | 0o001);
  return reaches(parent, owner);
}

/** Whether the owner may enter `path` and every folder above it. */
export async function reaches(path: string, owner: Owner): Promise<boolean> {
  if (!owner.switched) return true;
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const enter = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function socketDirectory(home: string, owner: Owner): Promise<string> {
  const own = join(home, 'run');
  const fits = Buffer.byteLength(join(own, socketName)) <= socketPathBytes_max;
  const name = `throughline-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const folder = fits ? own : join(shortTmp(name), name);
  await makePrivateDirectory(folder, owner);
  return folder;
}

const shortTmp = (name: string): string =>
  Buffer.byteLength(join(tmpdir(), name, socketName)) <= socketPathBytes_max ? tmpdir() : '/tmp';

/** A folder that only its owner may enter. A link or somebody else's folder under that name is refused. */
export async function makePrivateDirectory(path: string, owner: Owner): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const there = await lstat(path);
  const ours = there.uid === owner.uid || (owner.switched && there.uid === 0);
  if (!there.isDirectory() || !ours)
    throw new Error(`${path} is not a folder of uid ${owner.uid}. Remove it, or choose another data folder.`);
  if (owner.switched && there.uid !== owner.uid) await chown(path, owner.uid, owner.gid);
  if ((there.mode & 0o777) !== 0o700) await chmod(path, 0o700);
}

let scratchNames = 0;

/** A name beside `path` that no other start uses now, in this process or another; what a killed one left under it goes. */
export async function scratchBeside(path: string): Promise<string> {
  const name = `${path}.${process.pid}.${++scratchNames}`;
  await rm(name, { recursive: true, force: true });
  return name;
}
