import { isUtf8 } from 'node:buffer';
import { isHex4, matches, numberEnd, word } from './json-bytes.ts';

/** Objects and arrays inside each other. FHIR's own deepest real resources stay below 30. */
export const jsonDepth_max = 100;

/** From this many properties in one object on, duplicates are looked for in a set instead of one by one. */
const listedKeys_max = 48;

/** Where something lies in the line: bytes `start` (inclusive) to `end` (exclusive). */
export interface Span {
  start: number;
  end: number;
}

/** One `Reference.reference`. The span lies inside the quotes; `text` is decoded. */
export interface FoundReference extends Span {
  text: string;
  /** The property of the resource under which it lies, at whatever depth: `subject`, `item`, `contained`. */
  property: string;
  /** The Reference is the value of `property` itself, or one of its items: not deeper. */
  direct: boolean;
  /** The value of `property` is a list. */
  list: boolean;
}

export interface ScannedResource {
  resourceType: string | undefined;
  id: string | undefined;
  /** Inside the quotes. */
  idSpan: Span | undefined;
  /** The whole object, braces included. */
  meta: Span | undefined;
  /** `meta.lastUpdated` and `meta.versionId`, inside the quotes. */
  lastUpdated: Span | undefined;
  versionId: Span | undefined;
  references: FoundReference[];
}

export type ScanProblem =
  | 'invalid-utf8'
  | 'invalid-json'
  | 'not-an-object'
  | 'too-deep'
  | 'duplicate-property'
  | 'escaped-property-name' // FHIR's names are plain ASCII: an escape only hides one
  | 'null-value' // null stands in arrays of primitives only (json.html#null)
  | 'empty-value'; // no empty object, no empty array (json.html#xml)

export type Scan =
  | { resource: ScannedResource; problem?: undefined }
  | { resource?: undefined; problem: ScanProblem; at: number };

// The tables stand in this module: V8 does not fold what is imported, and the scan would take four times as long.
/** A byte that ends the plain run of a string: the quote, the backslash, a control character. */
const special = new Uint8Array(256);
special.fill(1, 0, 0x20);
special[0x22] = 1;
special[0x5c] = 1;

/** `"` `\` `/` `b` `f` `n` `r` `t` after a backslash. */
const simpleEscape = new Uint8Array(256);
for (const char of '"\\/bfnrt') simpleEscape[char.charCodeAt(0)] = 1;

const wordTrue = word('true');
const wordFalse = word('false');
const wordNull = word('null');
const keyReference = word('reference');
const keyResourceType = word('resourceType');
const keyId = word('id');
const keyMeta = word('meta');
const keyLastUpdated = word('lastUpdated');
const keyVersionId = word('versionId');

/**
 * Reads one line of NDJSON in one pass over its bytes, without building the value. Rejects all that `JSON.parse` rejects
 * and what FHIR's JSON forbids besides: two properties of one name, null as a property's value, empty objects and arrays.
 */
export function scanResource(line: Buffer): Scan {
  if (!isUtf8(line)) return { problem: 'invalid-utf8', at: 0 };
  buf = line;
  end = line.length;
  pos = 0;
  found = {
    resourceType: undefined,
    id: undefined,
    idSpan: undefined,
    meta: undefined,
    lastUpdated: undefined,
    versionId: undefined,
    references: [],
  };
  keyCount = 0;
  problem = undefined;
  topStart = 0;
  topEnd = 0;
  directLevel = 0;
  inMeta = false;

  skipSpace();
  const first = buf[pos];
  if (first !== 0x7b) {
    const at = pos;
    if (value(0)) skipSpace();
    if (pos < end) fail('invalid-json');
    return { problem: problem ?? 'not-an-object', at };
  }
  if (object(1)) {
    skipSpace();
    if (pos < end) fail('invalid-json');
  }
  if (problem !== undefined) return { problem, at: pos };
  return { resource: found };
}

