// consent-and-sensitive-data 3.1: labels from and to `meta.security`. What is received is only ever added.
import { isObject, type Json, type JsonObject, textOf } from '../fhir/lossless.ts';
import { actCodeSystem, bits, confidentialitySystem, label, localSystemPath } from './bits.ts';

/** The classes that the Californian value sets (AB 352) code in a system of their own. */
const ab352Path = '/codesystem/ab352healthsensitivitycs';
const ab352: Record<string, number> = {
  ABORTION: label.ABORTION,
  CONTRACEPTION: label.CONTRACEPTION,
  GENDER_AFFIRMING_CARE: label.GENDERCARE,
};

const accepted = new Map<string, number>();
for (const entry of bits)
  for (const code of entry.accepts)
    accepted.set(code.toUpperCase(), (accepted.get(code.toUpperCase()) ?? 0) | (1 << entry.bit));
const local = new Map<string, number>(bits.map((entry) => [entry.key, 1 << entry.bit]));

/** Confidentiality that asks for nothing: unrestricted to normal. */
const harmless = new Set(['U', 'L', 'M', 'N']);

const bare = (system: string): string =>
  system
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\|.*$/, '')
    .replace(/\/+$/, '');
const confidentiality = new Set([bare(confidentialitySystem), 'urn:oid:2.16.840.1.113883.5.25']);

/**
 * The labels that a list of Codings (`meta.security`, inline labels) carries. R, V or a code that we do not know, without
 * any class that we know, is OTHER: somebody said that it is sensitive and we cannot tell how. What is no Coding counts
 * as unknown.
 */
export function labelsOf(security: Json | undefined): number {
  if (security === undefined) return 0;
  let classes = 0;
  let unknown = false;
  for (const coding of Array.isArray(security) ? security : [security]) {
    const found = labelOf(isObject(coding) ? coding : {});
    if (found === undefined) unknown = true;
    else classes |= found;
  }
  return classes === 0 && unknown ? label.OTHER : classes;
}

/** Undefined: a restriction without a class. */
function labelOf(coding: JsonObject): number | undefined {
  const code = textOf(coding.code)?.trim().toUpperCase();
  if (!code) return undefined;
  const system = bare(textOf(coding.system) ?? '');
  if (confidentiality.has(system)) return harmless.has(code) ? 0 : undefined;
  if (system.endsWith(localSystemPath.toLowerCase())) return local.get(code);
  if (system.endsWith(ab352Path)) return ab352[code];
  // A sensitivity code in a strange system is still a warning; it names the class that it names.
  const known = accepted.get(code);
  if (known !== undefined) return known;
  return system === '' && harmless.has(code) ? 0 : undefined;
}

/**
 * What a record that leaves under `#sensitive` says of itself: R and its classes; nothing for a record without class.
 * Under `#regular` nothing is emitted: the caller does not call.
 * @param base our own FHIR base URL, for the classes that HL7 has no code for
 */
export function securityOf(labels: number, base: string): { system: string; code: string }[] {
  const codes: { system: string; code: string }[] = [];
  let any = false;
  for (const entry of bits) {
    if ((labels & (1 << entry.bit)) === 0) continue;
    any = true;
    for (const code of entry.emits)
      if (!codes.some((one) => one.code === code)) codes.push({ system: actCodeSystem, code });
    if (entry.local) codes.push({ system: base.replace(/\/+$/, '') + localSystemPath, code: entry.key });
  }
  return any ? [{ system: confidentialitySystem, code: 'R' }, ...codes] : [];
}

/** Labels that came with a record are added to those that it has; none is ever taken away or lowered. */
export const withReceived = (labels: number, security: Json | undefined): number =>
  labels | labelsOf(security);
