import { linkColumns_count } from './chain-store.ts';
import { type EntryRow, hashEntry, int64At, type Place } from './entry-bytes.ts';
import type { Finding } from './finding.ts';
import { clockStep_ms_max } from './limits.ts';

/** Follows the chain link by link, and stops at the first that does not hold. */
export interface Follower {
  /** One row of `copyChain`. */
  row(bytes: Buffer, starts: Int32Array, ends: Int32Array): void;
  /** The last entry that holds. */
  readonly seq: number;
  /** Called after the last row: nothing may be missing up to `to`. */
  end(to: number): Finding | undefined;
  readonly broken: Finding | undefined;
}

/** Begins after an entry that is known to hold. */
export function follower(after: { seq: number; hash: Buffer }): Follower {
  const last = { seq: after.seq, at_us: Number.NEGATIVE_INFINITY, hash: after.hash.toString('hex') };
  const entry: EntryRow = {
    bytes: after.hash,
    starts: new Int32Array(),
    ends: new Int32Array(),
    first: linkColumns_count,
  };
  const place: Place = { seq: 0, at_us: 0, prev: '' };
  let broken: Finding | undefined;

  function judge(bytes: Buffer, starts: Int32Array, ends: Int32Array): Finding | undefined {
    const seq = int64At(bytes, starts[0]!);
    if (seq > last.seq + 1) return gone(last.seq + 1);
    if (starts[linkColumns_count] === -1)
      return { seq, what: 'removed', text: `The entry that ${seq} links is gone.` };
    place.seq = seq;
    place.at_us = int64At(bytes, starts[1]!);
    place.prev = bytes.toString('hex', starts[2]!, ends[2]!);
    entry.bytes = bytes;
    entry.starts = starts;
    entry.ends = ends;
    const stored = bytes.toString('hex', starts[3]!, ends[3]!);
    if (hashEntry(entry, place) !== stored) return differs(stored);
    if (place.prev !== last.hash) {
      const text = `Entry ${last.seq} is not the one that ${seq} was chained to.`;
      return { seq: last.seq, what: 'replaced', text };
    }
    if (place.at_us < last.at_us - clockStep_ms_max * 1000)
      return {
        seq,
        what: 'clock-step',
        text: `Entry ${seq} was chained at an earlier time than the one before: a clock was put back.`,
      };
    last.seq = seq;
    last.at_us = place.at_us;
    last.hash = stored;
    return undefined;
  }

  /** Numbers that were moved by one tell what was put in or taken out. */
  function differs(stored: string): Finding {
    const { seq, prev } = place;
    if (prev !== last.hash && hashEntry(entry, { ...place, seq: seq - 1 }) === stored) {
      const text = `Entry ${last.seq} was put in: the one after it was ${last.seq}.`;
      return { seq: last.seq, what: 'inserted', text };
    }
    if (prev !== last.hash && hashEntry(entry, { ...place, seq: seq + 1 }) === stored)
      return {
        seq,
        what: 'removed',
        text: `Entry ${seq} was taken out: the one in its place was ${seq + 1}.`,
      };
    return { seq, what: 'changed', text: `Entry ${seq} is not what was chained: its hash differs.` };
  }

  return {
    row: (bytes, starts, ends) => {
      broken ??= judge(bytes, starts, ends);
    },
    get seq() {
      return last.seq;
    },
    get broken() {
      return broken;
    },
    end: (to) => {
      if (last.seq < to) broken ??= gone(last.seq + 1);
      return broken;
    },
  };
}

const gone = (seq: number): Finding => ({ seq, what: 'removed', text: `Entry ${seq} is gone.` });
