import type { OnRow } from '../db/copy-out.ts';
import type { Leaving } from '../labels/leaving.ts';
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
  released?: Map<number, Released>;
  /** Members with something sensitive: what was planned of their records. */
  plans?: ReadonlyMap<number, Leaving>;
}

/** What leaves of one member. */
export interface Released {
  refs: string[];
  /** The newest `last_updated` among it, in microseconds since 2000: how PostgreSQL sends a timestamptz. */
  changed_us: number;
}

/** Node has it, its types do not; `toString` chooses the encoding anew for every row. */
const latin1 = (bytes: Buffer, start: number, end: number): string =>
  (bytes as Buffer & { latin1Slice(start: number, end: number): string }).latin1Slice(start, end);

/** An int8 that fits a double: ids, and microseconds until the year 2255. */
const int8 = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);

const year2000_ms = Date.UTC(2000, 0, 1);

/** Of `Released.changed_us`. */
export const instantOf = (since2000_us: number): Date =>
  new Date(year2000_ms + Math.floor(since2000_us / 1000));

/** Puts each row of the export's COPY where it belongs: text to its file, everything to the tally. */
export function rowsInto(sink: RowSink): OnRow {
  const noteHelpers = helperNotes(sink.helperTypes, sink.helpers);
  let prefix = '/';
  let type = '';
  let lastPerson = -1;
  let released: Released = { refs: [], changed_us: 0 };
  return (bytes, starts, ends) => {
    const personId = int8(bytes, starts[column.person]!);
    const ref = latin1(bytes, starts[column.ref]!, ends[column.ref]!);
    if (!ref.startsWith(prefix)) {
      prefix = ref.slice(0, ref.indexOf('/') + 1);
      type = prefix.slice(0, -1);
    }
    if (starts[column.reason]! !== -1) {
      sink.tally.count(personId, type, latin1(bytes, starts[column.reason]!, ends[column.reason]!));
      return;
    }
    const plan = sink.plans?.get(personId);
    const withheld = plan?.withheld.get(ref);
    if (withheld !== undefined) {
      sink.tally.count(personId, type, withheld);
      return;
    }
    const edited = plan?.edited.get(ref);
    sink.tally.count(personId, type, '');
    if (sink.released) {
      if (personId !== lastPerson) {
        released = sink.released.get(personId) ?? { refs: [], changed_us: 0 };
        sink.released.set(personId, released);
        lastPerson = personId;
      }
      released.refs.push(ref);
      released.changed_us = Math.max(released.changed_us, int8(bytes, starts[column.changed]!));
    }
    if (edited) {
      const refs = Buffer.from(edited.refs.join(' '));
      noteHelpers(refs, 0, refs.length);
      const text = Buffer.from(edited.text);
      sink.files.add(type, personId, text, 0, text.length);
      return;
    }
    if (starts[column.refs]! !== -1) noteHelpers(bytes, starts[column.refs]!, ends[column.refs]!);
    sink.files.add(type, personId, bytes, starts[column.text]!, ends[column.text]!);
  };
}

/** References seen lately, compared as bytes: most rows repeat a few, and a string for each would be the main cost. */
const recent_count = 1024;
const blank = 0x20;

/** Adds those of the references `bytes[start..end)`, parted by blanks, that begin with one of the types to `helpers`. */
function helperNotes(types: readonly string[], helpers: Set<string>) {
  const prefixes: Buffer[][] = [];
  for (const type of types) {
    const prefix = Buffer.from(`${type}/`);
    prefixes[prefix[0]!] = [...(prefixes[prefix[0]!] ?? []), prefix];
  }
  const recent: (Buffer | undefined)[] = new Array(recent_count);

  function note(bytes: Buffer, start: number, end: number, candidates: readonly Buffer[]): void {
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
  }

  return (bytes: Buffer, start: number, end: number): void => {
    for (let from = start; from < end; ) {
      let to = from;
      while (to < end && bytes[to] !== blank) to++;
      const candidates = prefixes[bytes[from]!];
      if (candidates) note(bytes, from, to, candidates);
      from = to + 1;
    }
  };
}
