// consent-and-sensitive-data 3.4 (K5, K9, K12), 3.5: what is cut out of a record that leaves, and the labels that go with it
import {
  isObject,
  type Json,
  type JsonObject,
  NumberText,
  objectsOf,
  parseJson,
  printJson,
} from '../fhir/lossless.ts';
import { parseReference } from '../fhir/reference.ts';
import { assert } from '../problem/problem.ts';

export interface Redaction {
  /** References whose target stays, with the element that they stand in; `part`: with the entry of this list. */
  drop: readonly { element: string; target: string; part?: string }[];
  /** Paths that go: `note[0]`, `text`, `code.coding[1].display`. */
  paths: readonly string[];
  /** Put into `meta.security`, beside what is there. */
  security: readonly { system: string; code: string }[];
}

/** Profiles that require a narrative (US Core 3.1.1 CarePlan): it is made anew, and says nothing. */
const narrated: Record<string, string> = { CarePlan: 'Care plan' };

/**
 * The line without what must stay here. Nothing marks the place: no reason, no display, no empty element. A narrative that may tell
 * what was cut goes, or is made anew where a profile requires one.
 */
export function redact(line: string, { drop, paths, security }: Redaction): string {
  const parsed = parseJson(line);
  assert('value' in parsed && isObject(parsed.value), 'a stored line parses');
  let value: JsonObject = parsed.value;
  if (drop.length > 0) value = (without(value, '', drop) ?? {}) as JsonObject;
  if (paths.length > 0) value = withoutPaths(value, paths);
  if (drop.length > 0 || paths.length > 0) value = narrative(value, parsed.value.text !== undefined);
  if (security.length > 0) value = labelled(value, security);
  return printJson(value);
}

/** The value without the References; undefined when nothing is left of it. */
function without(value: Json, path: string, drop: Redaction['drop']): Json | undefined {
  if (Array.isArray(value)) {
    const left = value
      .filter((entry) => !drop.some((one) => one.part === path && path !== '' && holds(entry, path, one)))
      .map((entry) => without(entry, path, drop))
      .filter((entry) => entry !== undefined);
    return left.length > 0 ? left : undefined;
  }
  if (!isObject(value)) return value;
  if (drop.some((one) => one.element === path && refersTo(value, one.target))) return undefined;
  const left: JsonObject = {};
  let any = false;
  for (const name in value) {
    const child = value[name];
    if (child === undefined) continue;
    const kept =
      typeof child === 'object' ? without(child, path === '' ? name : `${path}.${name}`, drop) : child;
    if (kept === undefined) continue;
    left[name] = kept;
    any = true;
  }
  return any ? left : undefined;
}

/** Whether there is such a reference in this part. */
function holds(value: Json, path: string, one: { element: string; target: string }): boolean {
  if (Array.isArray(value)) return value.some((entry) => holds(entry, path, one));
  if (!isObject(value) || value instanceof NumberText) return false;
  if (one.element === path && refersTo(value, one.target)) return true;
  return Object.keys(value).some((name) => {
    const child = value[name];
    return typeof child === 'object' && holds(child, `${path}.${name}`, one);
  });
}

function refersTo(value: JsonObject, target: string): boolean {
  if (typeof value.reference !== 'string') return false;
  const parsed = parseReference(value.reference);
  return parsed.kind === 'local' && `${parsed.type}/${parsed.id}` === target;
}

function withoutPaths(value: JsonObject, paths: readonly string[]): JsonObject {
  const gone = new Set(paths);
  const walk = (node: Json, path: string): Json | undefined => {
    if (gone.has(path)) return undefined;
    if (Array.isArray(node)) {
      const left = node
        .map((entry, i) => walk(entry, `${path}[${i}]`))
        .filter((entry) => entry !== undefined);
      return left.length > 0 ? left : undefined;
    }
    if (!isObject(node)) return node;
    const left: JsonObject = {};
    for (const name in node) {
      const child = node[name];
      const kept = child === undefined ? undefined : walk(child, path === '' ? name : `${path}.${name}`);
      if (kept !== undefined) left[name] = kept;
    }
    return Object.keys(left).length > 0 ? left : undefined;
  };
  return (walk(value, '') ?? {}) as JsonObject;
}

function narrative(value: JsonObject, told: boolean): JsonObject {
  const title = narrated[String(value.resourceType)];
  const { text: _told, ...rest } = value;
  if (!told || title === undefined) return rest;
  const text = { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${title}</div>` };
  return { ...rest, text };
}

function labelled(value: JsonObject, security: Redaction['security']): JsonObject {
  const meta = isObject(value.meta) ? value.meta : {};
  const there = objectsOf(meta.security);
  const more = security.filter(
    ({ system, code }) => !there.some((coding) => coding.system === system && coding.code === code),
  );
  return { ...value, meta: { ...meta, security: [...there, ...more.map((coding) => ({ ...coding }))] } };
}
