import type { Readable } from 'node:stream';

/** Bytes under a key, for what is too large for a row: the files of exports, downloads, submitted bodies. */
export interface BlobStore {
  /** An object that nobody sees before `commit`. A later writer of the same key takes an unfinished one's place. */
  writer(key: string): Promise<BlobWriter>;
  /** The object's bytes, or those of `range`; a range may end beyond the object. Throws `not-found`. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Bytes; undefined when there is no such object. */
  size(key: string): Promise<number | undefined>;
  /** An unfinished object that outlives this process: begun here or continued where it was left. For downloads. */
  partial(key: string): Promise<PartialBlob>;
  /** Removes the object, and unfinished ones under its key. Nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** Removes everything whose key begins with the whole path segments of `prefix`. */
  deleteAll(prefix: string): Promise<void>;
  /** The next path segments of keys that begin with `prefix`, in order; none when there is no such key. */
  list(prefix: string): Promise<string[]>;
}

export interface ByteRange {
  start: number;
  /** Inclusive, as in HTTP. */
  end: number;
}

export interface BlobWriter {
  /** Behind everything that was handed over before, which may still be on its way. The bytes are the writer's until it is done. */
  write(bytes: Buffer): Promise<void>;
  /** Makes it durable, then visible in one step, in place of an older object of that key. */
  commit(): Promise<Committed>;
  discard(): Promise<void>;
}

export interface PartialBlob {
  /** How many bytes are there already. */
  readonly bytes: number;
  append(bytes: Buffer): Promise<void>;
  /** Forgets what is there: the source turned out to be another one. */
  restart(): Promise<void>;
  /** Keeps what is there, durably, for the next `partial(key)`. */
  close(): Promise<void>;
  commit(): Promise<Committed>;
}

export interface Committed {
  bytes: number;
  sha256: Buffer;
}
