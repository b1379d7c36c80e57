import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import { addTask } from '../../queue/queue.ts';
import { transferStep } from './step-kind.ts';
import { selectUnfinished } from './store.ts';

export const sweepEvery_s = 600;

/** A task is only a reminder, and may get lost: every unfinished transfer gets one again. */
export async function sweepTransfers({ db, clock }: { db: Db; clock: Clock }): Promise<{ again: Date }> {
  for (const { id, nextAt } of await selectUnfinished(db)) await addTask(db, transferStep, id, nextAt);
  return { again: new Date(clock.now().getTime() + sweepEvery_s * 1000) };
}
