import type { OnRow } from '../db/copy-out.ts';
import { exportColumns as column } from '../record/export-store.ts';
import type { LineFiles } from './line-files.ts';
import type { Tally } from './tally.ts';

export interface RowSink {
  files: LineFiles;
  tally: Tally;
  /** Types of payer-wide records: references to these are noted. */
  helperTypes: readonly string[];
  /** References to payer-wide records. */
  helpers: Set<string>;
  /** What leaves, by member; absent where nobody asks. */
  released?: Map<number, string[]>;
}

/** Node has it, its types do not; `toString` chooses the encoding anew for every row. */
const latin1 = (bytes: Buffer, start: number, end: number): string =>
  (bytes as Buffer & { latin1Slice(start: number, end: number): string }).latin1Slice(start, end);

/** Puts each row of the export's COPY where it belongs: text to its file, everything to the tally. */
export function rowsInto(sink: RowSink): OnRow {
  const noteHelper = helperNotes(sink.helperTypes, sink.helpers);
  let prefix = '/';
  let type = '';
  let lastPerson = -1;
  let refs: string[] = [];
  return (bytes, starts, ends) => {
    const personAt = starts[column.person]!;
    const personId = bytes.readInt32BE(personAt) * 0x1_0000_0000 + bytes.readUInt32BE(personAt + 4);
    const ref = latin1(bytes, starts[column.ref]!, ends[column.ref]!);
    if (!ref.startsWith(prefix)) {
      prefix = ref.slice(0, ref.indexOf('/') + 1);
      type = prefix.slice(0, -1);
    }
    if (starts[column.reason]! !== -1) {
      sink.tally.count(personId, type, latin1(bytes, starts[column.reason]!, ends[column.reason]!));
      return;
    }
    sink.tally.count(personId, type, '');
    if (sink.released) {
      if (personId !== lastPerson) {
        refs = sink.released.get(personId) ?? [];
        sink.released.set(personId, refs);
        lastPerson = personId;
      }
      refs.push(ref);
    }
    if (starts[column.refs]! !== -1) {
      eachElement(bytes, starts[column.refs]!, ends[column.refs]!, noteHelper);
    }
    sink.files.add(type, personId, bytes, starts[column.text]!, ends[column.text]!);
  };
}

/** Walks a binary text[] of one dimension: dimensions, has-null flag, element type, length, lower bound, elements. */
function eachElement(
  bytes: Buffer,
  start: number,
  end: number,
  visit: (bytes: Buffer, start: number, end: number) => void,
): void {
  if (bytes.readInt32BE(start) === 0) return;
  let at = start + 20;
  while (at < end) {
    const length = bytes.readInt32BE(at);
    at += 4;
    visit(bytes, at, at + length);
    at += length;
  }
}

/** References seen lately, compared as bytes: most rows repeat a few, and a string for each would be the main cost. */
const recent_count = 1024;

/** Adds a reference to `helpers` when it begins with one of the types. */
function helperNotes(types: readonly string[], helpers: Set<string>) {
  const prefixes: Buffer[][] = [];
  for (const type of types) {
    const prefix = Buffer.from(`${type}/`);
    prefixes[prefix[0]!] = [...(prefixes[prefix[0]!] ?? []), prefix];
  }
  const recent: (Buffer | undefined)[] = new Array(recent_count);
  return (bytes: Buffer, start: number, end: number): void => {
    const candidates = prefixes[bytes[start]!];
    if (!candidates) return;
    const slot =
      ((bytes[end - 1]! * 31 + bytes[end - 2]!) * 31 + bytes[end - 3]! + (end - start)) % recent_count;
    const seen = recent[slot];
    if (seen && seen.length === end - start && seen.compare(bytes, start, end) === 0) return;
    for (const prefix of candidates) {
      if (prefix.compare(bytes, start, Math.min(end, start + prefix.length)) !== 0) continue;
      const ref = Buffer.from(bytes.subarray(start, end));
      recent[slot] = ref;
      helpers.add(ref.toString('latin1'));
      return;
    }
  };
}
