import { fileLines } from '../fhir/ndjson-file.ts';
import { Problem } from '../problem/problem.ts';

/** Nobody's description is longer. */
const lineBytes_max = 16 * 1024 * 1024;

/** The lines of a text file, gzipped or not, without empty ones. */
export async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  for await (const { line, bytes, problem } of fileLines(path, { lineBytes_max })) {
    if (problem) throw new Problem('invalid', `${path}, line ${line}: ${problem}.`);
    yield bytes.toString();
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
