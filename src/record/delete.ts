import type { Tx } from '../db/db.ts';
import { type DeletedRecord, deleteWithTombstones } from './store.ts';

export interface DeleteOptions {
  /** Only records of this origin go: a partner never deletes ours or another's. 0: our own. */
  origin: number;
  /** From `stampWrite`. */
  deletedAt: Date;
  /** Only records of these persons go (0: payer-wide ones). Absent: whoever they belong to. */
  personIds?: readonly number[];
}

/**
 * Deletes records by our own `Type/id` and remembers that they were, so that an export with `_since` can say so (Bulk
 * Data, manifest `deleted`). What is not there is passed over. @returns what was deleted
 */
export async function deleteRecords(
  tx: Tx,
  refs: readonly string[],
  options: DeleteOptions,
): Promise<DeletedRecord[]> {
  if (refs.length === 0) return [];
  return deleteWithTombstones(tx, refs, options.origin, options.personIds ?? null, options.deletedAt);
}
