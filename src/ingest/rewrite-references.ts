import { parseReference } from '../fhir/reference.ts';
import type { ScannedResource } from '../fhir/scan.ts';
import type { LineMemory } from './line-memory.ts';
import { ownRef } from './own-ids.ts';

/** References whose answer is remembered: those of one file repeat (patient, practitioners, encounters). */
const remembered_max = 10_000;

export interface Rewritten {
  /** What stands in the record from now on. */
  text: string;
  /** Our own `Type/id`, where it is a reference inside our store. */
  ref: string | undefined;
  type: string;
  /** The partner's `Type/id`. */
  originRef: string;
}

export interface Partner {
  id: number;
  /** Base URL of its FHIR API. */
  fhirBase: string;
  /** The members of this transfer: its Patient id → our person. */
  persons: ReadonlyMap<string, number>;
  /** Members who took their consent back since they were asked for: nothing of them is stored. */
  ended?: ReadonlyMap<string, number>;
}

/** What a reference becomes; null: it stays as it is (contained, urn, absolute elsewhere, no literal reference). */
export type RewriteReference = (text: string) => Rewritten | null;

/**
 * Rewrites references to what the partner holds into references to what we hold of it (pdex-09). A Patient who is not
 * in this transfer will never come, so a reference to it becomes a URL at the partner at once. A version
 * (`/_history/2`) is dropped: we hold one version of each record.
 *
 * @param onNew called for each reference inside our store that was not rewritten lately
 */
export function referenceRewriter(partner: Partner, onNew: (reference: Rewritten) => void): RewriteReference {
  const remembered = new Map<string, Rewritten | null>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (remembered.size >= remembered_max) remembered.clear();
    const rewritten = rewriteReference(partner, text);
    remembered.set(text, rewritten);
    if (rewritten?.ref) onNew(rewritten);
    return rewritten;
  };
}

function rewriteReference(partner: Partner, text: string): Rewritten | null {
  const parsed = parseReference(text, partner.fhirBase);
  if (parsed.kind !== 'local') return null;
  const { type, id, fragment } = parsed;
  const originRef = `${type}/${id}`;
  if (type === 'Patient' && !partner.persons.has(id))
    return { text: absoluteUrl(partner.fhirBase, originRef) + fragment, ref: undefined, type, originRef };
  const ref = ownRef(partner.id, type, id);
  return { text: ref + fragment, ref, type, originRef };
}

export const absoluteUrl = (fhirBase: string, ref: string): string =>
  `${fhirBase.replace(/\/+$/, '')}/${ref}`;

/** Puts new text in place of spans of a line, in the order of the spans; every other byte stays. */
export function spliced(
  line: Buffer,
  changes: readonly { start: number; end: number; text: string }[],
  memory?: LineMemory,
): Buffer {
  let length = line.length;
  for (const { start, end, text } of changes) length += text.length - (end - start);
  const out = memory ? memory.take(length) : Buffer.allocUnsafe(length);
  let from = 0;
  let at = 0;
  for (const { start, end, text } of changes) {
    at = copied(line, from, start, out, at);
    for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i);
    from = end;
  }
  copied(line, from, line.length, out, at);
  return out;
}

/** Pieces up to this length are copied byte by byte: a call into the engine costs more. */
const shortPiece = 200;

function copied(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  const length = end - start;
  if (length > shortPiece) from.copy(to, at, start, end);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
  return at + length;
}

export interface RewrittenLine {
  text: Buffer;
  /** Relative references, ours, other than to Patient, each once. */
  refs: string[];
}

/** The line with our own id and with every reference rewritten. */
export function rewriteLine(
  line: Buffer,
  resource: ScannedResource,
  ownId: string,
  rewrite: RewriteReference,
  memory?: LineMemory,
): RewrittenLine {
  const refs: string[] = [];
  const changes: { start: number; end: number; text: string }[] = [];
  let id = resource.idSpan;
  for (const reference of resource.references) {
    if (id && id.start < reference.start) {
      changes.push({ ...id, text: ownId });
      id = undefined;
    }
    const rewritten = rewrite(reference.text);
    if (!rewritten) continue;
    changes.push({ start: reference.start, end: reference.end, text: asciiJson(rewritten.text) });
    if (rewritten.ref && rewritten.type !== 'Patient' && !refs.includes(rewritten.ref))
      refs.push(rewritten.ref);
  }
  if (id) changes.push({ ...id, text: ownId });
  return { text: spliced(line, changes, memory), refs };
}

/** Inside JSON quotes, as ASCII. Only a fragment or a base URL can hold anything to escape. */
export function asciiJson(text: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return text;
  const quoted = JSON.stringify(text).slice(1, -1);
  return quoted.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
