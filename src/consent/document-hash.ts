import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../audit/canonical.ts';

/**
 * Digests of a Consent, one line of JSON: of its bytes, and of its canonical content (RFC 8785) without what a server changes by itself
 * when it keeps or prints a resource. By the second a document that was only stored anew is known again.
 */
export function documentHashes(resource: string): { hash: Buffer; contentHash: Buffer } {
  const { meta: _, text: __, ...content } = JSON.parse(resource) as Record<string, JsonValue>;
  return { hash: sha256(resource), contentHash: sha256(canonicalJson(content)) };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
