import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileBytes, fileLines } from '../fhir/ndjson-file.ts';
import { scanResource } from '../fhir/scan.ts';
import type { Issue } from './issue.ts';
import type { Reporter } from './report.ts';
import type { Validation, Validator } from './validator.ts';

/** One resource in a file, or one line. */
const lineBytes_max = 64 * 1024 * 1024;

/** Every file below: `.json`, `.ndjson`, both also `.gz`. A file that is named counts whatever its name. */
export function* resourceFiles(path: string): Generator<string, void, undefined> {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) yield* resourceFiles(inside);
    else if (/\.(json|ndjson)(\.gz)?$/.test(entry.name)) yield inside;
  }
}

/** Judges every resource of a file; lines that are no resource are invalid ones. */
export async function validateFile(
  file: string,
  validator: Validator,
  reporter: Reporter,
  profiles: readonly string[] | undefined,
): Promise<void> {
  const isWhole = /\.json(\.gz)?$/.test(file);
  for await (const { line, bytes, tooLong } of texts(file, isWhole)) {
    const { resource, problem } = tooLong ? { resource: undefined, problem: 'line-too-long' } : parsed(bytes);
    const result = problem ? unreadable(problem) : validator.validate(resource, profiles ? { profiles } : {});
    const { resourceType, id, meta } = (resource ?? {}) as {
      resourceType?: unknown;
      id?: unknown;
      meta?: { profile?: unknown };
    };
    const claimed = Array.isArray(meta?.profile) ? (meta.profile as unknown[]).map(String) : [];
    reporter.add(
      {
        file,
        line,
        resource:
          typeof resourceType === 'string' ? `${resourceType}/${typeof id === 'string' ? id : ''}` : '',
        profiles:
          profiles ??
          (claimed.length > 0
            ? claimed
            : [`http://hl7.org/fhir/StructureDefinition/${String(resourceType ?? '')}`]),
      },
      result,
    );
  }
}

async function* texts(
  file: string,
  isWhole: boolean,
): AsyncGenerator<{ line: number; bytes: Buffer; tooLong: boolean }> {
  if (!isWhole) {
    for await (const { line, bytes, problem } of fileLines(file, { lineBytes_max }))
      yield { line, bytes, tooLong: problem !== undefined };
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of fileBytes(file, file.endsWith('.gz'))) {
    length += chunk.length;
    if (length > lineBytes_max) {
      yield { line: 1, bytes: Buffer.alloc(0), tooLong: true };
      return;
    }
    chunks.push(chunk);
  }
  yield { line: 1, bytes: Buffer.concat(chunks), tooLong: false };
}

function parsed(bytes: Buffer): { resource?: unknown; problem?: string } {
  const { problem } = scanResource(bytes);
  // A byte that JSON cannot read ends it; what FHIR's JSON forbids besides is reported and nothing more can be said.
  return problem ? { problem } : { resource: JSON.parse(bytes.toString('utf8')) as unknown };
}

function unreadable(rule: string): Validation {
  const issue: Issue = {
    severity: 'error',
    code: 'structure',
    expression: '',
    profile: '',
    rule,
    text: 'The text is no resource in FHIR JSON.',
  };
  return { issues: [issue], valid: false, notChecked: new Map() };
}