// The state of the one scan that runs: module variables are what V8 keeps in registers and never allocates. A scan
// never awaits, so no two can meet.
let buf: Buffer = Buffer.alloc(0);
let pos = 0;
let end = 0;
let problem: ScanProblem | undefined;
let found: ScannedResource;
/** Spans of the names in the objects that are open, the innermost last. */
let keyStarts = new Int32Array(1024);
let keyEnds = new Int32Array(1024);
let keyCount = 0;
/** The resource's own property that is being read. */
let topStart = 0;
let topEnd = 0;
/** Depth at which a Reference is the property's own value (2), or an item of its list (3). */
let directLevel = 0;
let inMeta = false;
/** Whether the string that was read last held an escape. */
let escaped = false;

function fail(what: ScanProblem): false {
  problem ??= what;
  return false;
}

function skipSpace(): void {
  while (pos < end) {
    const c = buf[pos]!;
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
    pos++;
  }
}

/** Any value; `depth` counts the objects and arrays around it. */
function value(depth: number): boolean {
  switch (buf[pos]) {
    case 0x22:
      return string();
    case 0x7b:
      return object(depth + 1);
    case 0x5b:
      return array(depth + 1);
    case 0x74:
      return literal(wordTrue);
    case 0x66:
      return literal(wordFalse);
    case 0x6e:
      return literal(wordNull);
    default:
      return number();
  }
}

function object(depth: number): boolean {
  if (depth > jsonDepth_max) return fail('too-deep');
  const firstKey = keyCount;
  let names: Set<string> | undefined;
  pos++;
  skipSpace();
  if (buf[pos] === 0x7d) return fail('empty-value');
  for (;;) {
    if (pos >= end || buf[pos] !== 0x22) return fail('invalid-json');
    const keyStart = pos + 1;
    if (!string()) return false;
    const keyEnd = pos - 1;
    if (escaped) return fail('escaped-property-name');
    if (names === undefined && keyCount - firstKey >= listedKeys_max) names = listedNames(firstKey);
    if (names === undefined ? !list(firstKey, keyStart, keyEnd) : !add(names, keyStart, keyEnd))
      return fail('duplicate-property');
    skipSpace();
    if (buf[pos] !== 0x3a || pos >= end) return fail('invalid-json');
    pos++;
    skipSpace();
    if (pos >= end) return fail('invalid-json');
    const first = buf[pos];
    if (depth === 1) {
      if (!property(keyStart, keyEnd)) return false;
    } else if (first === 0x22) {
      const start = pos + 1;
      if (!string()) return false;
      if (is(keyReference, keyStart, keyEnd)) addReference(start, depth);
      else if (inMeta && depth === 2) metaProperty(keyStart, keyEnd, start);
    } else if (!value(depth)) return false;
    else if (first === 0x6e) return fail('null-value');
    skipSpace();
    if (pos >= end) return fail('invalid-json');
    const next = buf[pos];
    pos++;
    if (next === 0x7d) break;
    if (next !== 0x2c) return fail('invalid-json');
    skipSpace();
  }
  keyCount = firstKey;
  return true;
}

/** The value of one of the resource's own properties. */
function property(keyStart: number, keyEnd: number): boolean {
  const first = buf[pos];
  const start = pos;
  topStart = keyStart;
  topEnd = keyEnd;
  directLevel = first === 0x5b ? 3 : 2;
  inMeta = first === 0x7b && is(keyMeta, keyStart, keyEnd);
  if (!value(1)) return false;
  if (first === 0x6e) return fail('null-value');
  if (inMeta) {
    found.meta = { start, end: pos };
    inMeta = false;
  } else if (first === 0x22) {
    if (is(keyResourceType, keyStart, keyEnd)) found.resourceType = text(start + 1);
    else if (is(keyId, keyStart, keyEnd)) {
      found.id = text(start + 1);
      found.idSpan = { start: start + 1, end: pos - 1 };
    }
  }
  return true;
}

