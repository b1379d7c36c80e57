import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ndjsonLines } from '../fhir/ndjson.ts';
import { Problem } from '../problem/problem.ts';

/** Nobody's description is longer. */
const lineBytes_max = 16 * 1024 * 1024;
const chunkBytes = 512 * 1024;

/** The lines of a text file, gzipped or not, without empty ones. */
export async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  const bytes = path.endsWith('.gz')
    ? pipeline(file, createGunzip({ chunkSize: chunkBytes }), () => {})
    : file;
  for await (const { line, bytes: text, problem } of ndjsonLines(bytes as AsyncIterable<Buffer>, {
    lineBytes_max,
  })) {
    if (problem) throw new Problem('invalid', `${path}, line ${line}: ${problem}.`);
    yield text.toString();
  }
}

/** Each line as a JSON object. */
export async function* objectsOf<T>(path: string): AsyncGenerator<T, void, undefined> {
  let line = 0;
  for await (const text of linesOf(path)) {
    line++;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new Problem('invalid', `${path}, line ${line}, is no JSON object.`);
    yield parsed as T;
  }
}
