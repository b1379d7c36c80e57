import type { BlobStore, BlobWriter } from '../blob/blob.ts';
import type { FileSegment } from '../bulk/job.ts';
import { fileBytes_target, writeBuffer_bytes } from './limits.ts';

export interface LineFile {
  name: string;
  kind: 'output' | 'deleted' | 'error';
  type: string;
  objectKey: string;
  lines: number;
  bytes: number;
  sha256: Buffer;
  personIds: number[];
  /** Whose its bytes are, in order. */
  segments: FileSegment[];
}

/** Whose data a file with these segments holds. */
export const personsIn = (segments: readonly FileSegment[]): number[] =>
  [...new Set(segments.map(({ personId }) => personId))].filter((personId) => personId !== 0);

/** NDJSON files by type, written in large pieces while lines come in; a file that is large enough is followed by another. */
export interface LineFiles {
  /** Adds a line: `bytes[start..end)`, to which the newline is added here. Never waits: ask `pressure`. */
  add(type: string, personId: number, bytes: Buffer, start: number, end: number): void;
  /** A promise while there is more to write than buffers to fill. */
  pressure(): Promise<void> | undefined;
  /** Completes all files. Throws what any write threw. */
  commit(): Promise<LineFile[]>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

export interface LineFilesOptions {
  blobs: BlobStore;
  /** Objects are `<prefix>/<name>`; nobody else writes below it. */
  prefix: string;
  /** In the file names, so that files of different parts differ. */
  part: number;
  kind: LineFile['kind'];
  /** First segment of the names when it is not the type. */
  label?: string;
}

interface Open {
  type: string;
  number: number;
  name: string;
  writer: Promise<BlobWriter>;
  /** The writer, once it is open. */
  opened: BlobWriter | undefined;
  /** Everything that was handed over is written. */
  written: Promise<unknown>;
  buffer: Buffer;
  used: number;
  lines: number;
  bytes: number;
  segments: FileSegment[];
  /** The last of them. */
  segment: FileSegment;
}

const newline = 0x0a;
/** Pieces on their way to the store before reading from the database stops. */
const pending_max = 8;

export function openLineFiles(options: LineFilesOptions): LineFiles {
  const open = new Map<string, Open>();
  const done: Promise<LineFile>[] = [];
  const writers: Promise<BlobWriter>[] = [];
  const free: Buffer[] = [];
  let pending = 0;
  let failure: Error | undefined;
  let waiting: { promise: Promise<void>; settle: (error?: Error) => void } | undefined;

  function begin(type: string, number: number): Open {
    const name = `${options.label ?? type}-${options.part}-${number}.ndjson`;
    const writer = options.blobs.writer(`${options.prefix}/${name}`);
    writers.push(writer);
    const file: Open = {
      type,
      number,
      name,
      writer,
      opened: undefined,
      written: writer,
      buffer: free.pop() ?? Buffer.allocUnsafe(writeBuffer_bytes),
      used: 0,
      lines: 0,
      bytes: 0,
      segments: [],
      segment: { personId: Number.NaN, bytes: 0 },
    };
    writer.then((opened) => {
      file.opened = opened;
    }, fail);
    return file;
  }

  function fail(error: Error): void {
    failure ??= error;
    waiting?.settle(failure);
    waiting = undefined;
  }

  /** Hands bytes to the store behind everything handed over before: at once, so that it hashes what is still in the processor's cache. */
  function write(file: Open, bytes: Buffer, recycle: Buffer | undefined): void {
    pending++;
    const written = file.opened
      ? file.opened.write(bytes)
      : file.writer.then((opened) => opened.write(bytes));
    file.written = Promise.all([file.written, written]);
    file.written.catch(fail);
    written.then(
      () => {
        pending--;
        if (recycle) free.push(recycle);
        if (waiting && pending < pending_max) {
          waiting.settle();
          waiting = undefined;
        }
      },
      (error) => fail(error),
    );
  }

  function flush(file: Open): void {
    if (file.used === 0) return;
    write(file, file.buffer.subarray(0, file.used), file.buffer);
    file.buffer = free.pop() ?? Buffer.allocUnsafe(writeBuffer_bytes);
    file.used = 0;
  }

  function close(file: Open): void {
    if (file.used > 0) write(file, file.buffer.subarray(0, file.used), file.buffer);
    else free.push(file.buffer);
    const closed = file.written.then(async () => {
      const { bytes, sha256 } = await (await file.writer).commit();
      return {
        name: file.name,
        kind: options.kind,
        type: file.type,
        objectKey: `${options.prefix}/${file.name}`,
        lines: file.lines,
        bytes,
        sha256,
        personIds: personsIn(file.segments),
        segments: file.segments,
      };
    });
    closed.catch(fail);
    done.push(closed);
  }

  return {
    add: (type, personId, bytes, start, end) => {
      let file = open.get(type);
      if (!file) {
        file = begin(type, 1);
        open.set(type, file);
      } else if (file.bytes >= fileBytes_target) {
        close(file);
        file = begin(type, file.number + 1);
        open.set(type, file);
      }
      const length = end - start + 1;
      if (file.used + length > writeBuffer_bytes) flush(file);
      if (length > writeBuffer_bytes) {
        // A line larger than the buffer goes by itself; the caller's bytes are only lent, so it is copied.
        const own = Buffer.allocUnsafe(length);
        bytes.copy(own, 0, start, end);
        own[length - 1] = newline;
        write(file, own, undefined);
      } else {
        bytes.copy(file.buffer, file.used, start, end);
        file.used += length;
        file.buffer[file.used - 1] = newline;
      }
      file.bytes += length;
      file.lines++;
      if (personId !== file.segment.personId) {
        file.segment = { personId, bytes: 0 };
        file.segments.push(file.segment);
      }
      file.segment.bytes += length;
    },
    pressure: () => {
      if (failure) return Promise.reject(failure);
      if (pending < pending_max) return undefined;
      if (!waiting) {
        let settle: (error?: Error) => void = () => {};
        const promise = new Promise<void>((resolve, reject) => {
          settle = (error) => (error ? reject(error) : resolve());
        });
        waiting = { promise, settle };
      }
      return waiting.promise;
    },
    commit: async () => {
      for (const file of open.values()) close(file);
      open.clear();
      return Promise.all(done);
    },
    discard: async () => {
      open.clear();
      await Promise.allSettled(done);
      for (const started of await Promise.allSettled(writers)) {
        if (started.status === 'fulfilled') await started.value.discard().catch(() => {});
      }
      await options.blobs.deleteAll(options.prefix);
    },
  };
}
