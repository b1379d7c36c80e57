import { assert, Problem } from '../problem/problem.ts';
import type { RecordRow } from './record-row.ts';

/** What becomes of a row: `-again` where the held row was written by this same merge, from an earlier line. */
export type Fate =
  | 'inserted'
  | 'unchanged'
  | 'replaced'
  | 'replaced-again'
  | 'moved'
  | 'moved-again'
  | 'refused';

export interface Held {
  personId: number;
  origin: number;
  hash: Buffer;
  fresh: boolean;
}

/**
 * Judges one row against what the store holds under its ref.
 *
 * @throws Problem `conflict` when the ref belongs to another origin: nobody overwrites what another one said
 */
export function fateOf(row: RecordRow, held: Held | undefined, movableFrom?: ReadonlySet<number>): Fate {
  assert(!/\s/.test(row.ref), 'a ref holds no blank');
  if (held === undefined) return 'inserted';
  if (held.origin !== row.origin)
    throw new Problem('conflict', 'A record of this id is held from another source.', {
      detail: `origin ${row.origin} against ${held.origin}`,
    });
  if (held.personId !== row.personId) {
    if (movableFrom && !movableFrom.has(held.personId)) return 'refused';
    return held.fresh ? 'moved-again' : 'moved';
  }
  if (held.hash.equals(row.hash)) return 'unchanged';
  return held.fresh ? 'replaced-again' : 'replaced';
}

/** Person by person, type by type: a clustered table exports three times as fast as a shuffled one. Stable. */
export function sortForClustering(rows: RecordRow[]): RecordRow[] {
  return rows.sort((a, b) => a.personId - b.personId || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
}
