import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/**
 * The columns of an entry in the order in which `entryBytes` takes them, as a binary COPY gives them. Codes and counts come as JSON
 * text. Of the detail it is the digest of its text as the database prints jsonb, which is one for equal values: the database makes
 * it, while we make the entry's; NULL for an empty detail.
 */
export const entryColumns = `e.id, e.at, e.actor, e.action, e.person_id, nullif(e.subject, ''),
  case when e.detail <> '{}' then sha256(convert_to(e.detail::text, 'UTF8')) end,
  e.on_behalf_of, e.partner, e.decision, array_to_json(e.codes)::text, e.permit, e.epoch, e.consent_hash, e.rule_set,
  e.counts::text, e.trace, e.before_chain`;
export const entryColumns_count = 18;

/** Where an entry's columns lie in `bytes`; the first is at `first` of the two arrays. See `OnRow` of binary COPY. */
export interface EntryRow {
  bytes: Buffer;
  starts: Int32Array;
  ends: Int32Array;
  first: number;
}

/** What the chain adds to an entry. */
export interface Place {
  seq: number;
  /** Microseconds since 2000-01-01T00:00:00Z, as the database counts. */
  at_us: number;
  /** Hash of the entry before, in hex. */
  prev: string;
}

const epoch_ms = Date.UTC(2000, 0, 1);

export const microsecondsOf = (at: Date): number => (at.getTime() - epoch_ms) * 1000;
export const dateOf = (at_us: number): Date => new Date(epoch_ms + at_us / 1000);

/** An int8 of a binary COPY; NaN for NULL. */
export function int64At(bytes: Buffer, start: number): number {
  return start === -1 ? Number.NaN : bytes.readInt32BE(start) * 2 ** 32 + bytes.readUInt32BE(start + 4);
}

// Beside a row's texts: names, numbers, three hashes in hex.
const rest_bytes = 1024;
let out: Buffer = Buffer.allocUnsafe(4096);
let at = 0;

/**
 * The SHA-256, in hex, of a chained entry: of its canonical JSON (RFC 8785) with `seq`, `chainedAt` and `prev`. The bytes are put together
 * here without objects, for `verify` does it by the million; a test holds them against `canonicalJson`.
 */
export function hashEntry(row: EntryRow, place: Place): string {
  return hash('sha256', entryBytes(row, place), 'hex');
}

/** The canonical JSON that is hashed. Valid until the next call. In the order of the members' names. */
export function entryBytes(row: EntryRow, place: Place): Buffer {
  const { bytes, starts, first } = row;
  // A character may become six (\u001f).
  const most = (row.ends[first + entryColumns_count - 1]! - starts[first]!) * 6 + rest_bytes;
  if (out.length < most) out = Buffer.allocUnsafe(most);
  at = 0;
  text(row, 3, open.action);
  text(row, 2, names.actor);
  literal(names.at);
  instant(int64At(bytes, starts[first + 1]!), written);
  if (bytes[starts[first + 17]!] === 1) literal(names.beforeChain);
  literal(names.chainedAt);
  instant(place.at_us, chained);
  json(row, 10, names.codes);
  hex(row, 13, names.consentHash);
  json(row, 15, names.counts);
  text(row, 9, names.decision);
  hex(row, 6, names.detailDigest);
  integer(row, 12, names.epoch);
  integer(row, 0, names.id);
  text(row, 7, names.onBehalfOf);
  text(row, 8, names.partner);
  text(row, 11, names.permit);
  integer(row, 4, names.person);
  literal(names.prev);
  ascii(place.prev);
  out[at++] = quote;
  text(row, 14, names.ruleSet);
  literal(names.seq);
  ascii(String(place.seq));
  text(row, 5, names.subject);
  text(row, 16, names.trace);
  out[at++] = 0x7d;
  return out.subarray(0, at);
}

