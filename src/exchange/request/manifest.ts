import { fileExtension } from '../../bulk/manifest.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';

/** One file of a partner's manifest. */
export interface ManifestFile {
  kind: 'output' | 'deleted' | 'error';
  type: string;
  url: string;
  /** Lines, where the partner says so. */
  count: number | null;
  bytes: number | null;
  sha256: string | null;
}

export interface ReadManifest {
  transactionTime: Date | undefined;
  needsToken: boolean;
  files: ManifestFile[];
  /** Absolute URL of the next page (Bulk Data 3, paged manifests). */
  next: string | undefined;
  /** What was odd but tolerated. */
  notices: string[];
}

/** A manifest that cannot be worked with, and why. */
export type ManifestRead = { ok: true; manifest: ReadManifest } | { ok: false; reason: string };

/**
 * Reads a completion manifest (Bulk Data 2.0). Tolerated and noticed: no `error` array, no count, a count that is no
 * number, an unknown transactionTime, the same URL twice (kept once). Refused: no `output` array, a file without
 * type or URL, a URL that may not be called (`mayCall`).
 */
export function readManifest(body: unknown, base: string, mayCall: (url: string) => boolean): ManifestRead {
  if (!isObject(body) || !Array.isArray(body.output)) return { ok: false, reason: 'manifest-without-output' };
  const notices: string[] = [];
  if (!Array.isArray(body.error) && !Array.isArray(body.outcome)) notices.push('manifest-without-error');
  const transactionTime = instantOf(body.transactionTime);
  if (!transactionTime) notices.push('manifest-without-transaction-time');
  const files = new Map<string, ManifestFile>();
  for (const [kind, list] of [
    ['output', body.output],
    ['deleted', body.deleted],
    ['error', body.error ?? body.outcome],
  ] as const) {
    for (const item of Array.isArray(list) ? list : []) {
      const file = fileOf(kind, item, base, notices);
      if (!file) return { ok: false, reason: 'manifest-file-malformed' };
      if (!mayCall(file.url)) return { ok: false, reason: 'manifest-file-of-foreign-origin' };
      if (files.has(file.url)) notices.push('manifest-file-twice');
      else files.set(file.url, file);
    }
  }
  const link = listOf(body.link).find((l) => l.relation === 'next');
  const next = link && absolute(textOf(link.url), base);
  if (link && (!next || !mayCall(next))) return { ok: false, reason: 'manifest-next-of-foreign-origin' };
  return {
    ok: true,
    manifest: {
      transactionTime,
      needsToken: body.requiresAccessToken !== false,
      files: [...files.values()],
      next,
      notices,
    },
  };
}

function fileOf(
  kind: ManifestFile['kind'],
  item: unknown,
  base: string,
  notices: string[],
): ManifestFile | undefined {
  const { type, url, count, extension } = objectOf(item);
  const address = absolute(textOf(url), base);
  const name =
    textOf(type) ?? (kind === 'error' ? 'OperationOutcome' : kind === 'deleted' ? 'Bundle' : undefined);
  if (!address || !name || !/^[A-Za-z]{1,64}$/.test(name)) return undefined;
  const good = Number.isSafeInteger(count) && Number(count) >= 0;
  if (!good && kind === 'output')
    notices.push(count === undefined ? 'manifest-without-count' : 'manifest-count-invalid');
  return { kind, type: name, url: address, count: good ? Number(count) : null, ...integrityOf(extension) };
}

function integrityOf(extension: unknown): { bytes: number | null; sha256: string | null } {
  const { bytes, sha256 } = objectOf(objectOf(extension as Json)[fileExtension]);
  return {
    bytes: Number.isSafeInteger(bytes) && Number(bytes) >= 0 ? Number(bytes) : null,
    sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
  };
}

function absolute(url: string | undefined, base: string): string | undefined {
  return url !== undefined && URL.canParse(url, base) ? new URL(url, base).href : undefined;
}

/** FHIR instant. */
function instantOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
