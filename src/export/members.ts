import { ownGroup, personsMatchedBy, personsOf } from '../attribution/groups.ts';
import { withoutHeld } from '../consent/holds.ts';
import type { Queries } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';

/** A person and our Patient id by which the client knows it. */
export interface ExportMember {
  personId: number;
  patientId: string;
}

/**
 * Whom an export is about: the matched members of a Group of this client, or, with `groupId` null, of all its Groups.
 * A Group whose last consent ended since the kick-off has nobody in it, and an empty Group exports nobody. Who is held is nobody's
 * member (consent-and-sensitive-data 5.1, row 2).
 */
export const exportMembers = async (
  q: Queries,
  of: { clientId: string; groupId: string | null; now: Date },
): Promise<ExportMember[]> => withoutHeld(q, await matchedMembers(q, of), of.now);

async function matchedMembers(
  q: Queries,
  of: { clientId: string; groupId: string | null; now: Date },
): Promise<ExportMember[]> {
  if (of.groupId === null) return personsMatchedBy(q, of.clientId, of.now);
  try {
    return await personsOf(q, await ownGroup(q, of.groupId, of.clientId, of.now));
  } catch (error) {
    if (error instanceof Problem && error.category === 'not-found') return [];
    throw error;
  }
}
