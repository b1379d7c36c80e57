import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { NewAuthority, StoredAuthority } from './record-authority.ts';

export const insertAuthority = (q: Queries, authority: NewAuthority) =>
  q.run(sql`insert into authority (id, person_id, kind, scope, valid_from, valid_to, document, recorded_by, recorded_at)
    values (${authority.id}, ${authority.personId}, ${authority.kind}, ${authority.scope}, ${authority.validFrom},
      ${authority.validTo}, ${authority.document}, ${authority.recordedBy}, ${authority.recordedAt})`);

/** Oldest first, those that ended included. */
export const selectAuthorities = (q: Queries, personId: number): Promise<StoredAuthority[]> =>
  q.query<StoredAuthority>(sql`select id, person_id as "personId", kind, scope, valid_from as "validFrom", valid_to as "validTo",
      document, recorded_by as "recordedBy", recorded_at as "recordedAt", ended_at as "endedAt"
    from authority where person_id = ${personId} order by recorded_at, id`);

/** The person whose authority it was; undefined where there is none that holds. */
export async function markAuthorityEnded(q: Queries, id: string, at: Date): Promise<number | undefined> {
  const row = await q.maybe<{ person_id: number }>(
    sql`update authority set ended_at = ${at} where id = ${id} and ended_at is null returning person_id`,
  );
  return row?.person_id;
}

/** The first day that was recorded stays, until another is. */
export const upsertDeath = (q: Queries, death: { personId: number; on: string; actor: string; at: Date }) =>
  q.run(sql`insert into death (person_id, died_on, recorded_by, recorded_at)
    values (${death.personId}, ${death.on}, ${death.actor}, ${death.at})
    on conflict (person_id) do update set died_on = excluded.died_on, recorded_by = excluded.recorded_by,
      recorded_at = excluded.recorded_at`);
