import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { NewOverride, Override } from './overrides.ts';

const columns = sql`id, person_id as "personId", scope, value, effect, labels, by_whom as "by", role, reason,
  valid_from as "validFrom", valid_to as "validTo", second, given_at as "givenAt", lifted_at as "liftedAt"`;

export const insertOverride = (q: Queries, override: NewOverride) =>
  q.run(sql`insert into label_override (id, person_id, scope, value, effect, labels, by_whom, role, reason, valid_from, valid_to,
      given_at)
    values (${override.id}, ${override.personId}, ${override.scope}, ${override.value}, ${override.effect}, ${override.labels},
      ${override.by}, ${override.role}, ${override.reason}, ${override.validFrom}, ${override.validTo}, ${override.givenAt})`);

export const selectOverride = (q: Queries, id: string): Promise<Override | undefined> =>
  q.maybe<Override>(sql`select ${columns} from label_override where id = ${id}`);

/** Those of a person that were not lifted, oldest first. */
export const selectOverrides = (q: Queries, personId: number): Promise<Override[]> =>
  q.query<Override>(
    sql`select ${columns} from label_override where person_id = ${personId} and lifted_at is null order by given_at, id`,
  );

/** False when it was lifted, or seconded, before. */
export const markSeconded = async (q: Queries, id: string, second: string, at: Date): Promise<boolean> =>
  (await q.run(sql`update label_override set second = ${second}, confirmed_at = ${at}
    where id = ${id} and second is null and lifted_at is null`)) === 1;

export const markLifted = async (q: Queries, id: string, by: string, at: Date): Promise<boolean> =>
  (await q.run(sql`update label_override set lifted_at = ${at}, lifted_by = ${by}
    where id = ${id} and lifted_at is null`)) === 1;

export async function personsWithOverrides(q: Queries, personIds: readonly number[]): Promise<number[]> {
  const rows = await q.query<{ person_id: number }>(
    sql`select distinct person_id from label_override where person_id = any (${[...personIds]}::bigint[])`,
  );
  return rows.map((row) => row.person_id);
}
