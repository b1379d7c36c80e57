import type { Tx } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { fateOf, sortForClustering } from './merge-decision.ts';
import { type MergeTally, openTally } from './merge-tally.ts';
import type { RecordRow } from './record-row.ts';
import {
  clearTombstones,
  copyRecords,
  type HeldRecord,
  haveTombstones,
  heldRecords,
  putTombstones,
  removeForReplacement,
  writeRecord,
} from './store.ts';

/** A batch is sent when it holds this many bytes of text or this many rows; two are in memory at a time. Small ones keep
 * rows young for the collector, and cost a round trip each. */
const batchBytes = 1_500_000;
const batchRows = 1_000;

/** Where a row came from: files of one merge are numbered by the caller. */
export interface MergeSource {
  file: number;
  line: number;
}

export interface MergeOptions<At extends MergeSource = MergeSource> {
  /** `last_updated` of every row that changes: from `stampWrite` in the same transaction. */
  lastUpdated: Date;
  /** Persons whose records may move to another person by this merge; absent: all. A row that would take a record from
   * somebody else is not stored but handed to `refused`. */
  movableFrom?: ReadonlySet<number>;
  /** Called once for each row that was not stored for `movableFrom`. */
  refused?: (row: RecordRow, at: At) => void;
}

export interface MergeCounts {
  /** Rows that are in the store now and were not before, or not like this: `inserted + replaced + moved`. */
  stored: number;
  inserted: number;
  replaced: number;
  /** The record belonged to another person until now. */
  moved: number;
  /** `unchanged` plus lines that a later line of the same merge replaced. */
  duplicate: number;
  unchanged: number;
  refused: number;
}

export interface MergeResult {
  counts: MergeCounts;
  /** Per file, person and type: `stored + duplicate + refused` is the number of rows added. */
  tallies: MergeTally[];
}

export interface Merge<At extends MergeSource = MergeSource> {
  /**
   * Adds a row; await the promise if there is one. The row's buffers must not change until then, and until the promise
   * after: a batch is in the database when the one that follows it has been handed over.
   */
  add(row: RecordRow, at: At): void | Promise<void>;
  /** Sends the rest. One merge per transaction; nothing is added after. */
  finish(): Promise<MergeResult>;
}

interface Entry<At> {
  row: RecordRow;
  at: At;
}

/**
 * Merges records into the store, set by set: one look-up of what is held, one delete of what is replaced, one binary COPY
 * of what is new, per batch; while the server works on a batch the caller fills the next. The same content again is
 * unchanged; the same ref with new content replaces; of two lines with one ref the last wins; a ref that belonged to
 * another person moves. A merge that is not finished when its transaction ends has stored nothing.
 */
export function openMerge<At extends MergeSource = MergeSource>(
  tx: Tx,
  options: MergeOptions<At>,
): Merge<At> {
  const tally = openTally();
  let batch: Entry<At>[] = [];
  let bytes = 0;
  let tombstones: boolean | undefined;
  let work: Promise<void> = Promise.resolve();

  function alive(): void {
    if (tx.over.aborted)
      throw new Problem('fault', 'Something went wrong on our side.', { detail: 'merge abandoned' });
  }

  /** Hands the batch over; the promise is that of the batch before. */
  function rotate(): Promise<void> {
    const full = batch;
    const before = work;
    batch = [];
    bytes = 0;
    work = before.then(() => send(full));
    work.catch(() => {}); // reported by the next add() or by finish()
    return before;
  }

  async function send(entries: Entry<At>[]): Promise<void> {
    alive();
    tombstones ??= await haveTombstones(tx);
    const last = new Map<string, Entry<At>>();
    for (const entry of entries) {
      const earlier = last.get(entry.row.ref);
      if (earlier) tally.superseded(earlier.row, earlier.at.file);
      last.set(entry.row.ref, entry);
    }
    alive();
    const held = new Map((await heldRecords(tx, [...last.keys()])).map((h) => [h.ref, h]));

    const write: Entry<At>[] = [];
    const inserted: RecordRow[] = [];
    const remove: string[] = [];
    const gone: HeldRecord[] = [];
    for (const entry of last.values()) {
      const { row, at } = entry;
      const was = held.get(row.ref);
      const fate = fateOf(row, was, options.movableFrom);
      if (fate === 'refused') options.refused?.(row, at);
      if (fate === 'inserted') inserted.push(row);
      else if (fate !== 'unchanged' && fate !== 'refused') remove.push(row.ref);
      if (was && (fate === 'moved' || fate === 'moved-again')) gone.push(was);
      if (fate !== 'unchanged' && fate !== 'refused') write.push(entry);
      tally.decided(row, at.file, fate, was);
    }
    if (remove.length > 0) {
      alive();
      await removeForReplacement(tx, remove);
    }
    if (gone.length > 0) {
      alive();
      await putTombstones(tx, gone, options.lastUpdated);
      tombstones = true;
    }
    if (tombstones && write.length > 0) {
      alive();
      await clearTombstones(
        tx,
        write.map((entry) => entry.row),
      );
    }
    if (write.length > 0) {
      alive();
      await copy(sortForClustering(write.map((entry) => entry.row)));
    }
  }

  async function copy(rows: readonly RecordRow[]): Promise<void> {
    const writer = copyRecords(tx);
    for (const row of rows) {
      const wait = writeRecord(writer, row, options.lastUpdated);
      if (wait) await wait;
    }
    await writer.end();
  }

  return {
    add(row, at) {
      batch.push({ row, at });
      bytes += row.text.length + (row.source?.length ?? 0);
      if (bytes >= batchBytes || batch.length >= batchRows) return rotate();
    },
    async finish() {
      if (batch.length > 0) void rotate();
      await work;
      return tally.result();
    },
  };
}
