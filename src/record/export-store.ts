import type { Queries } from '../db/db.ts';
import { inlined, join, type Sql, sql } from '../db/sql.ts';
import { reasonOf, type Windows } from './leaving-store.ts';
import { payerWideTypes } from './referred-store.ts';

/** One condition of a `_typeFilter` clause: on days of service (both inclusive), or on instants (`to` exclusive). */
export interface DateTest {
  on: 'service' | 'last-updated';
  prefix: 'eq' | 'ge' | 'gt' | 'le' | 'lt';
  from: string;
  to: string;
}

/** The clauses for one type: a record stays when any of them holds; a clause holds when all its tests do. */
export interface TypeFilter {
  type: string;
  any: DateTest[][];
}

/** What of the permitted members' records an export asks for, and the day from which its windows count. */
export interface Selection extends Windows {
  /** Exclusive: `meta.lastUpdated` after it. */
  since: Date | null;
  /** Inclusive, so that slices meet without a gap or an overlap. */
  until: Date | null;
  /** null: all. */
  types: readonly string[] | null;
  filters: readonly TypeFilter[];
}

/** Columns of `recordsCopy`. `reason` null: the record leaves; otherwise `text` and `refs` are null. */
export const exportColumns = { person: 0, ref: 1, reason: 2, refs: 3, changed: 4, text: 5 } as const;

/**
 * COPY of every record that was asked for of these persons: what leaves with its text, what stays with the reason. One
 * pass over the rows, so that what is released and what is counted as withheld can only add up.
 */
export function recordsCopy(personIds: readonly number[], selection: Selection): string {
  // `offset 0` keeps the planner from writing the reason out three times, subqueries and all.
  return inlined(sql`copy (
    select person_id, ref, reason, case when reason is null then refs end, last_updated, case when reason is null then text end
    from (select r.person_id, r.ref, r.refs, r.last_updated, r.text, ${reasonOf(selection)} as reason from resource r
      where r.person_id = any (${[...personIds]}::bigint[]) and ${asked(selection)} offset 0) judged
  ) to stdout (format binary)`);
}

/**
 * COPY of the payer-wide records among `seed` (a query for their refs) and of those that they refer to in turn. They
 * leave whenever they were last changed: what refers to them must resolve.
 */
export function helpersCopy(seed: Sql, types: readonly string[] | null): string {
  return inlined(sql`copy (
    with recursive wanted (ref) as (
      ${seed}
      union
      select x from wanted w join resource h on h.person_id = 0 and h.ref = w.ref and h.withheld is null, unnest(string_to_array(h.refs, ' ')) x
    )
    select h.person_id, h.ref, null::text, null::text, h.last_updated, h.text
    from wanted w join resource h on h.person_id = 0 and h.ref = w.ref
    where h.withheld is null and h.labels = 0 and ${typeAmong(types, sql`h.type`)}
  ) to stdout (format binary)`);
}

/** The types that payer-wide records have. */
export async function helperTypes(q: Queries, types: readonly string[] | null): Promise<string[]> {
  const rows = await q.query<{ type: string }>(
    sql`select type from (${payerWideTypes}) held where ${typeAmong(types, sql`type`)}`,
  );
  return rows.map((row) => row.type);
}

/**
 * What was deleted and is not there again, of these persons, since the instant.
 * @param untold labels, by person, of which not even a deletion is told; -1: of any
 */
export async function deletedRecords(
  q: Queries,
  personIds: readonly number[],
  selection: Selection & { since: Date },
  untold: ReadonlyMap<number, number>,
): Promise<{ personId: number; ref: string }[]> {
  const rows = await q.query<{ person_id: number; ref: string }>(sql`
    select d.person_id, d.ref from resource_deleted d
    join unnest(${[...personIds]}::bigint[], ${personIds.map((id) => untold.get(id) ?? -1)}::int[]) as p(id, untold) on p.id = d.person_id
    where d.labels & p.untold = 0 and d.deleted_at > ${selection.since}
      and (${selection.until}::timestamptz is null or d.deleted_at <= ${selection.until})
      and ${typeAmong(selection.types, sql`d.type`)}
      and not exists (select 1 from resource r where r.ref = d.ref and r.person_id = d.person_id)
    order by d.person_id, d.ref`);
  return rows.map((row) => ({ personId: row.person_id, ref: row.ref }));
}

