import type { Db, Queries } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
import { readPatient, type SaidByPatient } from './said.ts';

/** Rows at a time: what is in memory. */
const fetched_rows = 5_000;

/** How large the index is, by the planner's count where it is large: good enough for shares, and at once. */
export async function indexSize(q: Queries): Promise<{ members: number }> {
  const { estimate } = await q.one<{ estimate: number }>(
    sql`select greatest(reltuples, 0)::bigint as estimate from pg_class where oid = 'member'::regclass`,
  );
  if (estimate > exactMembers_max) return { members: estimate };
  return q.one<{ members: number }>(sql`select count(*) as members from member`);
}
const exactMembers_max = 200_000;

/** About `members_max` members as they lie on disk, the same at each call while nothing changes. */
export async function sampleMembers(
  db: Db,
  { members, members_max }: { members: number; members_max: number },
  each: (member: SaidByPatient & { personId: number }) => void,
): Promise<void> {
  await db.tx(
    async (tx) => {
      await tx.run(
        sql`declare sample no scroll cursor for select person_id, said from member ${sampleOf(members, members_max)}`,
      );
      for (;;) {
        const rows = await tx.query<{ person_id: number; said: string }>(
          sql`fetch ${raw(String(fetched_rows))} from sample`,
        );
        for (const row of rows) each({ personId: row.person_id, ...readPatient(row.said) });
        if (rows.length < fetched_rows) return;
      }
    },
    { readOnly: true },
  );
}

/** Members of one contract that are looked at: larger ones are no family. */
const family_max = 8;

/** About `pairs_max` pairs of persons whose numbers are of one contract. */
export async function sampleContracts(
  db: Db,
  { members, pairs_max }: { members: number; pairs_max: number },
): Promise<[number, number][]> {
  const rows = await db.query<{ one: number; other: number }>(sql`
    select distinct a.person_id as one, b.person_id as other
    from (select base, person_id from member_key ${sampleOf(members, 2 * pairs_max)} where base is not null) a
    cross join lateral (select distinct person_id from (
      select person_id from member_key where base = a.base limit ${family_max}) f where person_id > a.person_id) b
    limit ${pairs_max}`);
  return rows.map(({ one, other }) => [one, other]);
}

const sampleOf = (rows: number, rows_max: number) =>
  rows <= rows_max
    ? sql``
    : sql`tablesample system (${raw(((100 * rows_max) / rows).toFixed(6))}) repeatable (1)`;
