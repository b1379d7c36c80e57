// consent-and-sensitive-data 3.9: a class that was found in records after they had left
import type { Tx } from '../db/db.ts';
import { insertIncidents } from '../labels/store.ts';
import type { LabelChange } from '../record/label-store.ts';
import { jobsThatReleased } from './store.ts';

/**
 * Opens an incident for each partner that may have got a record before a class was found in it: a job released records of this type and
 * member. @returns how many are new
 */
export async function openIncidents(tx: Tx, gained: readonly LabelChange[], at: Date): Promise<number> {
  let count = 0;
  for (const { personId, ref, type, was, now } of gained) {
    const jobs = await jobsThatReleased(tx, personId, type);
    const mask = now & ~was;
    count += await insertIncidents(
      tx,
      jobs.map((job) => ({ personId, ref, mask, ...job })),
      at,
    );
  }
  return count;
}
