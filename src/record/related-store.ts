import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { leavingText, reasonAnywhere, reasonOf, type Windows } from './leaving-store.ts';
import { referredPayerWide } from './referred-store.ts';

interface Scope {
  personIds: readonly number[];
  windows: Windows;
}

export interface RelatedRecord {
  ref: string;
  text: string;
}

/**
 * What the references at these paths of the given records lead to, as far as it leaves and is of the types: records of
 * the same person, or payer-wide ones. Not the given ones.
 */
export function referredRecords(
  q: Queries,
  { personIds, windows }: Scope,
  wanted: {
    refs: readonly string[];
    paths: readonly string[];
    /** Whatever they refer to; `paths` then are those that lead to Patients, which `refs` of a row does not name. */
    all: boolean;
    types: readonly string[];
    limit: number;
  },
): Promise<RelatedRecord[]> {
  const paths = wanted.paths.map((path) => `$.${path}[*]`);
  const persons = sql`${[0, ...personIds]}::bigint[]`;
  const pages = sql`m.ref = any (${[...wanted.refs]}::text[]) and m.person_id = any (${persons})`;
  const others = wanted.all
    ? sql`union select m.person_id, x from resource m, unnest(string_to_array(m.refs, ' ')) x where ${pages}`
    : sql``;
  return q.query<RelatedRecord>(sql`
    with named as materialized (
      select m.person_id, e ->> 'reference' as ref
      from resource m, unnest(${paths}::jsonpath[]) p, jsonb_path_query((${leavingText(sql`m`, windows)})::jsonb, p) e where ${pages}
      ${others}
    )
    select j.ref, j.text from named cross join lateral (
      select r.ref, ${leavingText(sql`r`, windows)} as text, ${reasonAnywhere(windows, { personIds })} as reason from resource r
      where r.ref = named.ref and r.person_id in (named.person_id, 0) and r.person_id = any (${persons})
        and r.type = any (${[...wanted.types]}::text[]) and not r.ref = any (${[...wanted.refs]}::text[]) offset 0) j
    where j.reason is null order by j.ref limit ${wanted.limit}`);
}

/** The Provenances that leave and speak of one of these records, in the order of their refs. */
export function provenancesOf(
  q: Queries,
  { personIds, windows }: Scope,
  wanted: { refs: readonly string[]; limit: number },
): Promise<RelatedRecord[]> {
  const refs = sql`${[...wanted.refs]}::text[]`;
  // `refs` holds no Patients.
  const possible = wanted.refs.some((ref) => ref.startsWith('Patient/'))
    ? sql``
    : sql`and string_to_array(r.refs, ' ') && ${refs}`;
  return q.query<RelatedRecord>(sql`
    select j.ref, j.text from (
      select r.ref, ${leavingText(sql`r`, windows)} as text, ${reasonOf(windows, { type: 'Provenance', personIds })} as reason from resource r
      where r.person_id = any (${[...personIds]}::bigint[]) and r.type = 'Provenance' ${possible}
        and exists (select from jsonb_path_query((${leavingText(sql`r`, windows)})::jsonb, '$.target[*].reference') e where e #>> '{}' = any (${refs})) offset 0) j
    where j.reason is null order by j.ref limit ${wanted.limit}`);
}

/** One record by its ref, if it leaves: a person's own, or a payer-wide one that what leaves refers to. */
export async function leavingRecord(
  q: Queries,
  scope: Scope,
  ref: string,
): Promise<{ text: string; lastUpdated: Date } | undefined> {
  const { personIds, windows } = scope;
  const type = ref.slice(0, ref.indexOf('/'));
  const row = await q.maybe<{ person_id: number; text: string; last_updated: Date }>(sql`
    select j.person_id, j.text, j.last_updated from (
      select r.person_id, ${leavingText(sql`r`, windows)} as text, r.last_updated, ${reasonAnywhere(windows, { type, personIds })} as reason
      from resource r where r.ref = ${ref} and r.person_id = any (${[0, ...personIds]}::bigint[]) offset 0) j
    where j.reason is null order by j.person_id desc`);
  if (!row) return undefined;
  if (row.person_id === 0 && !(await isReferred(q, scope, ref))) return undefined;
  return { text: row.text, lastUpdated: row.last_updated };
}

/** Most payer-wide records are named by a record of the person itself; the whole closure is asked for the others. */
async function isReferred(q: Queries, scope: Scope, ref: string): Promise<boolean> {
  const { personIds, windows } = scope;
  const direct = await q.maybe(sql`
    select from (select r.ref, ${reasonOf(windows, { personIds })} as reason from resource r
      where r.person_id = any (${[...personIds]}::bigint[]) and ${ref} = any (string_to_array(r.refs, ' ')) offset 0) j
    where j.reason is null limit 1`);
  if (direct) return true;
  const found = await q.maybe(sql`select from (${referredPayerWide(scope)}) w where w.ref = ${ref}`);
  return found !== undefined;
}

/** Whether the persons had a record of this ref, and it was deleted and is not there again. */
export async function wasDeleted(q: Queries, personIds: readonly number[], ref: string): Promise<boolean> {
  const row = await q.maybe(sql`
    select from resource_deleted d where d.ref = ${ref} and d.person_id = any (${[...personIds]}::bigint[])
      and not exists (select from resource r where r.ref = d.ref and r.person_id = d.person_id)`);
  return row !== undefined;
}

/** All that leaves, of the persons in the order of kinds: their Patients, their other records, each by ref. */
export function ownRecords(
  q: Queries,
  { personIds, windows }: Scope,
  wanted: {
    types: readonly string[];
    since: Date | null;
    after: { rank: number; ref: string } | undefined;
    limit: number;
  },
): Promise<(RelatedRecord & { rank: number })[]> {
  const rank = sql`case r.type when 'Patient' then 0 else 1 end`;
  const after = wanted.after ?? { rank: -1, ref: '' };
  const since = wanted.since ? sql`and r.last_updated > ${wanted.since}` : sql``;
  return q.query<RelatedRecord & { rank: number }>(sql`
    select k.ref, k.rank, r.text
    from (select r.ref, r.person_id, ${rank} as rank from resource r
      where r.person_id = any (${[...personIds]}::bigint[]) and r.type = any (${[...wanted.types]}::text[]) ${since}
        and (${rank}, r.ref) > (${after.rank}, ${after.ref}) order by rank, ref offset 0) k
    cross join lateral (select ${leavingText(sql`r`, windows)} as text, ${reasonOf(windows, { personIds })} as reason from resource r
      where r.ref = k.ref and r.person_id = k.person_id and r.person_id = any (${[...personIds]}::bigint[]) offset 0) r
    where r.reason is null order by k.rank, k.ref limit ${wanted.limit}`);
}

/** The payer-wide records that belong to what `ownRecords` brings, by ref. */
export function payerWideRecords(
  q: Queries,
  scope: Scope,
  wanted: { types: readonly string[]; since: Date | null; after: string; limit: number },
): Promise<RelatedRecord[]> {
  return q.query<RelatedRecord>(sql`
    select r.ref, r.text from (${referredPayerWide({ ...scope, since: wanted.since })}) w cross join lateral (
      select r.ref, r.text from resource r where r.person_id = 0 and r.ref = w.ref
        and r.type = any (${[...wanted.types]}::text[]) and r.ref > ${wanted.after} offset 0) r
    order by r.ref limit ${wanted.limit}`);
}
