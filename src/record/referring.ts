import type { Tx } from '../db/db.ts';
import {
  closeReferring,
  heldRecords,
  heldRefs,
  nextReferring,
  openReferring,
  putText,
  type Referring,
} from './store.ts';

export type { Referring } from './store.ts';

/** Which of these of our own `Type/id`s the store holds. */
export async function held(tx: Tx, refs: readonly string[]): Promise<Set<string>> {
  return refs.length === 0 ? new Set() : heldRefs(tx, refs);
}

/** The owners of those of `refs` that the store holds; 0: payer-wide. */
export async function ownersOf(tx: Tx, refs: readonly string[]): Promise<Map<string, number>> {
  if (refs.length === 0) return new Map();
  return new Map((await heldRecords(tx, refs)).map((record) => [record.ref, record.personId]));
}

export interface RewriteOptions {
  origin: number;
  personIds: readonly number[];
  /** Only records whose `refs` hold one of these; null: all of the persons' records. */
  targets: readonly string[] | null;
  lastUpdated: Date;
}

/**
 * Gives records of one origin a new text and new refs, one by one: for the rare correction, not for loading.
 *
 * @param change the record changed, or undefined to leave it
 * @returns how many changed
 */
export async function rewriteRecords(
  tx: Tx,
  options: RewriteOptions,
  change: (record: Referring) => Referring | undefined,
): Promise<number> {
  let changed = 0;
  await openReferring(tx, options.origin, options.personIds, options.targets);
  for (let page = await nextReferring(tx); page.length > 0; page = await nextReferring(tx)) {
    for (const record of page) {
      const next = change(record);
      if (!next) continue;
      await putText(tx, next, options.lastUpdated);
      changed++;
    }
  }
  await closeReferring(tx);
  return changed;
}

export { changedRefs } from './store.ts';
