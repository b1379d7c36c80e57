import { personsOf, selectGroup } from '../../attribution/groups.ts';
import type { Queries } from '../../db/db.ts';
import { personsMatchedFor } from '../../member-match/store.ts';

/**
 * Whom an export may be asked about: the members of a client's own Group, or with `groupId` null everybody whom it has matched.
 * Consents are not asked here; that is done when each part runs.
 */
export async function exportMembers(
  q: Queries,
  of: { clientId: string; groupId: string | null; now: Date },
): Promise<{ personId: number; patientId: string }[]> {
  if (of.groupId === null) return personsMatchedFor(q, of.clientId);
  const group = await selectGroup(q, of.groupId, of.clientId, of.now);
  return group ? personsOf(q, group) : [];
}