/**
 * For the transaction of a COPY. The planner believes that every partition holds every person of the list, and that each
 * row asks the rare subqueries: it would read the whole table for a part of it, and compile for longer than it runs.
 */
export const planForCopy = sql`select set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`;

/** Persons whose records are weighed to cut an export into parts, and records weighed of each. */
const sampledPersons_max = 48;
const sampledRecords_max = 200;

/** Roughly how many bytes of JSON one of these persons has: some of them, spread evenly, and some records of each. */
export async function estimatedBytes(q: Queries, personIds: readonly number[]): Promise<number> {
  const step = Math.max(1, Math.floor(personIds.length / sampledPersons_max));
  const sample = personIds.filter((_, i) => i % step === 0).slice(0, sampledPersons_max);
  const { bytes } = await q.one<{ bytes: number }>(sql`
    select coalesce(avg(n.count * s.bytes), 0)::float8 as bytes from unnest(${sample}::bigint[]) p (id)
    cross join lateral (select count(*) as count from resource where person_id = p.id) n
    cross join lateral (select coalesce(avg(octet_length(t.text)), 0) as bytes
      from (select text from resource where person_id = p.id limit ${sampledRecords_max}) t) s`);
  return bytes;
}

/** What was asked for: type, instants of change, filters. What it leaves out is not withheld, only not asked for. */
function asked(s: Selection): Sql {
  const conditions = [typeAmong(s.types, sql`r.type`)];
  if (s.since) conditions.push(sql`r.last_updated > ${s.since}::timestamptz`);
  if (s.until) conditions.push(sql`r.last_updated <= ${s.until}::timestamptz`);
  for (const { type, any } of s.filters) {
    const clauses = any.map((tests) => sql`(${join(tests.map(testOf), ' and ')})`);
    conditions.push(sql`(r.type <> ${type} or ${join(clauses, ' or ')})`);
  }
  return join(conditions, ' and ');
}

const typeAmong = (types: readonly string[] | null, column: Sql): Sql =>
  types === null ? sql`true` : sql`${column} = any (${[...types]}::text[])`;

/** FHIR's comparisons of a range with a range (search 3.1.1.4.6); a record without the date is not found. */
function testOf({ on, prefix, from, to }: DateTest): Sql {
  if (on === 'last-updated') {
    const start = sql`${from}::timestamptz`;
    const end = sql`${to}::timestamptz`;
    if (prefix === 'ge') return sql`r.last_updated >= ${start}`;
    if (prefix === 'gt') return sql`r.last_updated >= ${end}`;
    if (prefix === 'le') return sql`r.last_updated < ${end}`;
    if (prefix === 'lt') return sql`r.last_updated < ${start}`;
    return sql`(r.last_updated >= ${start} and r.last_updated < ${end})`;
  }
  const lo = sql`${from}::date`;
  const hi = sql`${to}::date`;
  if (prefix === 'ge') return sql`coalesce(r.service_end, r.service_start) >= ${lo}`;
  if (prefix === 'gt') return sql`coalesce(r.service_end, r.service_start) > ${hi}`;
  if (prefix === 'le') return sql`coalesce(r.service_start, r.service_end) <= ${hi}`;
  if (prefix === 'lt') return sql`coalesce(r.service_start, r.service_end) < ${lo}`;
  return sql`(coalesce(r.service_start, r.service_end) >= ${lo} and coalesce(r.service_end, r.service_start) <= ${hi})`;
}
