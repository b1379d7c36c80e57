import type { Clock } from '../clock/clock.ts';
import type { Db, Tx } from '../db/db.ts';
import { lockStamp, oldestOpenStamp } from './store.ts';

/**
 * The instant that rows of this transaction carry as `last_updated`. A transaction that commits late would otherwise
 * carry a time that an export has already passed, and its rows would be in no export: neither in that one, which did not
 * see them, nor in the next, whose `_since` they precede. So the write names its time in a lock first and reads the clock
 * again after: whoever asks for a transaction time meanwhile either sees the lock or asked before the second reading.
 */
export async function stampWrite(tx: Tx, clock: Clock): Promise<Date> {
  await lockStamp(tx, clock.now().getTime());
  return clock.now();
}

/**
 * The latest `transactionTime` that an export may name: before every write that is still open, and before now. Take it
 * before the snapshot. Every row that the snapshot does not show gets a later `last_updated`, so that
 * `_since = transactionTime` brings it next time (Bulk Data 2.0, `_since`).
 */
export async function safeTransactionTime(db: Db, clock: Clock): Promise<Date> {
  const now = clock.now().getTime();
  const oldest = await oldestOpenStamp(db);
  // One millisecond less: a row of that very millisecond counts as later, also for a strict comparison.
  return new Date(Math.min(now, oldest ?? now) - 1);
}
