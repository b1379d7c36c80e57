import type { Queries } from '../db/db.ts';
import { putTask } from './store.ts';

/**
 * Asks for `kind` to be done for `key` at `runAt`, in the caller's transaction: the task exists exactly if the rows that
 * it speaks of do. There is one task per kind and key. Asked for again while it waits, it moves to the earlier time;
 * asked for while it runs, it runs once more afterwards.
 */
export async function addTask(q: Queries, kind: string, key: string, runAt: Date): Promise<void> {
  await putTask(q, kind, key, runAt);
}
