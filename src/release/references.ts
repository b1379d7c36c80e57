// p2p 5.1, O7 ("EOB.insurance.coverage must resolve"): every relative reference in what leaves resolves in what leaves
import { isObject, type Json, type JsonObject } from '../fhir/lossless.ts';
import { parseReference } from '../fhir/reference.ts';

/** Whether a reference says where it lies without knowing us: a URL or URN, or a contained resource. */
export const isAbsolute = (text: string): boolean =>
  ['contained', 'absolute', 'urn'].includes(parseReference(text).kind);

/**
 * The value with each `Reference.reference` passed through `keep`: its text as it shall be, or undefined to cut it. A cut
 * Reference keeps its identifier and display and says of what type it was. The same value where nothing changed.
 */
export function mapReferences(value: Json, keep: (reference: string) => string | undefined): Json {
  if (Array.isArray(value)) {
    const mapped = value.map((entry) => mapReferences(entry, keep));
    return mapped.some((entry, i) => entry !== value[i]) ? mapped : value;
  }
  if (!isObject(value)) return value;
  let copy: JsonObject | undefined;
  for (const key in value) {
    const before = value[key]!;
    if (key === 'reference' && typeof before === 'string') {
      const after = keep(before);
      if (after === before) continue;
      copy = after === undefined ? cut(copy ?? value, before) : { ...(copy ?? value), reference: after };
      continue;
    }
    const after = mapReferences(before, keep);
    if (after !== before) copy = { ...(copy ?? value), [key]: after };
  }
  return copy ?? value;
}

function cut(reference: JsonObject, was: string): JsonObject {
  const { reference: _gone, _reference: _extended, ...rest } = reference;
  const parsed = parseReference(was);
  if (parsed.kind === 'local' && rest.type === undefined) rest.type = parsed.type;
  if (rest.identifier === undefined && rest.display === undefined) rest.display = 'Not part of this exchange';
  return rest;
}