const quote = 0x22;
const open = { action: Buffer.from('{"action":"') };
const names = {
  actor: Buffer.from(',"actor":"'),
  at: Buffer.from(',"at":"'),
  beforeChain: Buffer.from(',"beforeChain":true'),
  chainedAt: Buffer.from(',"chainedAt":"'),
  codes: Buffer.from(',"codes":'),
  consentHash: Buffer.from(',"consentHash":"'),
  counts: Buffer.from(',"counts":'),
  decision: Buffer.from(',"decision":"'),
  detailDigest: Buffer.from(',"detailDigest":"'),
  epoch: Buffer.from(',"epoch":'),
  id: Buffer.from(',"id":'),
  onBehalfOf: Buffer.from(',"onBehalfOf":"'),
  partner: Buffer.from(',"partner":"'),
  permit: Buffer.from(',"permit":"'),
  person: Buffer.from(',"person":'),
  prev: Buffer.from(',"prev":"'),
  ruleSet: Buffer.from(',"ruleSet":"'),
  seq: Buffer.from(',"seq":'),
  subject: Buffer.from(',"subject":"'),
  trace: Buffer.from(',"trace":"'),
};

function literal(value: Buffer): void {
  for (let i = 0; i < value.length; i++) out[at++] = value[i]!;
}

function ascii(value: string): void {
  for (let i = 0; i < value.length; i++) out[at++] = value.charCodeAt(i);
}

/** A text column behind its name; nothing when it is NULL. UTF-8 goes over as it is, unless something must be escaped. */
function text(row: EntryRow, column: number, name: Buffer): void {
  const { bytes } = row;
  const start = row.starts[row.first + column]!;
  if (start === -1) return;
  literal(name);
  const end = row.ends[row.first + column]!;
  const from = at;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 || byte === quote || byte === 0x5c) {
      at = from;
      const escaped = JSON.stringify(bytes.toString('utf8', start, end));
      at += out.write(escaped.slice(1, -1), at);
      break;
    }
    out[at++] = byte;
  }
  out[at++] = quote;
}

function json(row: EntryRow, column: number, name: Buffer): void {
  const start = row.starts[row.first + column]!;
  if (start === -1) return;
  literal(name);
  at += out.write(canonicalOf(row.bytes, start, row.ends[row.first + column]!), at);
}

/** Only a hand in the database writes a number without a canonical form (1e400): its text stands for it, so that the chain goes on. */
function canonicalOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

function integer(row: EntryRow, column: number, name: Buffer): void {
  const start = row.starts[row.first + column]!;
  if (start === -1) return;
  literal(name);
  ascii(String(int64At(row.bytes, start)));
}

function hex(row: EntryRow, column: number, name: Buffer): void {
  const start = row.starts[row.first + column]!;
  if (start === -1) return;
  literal(name);
  const end = row.ends[row.first + column]!;
  for (let i = start; i < end; i++) {
    out[at++] = digits[row.bytes[i]! >> 4]!;
    out[at++] = digits[row.bytes[i]! & 15]!;
  }
  out[at++] = quote;
}

const digits = Buffer.from('0123456789abcdef');

/** Entries lie close together in time: the second of the last one is kept, for each of the two times. */
const written = { second: Number.NaN, text: '' };
const chained = { second: Number.NaN, text: '' };

/** `2026-11-24T15:00:00.123456Z`, with its closing quote: as exact as the database. */
function instant(at_us: number, known: typeof written): void {
  const second = Math.floor(at_us / 1_000_000);
  if (second !== known.second) {
    known.text = dateOf(second * 1_000_000)
      .toISOString()
      .slice(0, -4);
    known.second = second;
  }
  ascii(known.text);
  padded(at_us - second * 1_000_000, 6);
  out[at++] = 0x5a;
  out[at++] = quote;
}

function padded(value: number, width: number): void {
  let left = value;
  for (let i = at + width - 1; i >= at; i--) {
    out[i] = 0x30 + (left % 10);
    left = Math.floor(left / 10);
  }
  at += width;
}
