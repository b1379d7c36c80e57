import { createHash } from 'node:crypto';
import type { BlobStore } from '../blob/blob.ts';

/** Where the bytes of one version of a file go. */
export interface Sink {
  /** The blob that `commit` makes. */
  key: string;
  /** Bytes that are here. */
  bytes(): number;
  append(bytes: Buffer): Promise<void>;
  commit(): Promise<{ bytes: number; sha256: Buffer }>;
  /** Keeps what can be resumed, drops the rest. */
  leave(): Promise<void>;
}

/** How a version's bytes are told from another's: the strong ETag, and whether they came through gzip. */
export interface Version {
  etag: string;
  gzip: boolean;
}

/** The blob of one version: another version of the file never continues it. */
export function versionKey(key: string, { etag, gzip }: Version): string {
  const name = createHash('sha256').update(etag).digest('hex').slice(0, 16);
  return `${key}.${name}${gzip ? 'z' : ''}`;
}

/** A version with a strong ETag can be resumed. */
export async function resumableSink(blobs: BlobStore, key: string, version: Version): Promise<Sink> {
  const at = versionKey(key, version);
  const partial = await blobs.partial(at);
  let bytes = partial.bytes;
  return {
    key: at,
    bytes: () => bytes,
    append: async (more) => {
      await partial.append(more);
      bytes += more.length;
    },
    commit: () => partial.commit(),
    leave: () => partial.close(),
  };
}

/** A version without one begins at zero each time. */
export async function freshSink(blobs: BlobStore, key: string): Promise<Sink> {
  const writer = await blobs.writer(key);
  let bytes = 0;
  return {
    key,
    bytes: () => bytes,
    append: async (more) => {
      await writer.write(more);
      bytes += more.length;
    },
    commit: () => writer.commit(),
    leave: () => writer.discard(),
  };
}