function metaProperty(keyStart: number, keyEnd: number, start: number): void {
  if (is(keyLastUpdated, keyStart, keyEnd)) found.lastUpdated = { start, end: pos - 1 };
  else if (is(keyVersionId, keyStart, keyEnd)) found.versionId = { start, end: pos - 1 };
}

function addReference(start: number, depth: number): void {
  found.references.push({
    start,
    end: pos - 1,
    text: text(start),
    property: buf.toString('latin1', topStart, topEnd),
    direct: depth === directLevel,
    list: directLevel === 3,
  });
}

/** The string that ends at `pos`, decoded. */
function text(start: number): string {
  return escaped
    ? (JSON.parse(buf.toString('utf8', start - 1, pos)) as string)
    : buf.toString('utf8', start, pos - 1);
}

function array(depth: number): boolean {
  if (depth > jsonDepth_max) return fail('too-deep');
  pos++;
  skipSpace();
  if (buf[pos] === 0x5d) return fail('empty-value');
  for (;;) {
    if (pos >= end) return fail('invalid-json');
    if (!value(depth)) return false;
    skipSpace();
    if (pos >= end) return fail('invalid-json');
    const next = buf[pos];
    pos++;
    if (next === 0x5d) return true;
    if (next !== 0x2c) return fail('invalid-json');
    skipSpace();
  }
}

/** From the opening quote to behind the closing one. */
function string(): boolean {
  const bytes = buf;
  const stop = end;
  let at = pos + 1;
  escaped = false;
  for (;;) {
    while (at < stop && special[bytes[at]!] === 0) at++;
    if (at >= stop) break;
    const c = bytes[at]!;
    if (c === 0x22) {
      pos = at + 1;
      return true;
    }
    if (c !== 0x5c) break;
    escaped = true;
    const kind = bytes[at + 1]!;
    if (at + 1 >= stop) break;
    if (simpleEscape[kind] === 1) at += 2;
    else if (kind === 0x75 && isHex4(bytes, at + 2)) at += 6;
    else break;
  }
  pos = at;
  return fail('invalid-json');
}

function literal(letters: Uint8Array): boolean {
  if (pos + letters.length > end || !matches(buf, pos, letters)) return fail('invalid-json');
  pos += letters.length;
  return true;
}

function number(): boolean {
  const at = numberEnd(buf, pos);
  if (at < 0) return fail('invalid-json');
  pos = at;
  return true;
}

function is(name: Uint8Array, start: number, stop: number): boolean {
  return stop - start === name.length && matches(buf, start, name);
}

/** Adds a name to those of its object, whose first is at `firstKey`; false when it stands there already. */
function list(firstKey: number, start: number, stop: number): boolean {
  const length = stop - start;
  for (let k = firstKey; k < keyCount; k++) {
    const other = keyStarts[k]!;
    if (keyEnds[k]! - other !== length) continue;
    let i = 0;
    while (i < length && buf[other + i] === buf[start + i]) i++;
    if (i === length) return false;
  }
  if (keyCount === keyStarts.length) growKeys();
  keyStarts[keyCount] = start;
  keyEnds[keyCount] = stop;
  keyCount++;
  return true;
}

function growKeys(): void {
  const starts = new Int32Array(keyStarts.length * 2);
  const ends = new Int32Array(keyEnds.length * 2);
  starts.set(keyStarts);
  ends.set(keyEnds);
  keyStarts = starts;
  keyEnds = ends;
}

function listedNames(firstKey: number): Set<string> {
  const names = new Set<string>();
  for (let k = firstKey; k < keyCount; k++) names.add(buf.toString('latin1', keyStarts[k]!, keyEnds[k]!));
  return names;
}

function add(names: Set<string>, start: number, stop: number): boolean {
  const name = buf.toString('latin1', start, stop);
  return !names.has(name) && names.add(name) !== undefined;
}
