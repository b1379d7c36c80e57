import { resourceTypes } from './resource-types.ts';

/** An id as FHIR R4 allows it (datatypes.html#id). */
export const isId = (text: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(text);

export type ParsedReference =
  /** To a resource of the same server. `fragment` begins with `#`, or is empty. A version is dropped. */
  | { kind: 'local'; type: string; id: string; fragment: string }
  /** `#id`: to a resource contained in this one, or `#` itself. */
  | { kind: 'contained' }
  | { kind: 'absolute' }
  /** `urn:uuid:`, `urn:oid:`. */
  | { kind: 'urn' }
  /** Nothing that names one resource: a search, an unknown type, text. */
  | { kind: 'other' };

const local = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(#.*)?$/;

/**
 * Tells the kinds of `Reference.reference` apart (references.html#literal). An absolute URL on `base`, the server's own
 * base URL, is local too.
 */
export function parseReference(text: string, base?: string): ParsedReference {
  if (text.startsWith('#')) return { kind: 'contained' };
  if (text.startsWith('urn:')) return { kind: 'urn' };
  let path = text;
  if (text.includes('://')) {
    const own = base?.replace(/\/+$/, '');
    if (!own || !text.startsWith(`${own}/`)) return { kind: 'absolute' };
    path = text.slice(own.length + 1);
  }
  const match = local.exec(path);
  if (match?.[1] && match[2] && resourceTypes.has(match[1]))
    return { kind: 'local', type: match[1], id: match[2], fragment: match[3] ?? '' };
  return { kind: path === text ? 'other' : 'absolute' };
}
