import type { Queries } from '../db/db.ts';
import { join, sql } from '../db/sql.ts';
import type { GroupCode, GroupMember, MatchGroup } from './group.ts';

interface GroupRow {
  id: string;
  client_id: string;
  code: GroupCode;
  requester_npi: string;
  created_at: Date;
  expires_at: Date | null;
}

const columns = sql`id, client_id, code, requester_npi, created_at, expires_at`;

const groupOf = (row: GroupRow): MatchGroup => ({
  id: row.id,
  clientId: row.client_id,
  code: row.code,
  requesterNpi: row.requester_npi,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export const insertGroup = (q: Queries, group: MatchGroup, jobId: string | null) =>
  q.run(sql`insert into match_group (id, client_id, job_id, code, requester_npi, created_at, expires_at)
    values (${group.id}, ${group.clientId}, ${jobId}, ${group.code}, ${group.requesterNpi}, ${group.createdAt},
      ${group.expiresAt})`);

/** `firstSeq` is the place of the first of `members` in the Group. */
export const insertMembers = (
  q: Queries,
  groupId: string,
  firstSeq: number,
  members: readonly GroupMember[],
) =>
  q.run(sql`insert into match_group_member (group_id, seq, person_id, patient_id, submitted_id, submitted,
      submitted_coverage_id, submitted_coverage)
    select ${groupId}, ${firstSeq} + at::int - 1, person_id, patient_id, submitted_id, submitted, coverage_id, coverage
    from unnest(${members.map((m) => m.personId)}::bigint[], ${members.map((m) => m.patientId)}::text[],
      ${members.map((m) => m.submittedId)}::text[], ${members.map((m) => m.submitted)}::text[],
      ${members.map((m) => m.coverage?.id ?? null)}::text[], ${members.map((m) => m.coverage?.text ?? null)}::text[])
      with ordinality as t (person_id, patient_id, submitted_id, submitted, coverage_id, coverage, at)`);

/** Alive: its last consent has not ended. */
const alive = (now: Date) => sql`(expires_at is null or expires_at > ${now})`;

export async function selectGroup(
  q: Queries,
  id: string,
  clientId: string,
  now: Date,
): Promise<MatchGroup | undefined> {
  const row = await q.maybe<GroupRow>(
    sql`select ${columns} from match_group where id = ${id} and client_id = ${clientId} and ${alive(now)}`,
  );
  return row && groupOf(row);
}

export async function selectGroupsOfJob(q: Queries, jobId: string): Promise<MatchGroup[]> {
  const rows = await q.query<GroupRow>(sql`select ${columns} from match_group where job_id = ${jobId}
    order by array_position(array['match', 'nomatch', 'consentconstraint'], code)`);
  return rows.map(groupOf);
}

export const deleteExpired = (q: Queries, id: string, now: Date) =>
  q.run(sql`delete from match_group where id = ${id} and expires_at <= ${now}`);

/** Each inner list is a condition; a Group fulfils it with any of its values. */
export interface GroupCriteria {
  codes: readonly GroupCode[];
  identifiers: readonly { npis: readonly string[]; ids: readonly string[] }[];
}

export interface Place {
  createdAt: Date;
  id: string;
}

/** Whether the person already has a Group of a `$member-match` of this client that lives as long. */
export async function hasGroupOfOne(
  q: Queries,
  of: { clientId: string; personId: number; expiresAt: Date },
): Promise<boolean> {
  const row = await q.maybe(sql`select 1 from match_group g join match_group_member m on m.group_id = g.id
    where m.person_id = ${of.personId} and g.client_id = ${of.clientId} and g.job_id is null
      and g.expires_at >= ${of.expiresAt} limit 1`);
  return row !== undefined;
}

/**
 * A client's own Groups, oldest first, after `after`, and how many there are in all. The Groups of a `$member-match` are
 * not among them: nobody was told of them, and a search for the result of a bulk match must not find them.
 */
export async function searchGroups(
  q: Queries,
  search: { clientId: string; criteria: GroupCriteria; now: Date; after?: Place | undefined; limit: number },
): Promise<{ total: number; groups: MatchGroup[] }> {
  const conditions = join(
    [
      sql`client_id = ${search.clientId} and job_id is not null`,
      alive(search.now),
      sql`code = any(${[...search.criteria.codes]}::text[])`,
      ...search.criteria.identifiers.map(
        ({ npis, ids }) => sql`(requester_npi = any(${[...npis]}::text[]) or id = any(${[...ids]}::text[]))`,
      ),
    ],
    ' and ',
  );
  const { total } = await q.one<{ total: number }>(
    sql`select count(*) as total from match_group where ${conditions}`,
  );
  const { after } = search;
  const rows = await q.query<GroupRow>(sql`select ${columns} from match_group where ${conditions}
    and (${after?.createdAt ?? null}::timestamptz is null
      or (created_at, id) > (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? ''}))
    order by created_at, id limit ${search.limit}`);
  return { total, groups: rows.map(groupOf) };
}

interface MemberRow {
  seq: number;
  person_id: number | null;
  patient_id: string | null;
  submitted_id: string;
  submitted: string;
  submitted_coverage_id: string | null;
  submitted_coverage: string | null;
}

/** Members that are in memory at a time when a Group is rendered. */
const membersPerPage = 500;

/** The members of a Group in their order, page by page. */
export async function* memberPages(q: Queries, groupId: string): AsyncGenerator<GroupMember[]> {
  for (let after = -1; ; ) {
    const rows = await q.query<MemberRow>(sql`select seq, person_id, patient_id, submitted_id, submitted,
        submitted_coverage_id, submitted_coverage
      from match_group_member where group_id = ${groupId} and seq > ${after} order by seq limit ${membersPerPage}`);
    if (rows.length > 0) yield rows.map(memberOf);
    if (rows.length < membersPerPage) return;
    after = rows.at(-1)!.seq;
  }
}

const memberOf = (row: MemberRow): GroupMember => ({
  personId: row.person_id,
  patientId: row.patient_id,
  submittedId: row.submitted_id,
  submitted: row.submitted,
  coverage:
    row.submitted_coverage_id !== null && row.submitted_coverage !== null
      ? { id: row.submitted_coverage_id, text: row.submitted_coverage }
      : null,
});

/** The persons of a matched Group with the Patient ids under which the client knows them, each once. */
export async function selectMatchedPersons(
  q: Queries,
  groupId: string,
): Promise<{ personId: number; patientId: string }[]> {
  const rows = await q.query<{ person_id: number; patient_id: string }>(sql`
    select distinct on (person_id) person_id, patient_id from match_group_member
    where group_id = ${groupId} and person_id is not null order by person_id, seq`);
  return rows.map((row) => ({ personId: row.person_id, patientId: row.patient_id }));
}

/** The same over all of a client's matched Groups that are alive: whom an export on the Patient level may release. */
export async function selectPersonsMatchedBy(
  q: Queries,
  clientId: string,
  now: Date,
): Promise<{ personId: number; patientId: string }[]> {
  const rows = await q.query<{ person_id: number; patient_id: string }>(sql`
    select distinct on (m.person_id) m.person_id, m.patient_id
    from match_group g join match_group_member m on m.group_id = g.id
    where g.client_id = ${clientId} and g.code = 'match' and (g.expires_at is null or g.expires_at > ${now})
      and m.person_id is not null
    order by m.person_id, g.created_at desc, m.seq`);
  return rows.map((row) => ({ personId: row.person_id, patientId: row.patient_id }));
}
