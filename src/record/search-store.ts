import type { Queries, Tx } from '../db/db.ts';
import { join, type Sql, sql } from '../db/sql.ts';
import type { Condition } from './condition.ts';
import { compileConditions } from './condition-store.ts';
import { leavingText, reasonAnywhere, type Windows } from './leaving-store.ts';
import { referredPayerWide } from './referred-store.ts';

/** Whose records are looked at, and the windows of what leaves. */
interface Scope {
  personIds: readonly number[];
  windows: Windows;
}

/** In which order records come; those that are equal, by ref. A record without the date comes last. */
export interface Order {
  by: 'ref' | 'last-updated' | 'date';
  /** Of `date`: the elements; the earliest counts, by the day and the time that the provider wrote. */
  paths?: readonly string[];
  descending: boolean;
}

/** A record's place in an order. */
export interface Place {
  /** An instant or a FHIR date; '' in the order of refs. */
  key: string;
  ref: string;
}

export interface RecordSearch extends Scope {
  type: string;
  conditions: readonly Condition[];
  order: Order;
  /** Exclusive. */
  after?: Place;
  /** Records that changed later are not found: where they stand in the order is no longer where they stood. */
  until?: Date;
  limit: number;
}

export interface FoundRecord {
  ref: string;
  personId: number;
  text: string;
  key: string;
}

/**
 * For the transaction of a search, before it: the planner takes one member's records for many and the rare subqueries for frequent.
 * It would compile for longer than the statement runs, and share work that is too small to be shared.
 */
export const planForSearch = (tx: Tx) =>
  tx.run(
    sql`select set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`,
  );

/** Of the persons and the payer's own that these refer to: those that leave and fit, from a place on. */
export async function findRecords(q: Queries, search: RecordSearch): Promise<FoundRecord[]> {
  const { order, after, until, limit } = search;
  const direction = order.descending ? sql`desc` : sql`asc`;
  const key = keyOf(order, search.windows);
  // A key that is one for all would hide from the planner that the candidates are in order already.
  const byKey = (column: Sql) => (order.by === 'ref' ? sql`` : sql`${column} ${direction}, `);
  const place: Sql[] = [];
  if (after) {
    const beyond = order.descending ? sql`<` : sql`>`;
    if (order.by === 'ref') place.push(sql`r.ref ${beyond} ${after.ref}`);
    else
      place.push(
        sql`(${key}, r.ref) ${beyond} (${after.key}${order.by === 'date' ? sql`::text` : sql`::timestamptz`}, ${after.ref})`,
      );
  }
  if (until) place.push(sql`r.last_updated <= ${until}`);
  const rows = await q.query<{ ref: string; person_id: number; text: string; key: string }>(sql`
    ${judged(search, key, place, sql`order by ${byKey(sql`key`)}ref ${direction}`)}
    order by ${byKey(sql`k.key`)}k.ref ${direction} limit ${limit}`);
  return rows.map((row) => ({ ref: row.ref, personId: row.person_id, text: row.text, key: row.key }));
}

/** How many fit, wherever they stand. */
export async function countRecords(
  q: Queries,
  search: Omit<RecordSearch, 'order' | 'limit'>,
): Promise<number> {
  const { count } = await q.one<{ count: number }>(
    sql`select count(*) as count from (${judged(search, sql`''::text`, [], sql``)}) found`,
  );
  return count;
}

/**
 * Candidates in order, by what columns tell; then each is looked up, judged and parsed, and no more of them than the page
 * takes. The sort has keys alone: texts would spill to the disk.
 */
function judged(
  search: Omit<RecordSearch, 'order' | 'limit'>,
  key: Sql,
  place: readonly Sql[],
  ordered: Sql,
): Sql {
  const { personIds, type, windows } = search;
  const { columns, hints, doc } = compileConditions(search.conditions);
  const persons = sql`${[...personIds]}::bigint[]`;
  const candidate = join([sql`r.type = ${type}`, ...columns, ...place], ' and ');
  const own = sql`select r.ref, r.person_id, ${key} as key from resource r where r.person_id = any (${persons}) and ${candidate}`;
  const candidates = unowned.has(type)
    ? sql`${own} union all select c.* from (${referredPayerWide(search)}) w cross join lateral
        (select r.ref, r.person_id, ${key} as key from resource r where r.person_id = 0 and r.ref = w.ref and ${candidate} offset 0) c`
    : own;
  const owners = unowned.has(type) ? [0, ...personIds] : [...personIds];
  return sql`
    select k.ref, k.person_id, k.key::text as key, r.text
    from (select * from (${candidates}) c ${ordered} offset 0) k
    cross join lateral (select ${leavingText(sql`r`, windows)} as text, ${reasonAnywhere(windows, { type, personIds })} as reason from resource r
      where r.ref = k.ref and r.person_id = k.person_id and r.person_id = any (${owners}::bigint[]) offset 0) r
    ${doc.length > 0 ? sql`cross join lateral (select r.text::jsonb as doc offset 0) d` : sql``}
    where ${join([sql`r.reason is null`, ...hints, ...doc], ' and ')}`;
}

/**
 * Types of which the payer has records that belong to nobody: they are found where a member's record refers to them. What
 * R4 lets be without a patient is among them.
 */
const unowned = new Set([
  'Device',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Specimen',
]);

function keyOf(order: Order, windows: Windows): Sql {
  if (order.by === 'ref') return sql`''::text`;
  if (order.by === 'last-updated') return sql`r.last_updated`;
  const paths = (order.paths ?? []).map((path) => `$.${path}[*]`);
  return sql`coalesce((select min((case jsonb_typeof(e) when 'object' then coalesce(e ->> 'start', '') else e #>> '{}' end) collate "C")
    from unnest(${paths}::jsonpath[]) p, jsonb_path_query((${leavingText(sql`r`, windows)})::jsonb, p) e), ${order.descending ? '' : '~'}) collate "C"`;
}
