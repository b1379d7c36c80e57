import type { Queries } from '../db/db.ts';
import { cautiousZones, dayIn } from './days.ts';
import { selectHeld } from './situation-store.ts';

/** Those of them on whom no hold lies: who is held is nobody's member (consent-and-sensitive-data 3.7). */
export async function withoutHeld<T extends { personId: number }>(
  q: Queries,
  members: readonly T[],
  now: Date,
): Promise<T[]> {
  const ids = members.map(({ personId }) => personId);
  const held = ids.length > 0 ? await selectHeld(q, ids, dayIn(cautiousZones.end, now)) : new Set();
  return members.filter(({ personId }) => !held.has(personId));
}
