import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedRecord } from './prepare.ts';

/**
 * Prepared records on disk, in buckets: all of one patient are in one bucket, and one bucket fits into memory. So a load of
 * any size sees each person's records together, whatever the order of its input, and holds one bucket at a time.
 */
export interface Spill {
  /** `key` decides the bucket. Await the promise, if there is one. */
  add(key: string, entry: SpillEntry): void | Promise<void>;
  /** To be called once, after the last `add`. */
  end(): Promise<void>;
  read(bucket: number): Promise<SpillEntry[]>;
  readonly buckets: number;
}

export interface SpillEntry {
  file: number;
  line: number;
  record: PreparedRecord;
}

/** Bytes of a bucket that are gathered before they are written. */
const writeBytes = 128 * 1024;

export async function openSpill(dir: string, name: string, buckets: number): Promise<Spill> {
  const parts = await Promise.all(
    Array.from({ length: buckets }, async (_, i) => openPart(join(dir, `${name}-${i}`))),
  );
  return {
    buckets,
    add: (key, entry) => parts[hashOf(key) % buckets]!.add(entry),
    end: async () => {
      for (const part of parts) await part.end();
    },
    read: async (bucket) => decode(await readFile(join(dir, `${name}-${bucket}`))),
  };
}

/** A folder for spills under `parent`, gone with `remove`: it holds members' data. */
export async function spillFolder(parent: string): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(join(parent, 'throughline-load-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** FNV-1a: spreads ids evenly; the same in every run. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

async function openPart(path: string) {
  const handle: FileHandle = await open(path, 'wx', 0o600);
  let held: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    const chunk = Buffer.concat(held);
    held = [];
    bytes = 0;
    await handle.appendFile(chunk);
  };
  return {
    add(entry: SpillEntry): void | Promise<void> {
      for (const piece of encode(entry)) {
        held.push(piece);
        bytes += piece.length;
      }
      if (bytes >= writeBytes) return flush();
    },
    async end() {
      await flush();
      await handle.close();
    },
  };
}

/** Three lengths, then the facts as JSON, the text, and the source (length 0: none). */
function encode({ file, line, record }: SpillEntry): Buffer[] {
  const { text, source, hash, ...view } = record.view;
  const facts = Buffer.from(
    JSON.stringify({ file, line, record: { ...record, view }, hash: hash.toString('latin1') }),
  );
  const lengths = Buffer.allocUnsafe(12);
  lengths.writeUInt32LE(facts.length, 0);
  lengths.writeUInt32LE(text.length, 4);
  lengths.writeUInt32LE(source?.length ?? 0, 8);
  return source ? [lengths, facts, text, source] : [lengths, facts, text];
}

/** The entries of a bucket. Texts are views of its one buffer. */
function decode(bytes: Buffer): SpillEntry[] {
  const entries: SpillEntry[] = [];
  let at = 0;
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const lengths = take(12);
    const facts = JSON.parse(take(lengths.readUInt32LE(0)).toString()) as SpillEntry & { hash: string };
    const text = take(lengths.readUInt32LE(4));
    const sourceBytes = lengths.readUInt32LE(8);
    const source = sourceBytes > 0 ? take(sourceBytes) : null;
    const { file, line, record, hash } = facts;
    const view = { ...record.view, text, source, hash: Buffer.from(hash, 'latin1') };
    entries.push({ file, line, record: { ...record, view } });
  }
  return entries;
}
