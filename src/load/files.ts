import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type NdjsonLine, ndjsonLines } from '../fhir/ndjson.ts';
import { fileBytes } from '../fhir/ndjson-file.ts';
import { Problem } from '../problem/problem.ts';
import { payloadTypes } from '../release/rules.ts';

/** The longest line that is read: a document of some 12 MB in base64 with what is around it. */
export const lineBytes_max = 16 * 1024 * 1024;

/** How much longer NDJSON of FHIR is than its gzip, roughly: for planning only. */
const gzipRatio = 16;

export interface InputFile {
  path: string;
  gzip: boolean;
  /** The type that every line is of, where the name says so. */
  type: string | undefined;
  /** About how many bytes its lines have. */
  estimatedBytes: number;
}

/**
 * All `.ndjson` and `.ndjson.gz` of these files and folders, at any depth, in the order of their names; Binaries first, for
 * what refers to them takes them in.
 */
export async function inputFiles(paths: readonly string[]): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  for (const path of paths) for (const file of await filesIn(path, true)) found.set(file.path, file);
  const rank = ({ type, path }: InputFile): string => `${type === 'Binary' ? 0 : 1}${path}`;
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

async function filesIn(path: string, named: boolean): Promise<InputFile[]> {
  const entry = await stat(path).catch((cause) => {
    throw new Problem('not-found', `There is no file or folder ${path}.`, { cause });
  });
  if (entry.isDirectory()) {
    const names = (await readdir(path)).sort();
    return (await Promise.all(names.map((name) => filesIn(join(path, name), false)))).flat();
  }
  if (!/\.ndjson(?:\.gz)?$/i.test(path)) {
    if (named)
      throw new Problem('invalid', `${path} is neither .ndjson nor .ndjson.gz.`, { code: 'not-supported' });
    return [];
  }
  const gzip = /\.gz$/i.test(path);
  return [{ path, gzip, type: typeByName(path), estimatedBytes: entry.size * (gzip ? gzipRatio : 1) }];
}

/** `Patient.ndjson`, `ExplanationOfBenefit-2024.ndjson.gz`, `1.Coverage.ndjson`: a whole word of the name is a type. */
function typeByName(path: string): string | undefined {
  const words = basename(path).split(/[-._ ]/);
  const types = words
    .map((word) => (word === 'EOB' ? 'ExplanationOfBenefit' : word))
    .filter((w) => payloadTypes.has(w) || w === 'Binary');
  return types.length === 1 ? types[0] : undefined;
}

/** The lines of a file. Throws what the file system or gzip throws. */
export const linesOf = ({ path, gzip }: InputFile): AsyncGenerator<NdjsonLine, void, undefined> =>
  ndjsonLines(fileBytes(path, gzip), { lineBytes_max });
