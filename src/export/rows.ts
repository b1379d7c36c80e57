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

const slash = 0x2f;

/** Puts each row of the export's COPY where it belongs: text to its file, everything to the tally. */
export function rowsInto(sink: RowSink): OnRow {
  const isHelper = helperTest(sink.helperTypes);
  let lastPerson = -1;
  let refs: string[] = [];
  return (bytes, starts, ends) => {
    const personAt = starts[column.person]!;
    const personId = bytes.readInt32BE(personAt) * 0x1_0000_0000 + bytes.readUInt32BE(personAt + 4);
    const ref = bytes.toString('latin1', starts[column.ref]!, ends[column.ref]!);
    const type = ref.slice(0, ref.indexOf('/'));
    if (starts[column.reason]! !== -1) {
      sink.tally.count(
        personId,
        type,
        bytes.toString('latin1', starts[column.reason]!, ends[column.reason]!),
      );
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
      eachElement(bytes, starts[column.refs]!, ends[column.refs]!, (start, end) => {
        if (isHelper(bytes, start)) sink.helpers.add(bytes.toString('latin1', start, end));
      });
    }
    sink.files.add(type, personId, bytes, starts[column.text]!, ends[column.text]!);
  };
}

/** Walks a binary text[] of one dimension: dimensions, has-null flag, element type, length, lower bound, elements. */
function eachElement(
  bytes: Buffer,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): void {
  if (bytes.readInt32BE(start) === 0) return;
  let at = start + 20;
  while (at < end) {
    const length = bytes.readInt32BE(at);
    at += 4;
    visit(at, at + length);
    at += length;
  }
}

/** Whether a reference begins with one of the types, compared in place. */
function helperTest(types: readonly string[]): (bytes: Buffer, at: number) => boolean {
  const byFirst: (Buffer[] | undefined)[] = [];
  for (const type of types) {
    const prefix = Buffer.from(type);
    byFirst[prefix[0]!] = [...(byFirst[prefix[0]!] ?? []), prefix];
  }
  return (bytes, at) => {
    const candidates = byFirst[bytes[at]!];
    return (
      candidates?.some(
        (prefix) =>
          bytes[at + prefix.length] === slash && prefix.compare(bytes, at, at + prefix.length) === 0,
      ) ?? false
    );
  };
}
