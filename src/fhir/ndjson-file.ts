import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type NdjsonLine, type NdjsonOptions, ndjsonLines } from './ndjson.ts';

const chunkBytes = 512 * 1024;

/** The bytes of a file, gzipped or not. What the file system or gzip throws reaches the reader. */
export function fileBytes(path: string, gzip: boolean): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  // The pipeline's own error reaches the reader through the gunzip stream.
  return gzip ? pipeline(file, createGunzip({ chunkSize: chunkBytes }), () => {}) : file;
}

/** The lines of a file, gzipped where its name says so. */
export const fileLines = (
  path: string,
  options: NdjsonOptions,
): AsyncGenerator<NdjsonLine, void, undefined> => ndjsonLines(fileBytes(path, path.endsWith('.gz')), options);
