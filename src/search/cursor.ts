import type { Place } from '../record/search-store.ts';
import type { Seal } from './seal.ts';

/**
 * What a page link carries, sealed: no value of a search is in a URL, and nobody else's link opens anything. The search itself
 * travels along, so that the next page of a POST is a GET.
 */
export interface Cursor {
  /** The searched type, or `$everything`. */
  of: string;
  clientId: string;
  personIds: number[];
  asked: [name: string, value: string][];
  place: Place;
  /** ISO: the order is that of this instant. */
  until?: string;
}

export const sealCursor = (seal: Seal, cursor: Cursor): string => seal.seal(JSON.stringify(cursor));

/** Undefined: none of ours. What we sealed ourselves needs no further check. */
export function openCursor(seal: Seal, token: string, of: string): Cursor | undefined {
  const text = seal.open(token);
  const cursor = text === undefined ? undefined : (JSON.parse(text) as Cursor);
  return cursor?.of === of ? cursor : undefined;
}
