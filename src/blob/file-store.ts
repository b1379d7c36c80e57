import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Problem } from '../problem/problem.ts';
import type { BlobStore, BlobWriter, Committed, PartialBlob } from './blob.ts';
import { keySegments } from './key.ts';

/** Members' data: nobody but the program's own user. */
const folderMode = 0o700;
const fileMode = 0o600;

/** A file is sent to the disk whenever it has this many bytes more. */
const flush_bytes = 16 * 1024 * 1024;

let unfinished = 0;

/**
 * Objects as files under `dir`. What is being written lies in `.writing/<key>/`, what is being downloaded at
 * `.partial/<key>`, on the same file system: publishing is one rename.
 */
export function openFileStore(dir: string): BlobStore {
  const root = resolve(dir);
  const at = (key: string) => join(root, ...keySegments(key));
  const writingAt = (key: string) => join(root, '.writing', ...keySegments(key));
  const partialAt = (key: string) => join(root, '.partial', ...keySegments(key));

  const remove = async (key: string, recursive: boolean) => {
    await rm(writingAt(key), { recursive: true, force: true });
    await rm(partialAt(key), { recursive, force: true });
    await rm(at(key), { recursive, force: true });
  };

  return {
    writer: (key) => openWriter(root, writingAt(key), at(key)),
    partial: (key) => openPartial(root, partialAt(key), at(key)),
    read: async (key, range) => {
      const file = await open(at(key), 'r').catch(missing);
      return createReadStream('', { fd: file, ...range });
    },
    size: async (key) => {
      const there = await stat(at(key)).catch(() => undefined);
      return there?.isFile() ? there.size : undefined;
    },
    delete: (key) => remove(key, false),
    deleteAll: (prefix) => remove(prefix, true),
    list: async (prefix) => {
      const names = await readdir(at(prefix)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return names.sort();
    },
  };
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOENT') throw error;
  throw new Problem('not-found', 'The file does not exist.', { cause: error });
}

async function openWriter(root: string, folder: string, target: string): Promise<BlobWriter> {
  await mkdir(folder, { recursive: true, mode: folderMode });
  // What a killed process, or a worker that is believed dead, left of this object; a late commit of it fails.
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
  const path = join(folder, `${process.pid}-${++unfinished}`);
  const file = await open(path, 'wx', fileMode);
  const hash = createHash('sha256');
  let bytes = 0;
  let written = 0;
  let flushed = 0;
  let flush = Promise.resolve();
  return {
    write: async (chunk) => {
      const at = bytes;
      hash.update(chunk);
      bytes += chunk.length;
      await writeAll(file, chunk, at);
      written += chunk.length;
      if (written - flushed < flush_bytes) return;
      flushed = written;
      // The disk works while more lines come. A failure is told once, to whoever asked first: it is kept for the commit.
      flush = flush.then(() => file.datasync());
      flush.catch(() => {});
    },
    commit: async () => {
      await flush;
      await file.sync();
      await file.close();
      await publish(root, path, target);
      await rm(folder, { recursive: true, force: true });
      return { bytes, sha256: hash.digest() };
    },
    discard: async () => {
      await flush.catch(() => {});
      await file.close();
      await rm(path, { force: true });
    },
  };
}

async function openPartial(root: string, path: string, target: string): Promise<PartialBlob> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode });
  const file = await open(path, 'a+', fileMode);
  let bytes = (await file.stat()).size;
  return {
    get bytes() {
      return bytes;
    },
    append: async (chunk) => {
      await writeAll(file, chunk, null);
      bytes += chunk.length;
    },
    restart: async () => {
      await file.truncate(0);
      bytes = 0;
    },
    close: async () => {
      await file.sync();
      await file.close();
    },
    commit: async (): Promise<Committed> => {
      await file.sync();
      await file.close();
      const sha256 = await hashOf(path); // of what is on disk: part of it may be an earlier process's
      await publish(root, path, target);
      return { bytes, sha256 };
    },
  };
}

/** At a place of the file, or at its end. */
async function writeAll(file: FileHandle, bytes: Buffer, at: number | null): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const place = at === null ? null : at + done;
    done += (await file.write(bytes, done, bytes.length - done, place)).bytesWritten;
  }
}

async function hashOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest();
}

/** Renames, and makes the new name durable: the folder's entries, and those of folders that may be new. */
async function publish(root: string, path: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: folderMode });
  await rename(path, target);
  for (let folder = dirname(target); !relative(root, folder).startsWith('..'); folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
    if (folder === root) return;
  }
}
