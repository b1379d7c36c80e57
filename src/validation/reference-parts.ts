import { resourceTypes } from '../fhir/resource-types.ts';

/** What the text of a reference tells (references.html#literal). */
export interface ReferenceParts {
  /** The resource type that it names; empty where it names none. */
  type: string;
  isContained: boolean;
}

const none: ReferenceParts = { type: '', isContained: false };
const contained: ReferenceParts = { type: '', isContained: true };
const byType = new Map<string, ReferenceParts>();

export function referenceParts(reference: string): ReferenceParts {
  if (reference.charCodeAt(0) === 0x23) return contained;
  if (reference.startsWith('urn:')) return none;
  let end = reference.indexOf('/_history/');
  if (end < 0) end = reference.length;
  const idSlash = reference.lastIndexOf('/', end - 1);
  if (idSlash <= 0) return none;
  const type = reference.slice(reference.lastIndexOf('/', idSlash - 1) + 1, idSlash);
  const known = byType.get(type);
  if (known) return known;
  // `EndPoint/1` is an address of something, but of no resource type that there is.
  if (!resourceTypes.has(type)) return none;
  const parts = { type, isContained: false };
  if (byType.size < 1000) byType.set(type, parts);
  return parts;
}
