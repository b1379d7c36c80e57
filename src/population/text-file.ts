import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** Characters that are gathered before they are handed to the system. */
const chunk_chars = 128 * 1024;

/** A file written line by line, compressed where its name ends in `.gz`. */
export interface TextFile {
  readonly path: string;
  /** Resolves when the file can take more: a slow disk holds up the writer, not the memory. */
  line(text: string): Promise<void> | undefined;
  close(): Promise<void>;
}

export function openTextFile(path: string): TextFile {
  const file = createWriteStream(path);
  const gzip = path.endsWith('.gz') ? createGzip({ level: constants.Z_BEST_SPEED }) : undefined;
  gzip?.pipe(file);
  const into = gzip ?? file;
  const done = finished(file);
  // A failure shows at the next write or at the end, whichever comes first.
  done.catch(() => undefined);
  let pending = '';
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    if (!into.write(text)) await Promise.race([once(into, 'drain'), done]);
  };
  return {
    path,
    line(text) {
      pending += `${text}\n`;
      return pending.length < chunk_chars ? undefined : flush();
    },
    async close() {
      if (pending) await flush();
      into.end();
      await done;
    },
  };
}
