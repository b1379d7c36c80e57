import type { BlobStore } from '../../../blob/blob.ts';
import { ndjsonLines } from '../../../fhir/ndjson.ts';
import { listOf, objectOf } from '../json.ts';

const errorLineBytes_max = 1024 * 1024;

/** Notices of this kind keep the watermark where it is: part of the data did not come. */
export const partnerErrorPrefix = 'partner-error-';

/** What a manifest's error file says, coded: one notice for each issue. The lines themselves are kept for a person. */
export async function errorsIn(blobs: BlobStore, key: string): Promise<string[]> {
  const notices: string[] = [];
  for await (const { bytes, problem } of ndjsonLines(await blobs.read(key), {
    lineBytes_max: errorLineBytes_max,
  })) {
    if (problem) notices.push(`${partnerErrorPrefix}unreadable`);
    else for (const issue of issuesOf(bytes)) notices.push(issue);
  }
  return notices;
}

function issuesOf(line: Buffer): string[] {
  let outcome: unknown;
  try {
    outcome = JSON.parse(line.toString('utf8'));
  } catch {
    return [`${partnerErrorPrefix}unreadable`];
  }
  return listOf(objectOf(outcome).issue).map(({ severity, code }) => {
    const name = typeof code === 'string' && /^[a-z-]{1,40}$/.test(code) ? code : 'unknown';
    const grave = severity !== 'information' && severity !== 'warning';
    return `${grave ? partnerErrorPrefix : 'partner-notice-'}${name}`;
  });
}
