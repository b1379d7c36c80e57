import type { Queries, Tx } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import type { GroupCode, GroupMember, ManagingPayer, MatchGroup } from './group.ts';
import { renderGroup } from './render.ts';
import type { GroupSearch } from './search.ts';
import * as store from './store.ts';

/** Members that are written in one statement. */
const membersPerInsert = 500;

/**
 * Makes a Group with its members. Call it once per outcome, in the transaction that publishes the job, so that a job
 * has one set of Groups however often its steps were replayed.
 */
export async function createGroup(
  tx: Tx,
  group: MatchGroup,
  jobId: string | null,
  members: Iterable<GroupMember>,
): Promise<void> {
  await store.insertGroup(tx, group, jobId);
  let page: GroupMember[] = [];
  let seq = 0;
  for (const member of members) {
    page.push(member);
    if (page.length < membersPerInsert) continue;
    await store.insertMembers(tx, group.id, seq, page);
    seq += page.length;
    page = [];
  }
  if (page.length > 0) await store.insertMembers(tx, group.id, seq, page);
}

/**
 * A Group of the client's own.
 *
 * @throws Problem `not-found` alike for what is unknown, somebody else's or over (O28)
 */
export async function ownGroup(q: Queries, id: string, clientId: string, now: Date): Promise<MatchGroup> {
  const group = await store.selectGroup(q, id, clientId, now);
  if (!group) throw new Problem('not-found', 'There is no such Group.');
  return group;
}

/** A Group as JSON in pieces, on one line. */
export const groupJson = (q: Queries, group: MatchGroup, payer: ManagingPayer): AsyncGenerator<string> =>
  renderGroup(group, () => store.memberPages(q, group.id), payer);

/** Whom an export of this Group may release, each person once: nobody unless it is a matched Group. */
export const personsOf = (
  q: Queries,
  group: MatchGroup,
): Promise<{ personId: number; patientId: string }[]> =>
  group.code === 'match' ? store.selectMatchedPersons(q, group.id) : Promise.resolve([]);

/** Whom an export on the Patient level may release: everybody in the client's matched Groups, each person once. */
export const personsMatchedBy = store.selectPersonsMatchedBy;

export { hasGroupOfOne, selectGroupsOfJob as groupsOfJob } from './store.ts';

/** Forgets a Group, and with it what was submitted, once its time is over. */
export const expireGroup = store.deleteExpired;

/** One page of a client's own Groups, and where the next one starts. */
export async function searchOwnGroups(
  q: Queries,
  of: { clientId: string; search: GroupSearch; now: Date },
): Promise<{ total: number; groups: MatchGroup[]; next: store.Place | undefined }> {
  const { criteria, after, count } = of.search;
  const limit = count === 0 ? 0 : count + 1;
  const found = await store.searchGroups(q, { clientId: of.clientId, criteria, after, now: of.now, limit });
  const groups = found.groups.slice(0, count);
  const last = groups.at(-1);
  const next = found.groups.length > count && last ? { createdAt: last.createdAt, id: last.id } : undefined;
  return { total: found.total, groups, next };
}

/** The names that the outcomes have in the Parameters of PDex 2.1 (p2p 2.5). */
export const parameterNames: Record<GroupCode, string> = {
  match: 'MatchedMembers',
  nomatch: 'NonMatchedMembers',
  consentconstraint: 'ConsentConstrainedMembers',
};
