import { assert } from '../problem/problem.ts';
import type { BulkFile, BulkJob } from './job.ts';

/** Key of the manifest's per-file extension: `{sha256: hex, bytes}`. */
export const fileExtension = 'https://throughline.dev/fhir/StructureDefinition/bulk-file-integrity';

interface ManifestItem {
  type: string;
  url: string;
  count: number;
  extension: Record<string, { sha256: string; bytes: number }>;
}

/** The Bulk Data 2.0 completion manifest. */
export interface Manifest {
  transactionTime: string;
  request: string;
  requiresAccessToken: true;
  output: ManifestItem[];
  deleted?: ManifestItem[];
  error: ManifestItem[];
}

/**
 * The manifest of a completed job. `error` is always there, `deleted` when the job was asked with `_since`; files
 * need a token (ATR). Each file's checksum and size are in its extension.
 */
export function manifestOf(job: BulkJob, files: readonly BulkFile[], baseUrl: string): Manifest {
  assert(job.transactionTime, 'a completed job has a transaction time');
  const items = (kind: BulkFile['kind']): ManifestItem[] =>
    files
      .filter((file) => file.kind === kind)
      .map((file) => ({
        type: file.type,
        url: `${baseUrl}/fhir/bulk-file/${job.id}/${file.name}`,
        count: file.lines,
        extension: { [fileExtension]: { sha256: file.sha256.toString('hex'), bytes: file.bytes } },
      }));
  return {
    transactionTime: job.transactionTime.toISOString(),
    request: job.requestUrl,
    requiresAccessToken: true,
    output: items('output'),
    ...(job.listsDeleted && { deleted: items('deleted') }),
    error: items('error'),
  };
}
