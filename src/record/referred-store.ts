import { type Sql, sql } from '../db/sql.ts';
import { reasonOf, type Windows } from './leaving-store.ts';

/** The types that payer-wide records have: a loose index scan, as many steps as there are types, however many Practitioners. */
export const payerWideTypes = sql`
  with recursive t (type) as (
    (select type from resource where person_id = 0 order by type limit 1)
    union all
    select (select type from resource where person_id = 0 and type > t.type order by type limit 1) from t where t.type is not null
  ) select type from t where type is not null`;

export interface Referring {
  personIds: readonly number[];
  windows: Windows;
  /** Exclusive: only records that changed after it refer. */
  since?: Date | null;
}

/**
 * The refs of the payer-wide records that what leaves of these persons refers to, and of those that these refer to in turn: the
 * rule of `helpersCopy`. Records of Provenance are asked last, for they are the ones that are costly to judge.
 */
export function referredPayerWide({ personIds, windows, since = null }: Referring): Sql {
  const persons = sql`${[...personIds]}::bigint[]`;
  const recent = since ? sql`and r.last_updated > ${since}` : sql``;
  const leaving = sql`from resource r, unnest(string_to_array(r.refs, ' ')) x
    where r.person_id = any (${persons}) ${recent} and split_part(x, '/', 1) collate "C" in (${payerWideTypes})`;
  return sql`
    with recursive plain (ref) as materialized (
      select distinct x from (select x, ${reasonOf(windows, { personIds })} as reason ${leaving} and r.type <> 'Provenance' offset 0) j
      where reason is null
    ), wanted (ref) as (
      (select ref from plain
        union
        select x from (select x, ${reasonOf(windows, { type: 'Provenance', personIds })} as reason ${leaving}
          and r.type = 'Provenance' and x not in (select ref from plain) offset 0) j
        where reason is null)
      union
      select x from wanted w ${payerWide(sql`h.refs`)}, unnest(string_to_array(h.refs, ' ')) x
    )
    select h.ref from wanted w ${payerWide(sql`h.ref`)}`;
}

/** Looked up one by one: the planner takes the few for many, and would read every payer-wide record there is. */
const payerWide = (column: Sql): Sql => sql`cross join lateral (select ${column} from resource h
  where h.person_id = 0 and h.ref = w.ref and h.withheld is null offset 0) h`;
