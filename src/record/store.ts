import { type CopyWriter, copyIn } from '../db/copy-in.ts';
import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { RecordRow } from './record-row.ts';

/** What the store holds under a ref. */
export interface HeldRecord {
  ref: string;
  personId: number;
  type: string;
  origin: number;
  labels: number;
  hash: Buffer;
  /** Written by this very transaction. */
  fresh: boolean;
}

/** Refs hold no blank, so that a blank can part them: cheaper by far than an array literal of thousands. */
const listOf = (refs: readonly string[]): string => refs.join(' ');

/**
 * Runs thousands of look-ups by ref as what they are, index probes. The planner does not know that a ref is nearly
 * unique (the key holds the person too), takes them for scans, and compiles the plan for 100 ms besides.
 */
async function withIndexProbes<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.client.query(
    'set local jit = off; set local enable_bitmapscan = off; set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off',
  );
  const result = await work();
  await tx.client.query(
    'set local jit to default; set local enable_bitmapscan to default; set local enable_seqscan to default; set local enable_hashjoin to default; set local enable_mergejoin to default',
  );
  return result;
}

/** The held records among `refs`. */
export function heldRecords(tx: Tx, refs: readonly string[]): Promise<HeldRecord[]> {
  return withIndexProbes(tx, () =>
    tx.query<HeldRecord>(sql`
      select r.ref, r.person_id as "personId", r.type, r.origin, r.labels, r.hash, r.fresh
      from unnest(string_to_array(${listOf(refs)}, ' ')) as k(ref)
      cross join lateral (
        select ref, person_id, type, origin, labels, hash, xmin = pg_current_xact_id()::xid as fresh
        from resource where resource.ref = k.ref offset 0
      ) r`),
  );
}

/** Removes rows for what replaces them. */
export async function removeForReplacement(tx: Tx, refs: readonly string[]): Promise<void> {
  await withIndexProbes(tx, () =>
    tx.run(sql`delete from resource where ref = any (string_to_array(${listOf(refs)}, ' '))`),
  );
}

export async function putTombstones(
  tx: Tx,
  gone: readonly { ref: string; personId: number; type: string; labels: number }[],
  at: Date,
): Promise<void> {
  await tx.run(sql`
    insert into resource_deleted (person_id, ref, type, deleted_at, labels)
    select person_id, ref, type, ${at}, labels
    from unnest(${gone.map((g) => g.personId)}::bigint[], ${gone.map((g) => g.ref)}::text[], ${gone.map((g) => g.type)}::text[],
      ${gone.map((g) => g.labels)}::int[]) as g(person_id, ref, type, labels)
    on conflict (ref, person_id) do update set deleted_at = excluded.deleted_at, labels = resource_deleted.labels | excluded.labels`);
}

export async function haveTombstones(tx: Tx): Promise<boolean> {
  return (await tx.one<{ any: boolean }>(sql`select exists (select from resource_deleted) as any`)).any;
}

/** A record that is here again is no longer deleted. */
export async function clearTombstones(
  tx: Tx,
  back: readonly { ref: string; personId: number }[],
): Promise<void> {
  await tx.run(sql`
    delete from resource_deleted d
    using unnest(${back.map((b) => b.personId)}::bigint[], ${back.map((b) => b.ref)}::text[]) as b(person_id, ref)
    where d.ref = b.ref and d.person_id = b.person_id`);
}

/** Streams rows into the table. `writeRecord` gives the columns in this order. */
export function copyRecords(tx: Tx): CopyWriter {
  return copyIn(
    tx.client,
    `copy resource (person_id, ref, type, origin, origin_ref, last_updated, service_start, service_end, reach,
       pa_changed, pa_until, pa_document, withheld, labels, rule_set, refs, hash, text, source) from stdin (format binary)`,
    tx.over,
  );
}

const dateOf = (date: string | null) => (date === null ? null : { date });

export function writeRecord(writer: CopyWriter, row: RecordRow, lastUpdated: Date): void | Promise<void> {
  return writer.row([
    BigInt(row.personId),
    row.ref,
    row.type,
    BigInt(row.origin),
    row.originRef,
    lastUpdated,
    dateOf(row.serviceStart),
    dateOf(row.serviceEnd),
    dateOf(row.reach),
    dateOf(row.paChanged),
    dateOf(row.paUntil),
    row.paDocument,
    row.withheld,
    row.labels,
    row.ruleSet,
    listOf(row.refs),
    row.hash,
    row.text,
    row.source,
  ]);
}

export interface DeletedRecord {
  ref: string;
  personId: number;
  type: string;
}

/** Deletes records of one origin and leaves tombstones. `personIds` null: whoever they belong to. */
export function deleteWithTombstones(
  tx: Tx,
  refs: readonly string[],
  origin: number,
  personIds: readonly number[] | null,
  at: Date,
): Promise<DeletedRecord[]> {
  return tx.query<DeletedRecord>(sql`
    with gone as (
      delete from resource
      where ref = any (string_to_array(${listOf(refs)}, ' ')) and origin = ${origin}
        and (${personIds}::bigint[] is null or person_id = any (${personIds}::bigint[]))
      returning person_id, ref, type, labels
    ), noted as (
      insert into resource_deleted (person_id, ref, type, deleted_at, labels)
      select person_id, ref, type, ${at}, labels from gone
      on conflict (ref, person_id) do update set deleted_at = excluded.deleted_at, labels = resource_deleted.labels | excluded.labels
    )
    select ref, person_id as "personId", type from gone`);
}

/**
 * The lock that names a time: the tag in the upper 16 bits, milliseconds in the lower 48. Shared, so that two writes of
 * one millisecond do not wait for each other.
 */
const stampTag = 0x544c;

export async function lockStamp(tx: Tx, instant_ms: number): Promise<void> {
  const key = (BigInt(stampTag) << 48n) | BigInt(instant_ms);
  await tx.query(sql`select pg_advisory_xact_lock_shared(${key.toString()}::bigint)`);
}

/** The oldest time among the locks of writes that are open on this database, in milliseconds. */
export async function oldestOpenStamp(q: Queries): Promise<number | null> {
  const { oldest } = await q.one<{ oldest: number | null }>(sql`
    select min(((classid::bigint & 65535) << 32) | objid::bigint) as oldest
    from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted and classid::bigint >> 16 = ${stampTag}
      and database = (select oid from pg_database where datname = current_database())`);
  return oldest;
}

/** Which of these refs are held at all. */
export async function heldRefs(tx: Tx, refs: readonly string[]): Promise<Set<string>> {
  const rows = await withIndexProbes(tx, () =>
    tx.query<{ ref: string }>(sql`
      select k.ref from unnest(string_to_array(${listOf(refs)}, ' ')) as k(ref)
      where (select true from resource where resource.ref = k.ref limit 1)`),
  );
  return new Set(rows.map((row) => row.ref));
}

export interface Referring {
  ref: string;
  personId: number;
  refs: string[];
  text: string;
}

/** Opens a cursor over one origin's records that refer to any of `targets`; null: all of the persons' records. */
export async function openReferring(
  tx: Tx,
  origin: number,
  personIds: readonly number[],
  targets: readonly string[] | null,
): Promise<void> {
  const list = targets === null ? null : listOf(targets);
  await tx.run(sql`
    declare referring no scroll cursor for
    select ref, person_id as "personId", string_to_array(refs, ' ') as refs, text from resource r
    where origin = ${origin} and person_id = any (${personIds}::bigint[])
      and (${list}::text is null
        or exists (select from unnest(string_to_array(r.refs, ' ')) as target where target = any (string_to_array(${list}, ' '))))`);
}

export const nextReferring = (tx: Tx): Promise<Referring[]> =>
  tx.query<Referring>(sql`fetch 500 from referring`);

export async function closeReferring(tx: Tx): Promise<void> {
  await tx.run(sql`close referring`);
}

/** Puts a new text under a record that stays the same record: its hash is still that of what was received. */
export async function putText(tx: Tx, record: Referring, at: Date): Promise<void> {
  await tx.run(sql`
    update resource set text = ${record.text}, refs = ${listOf(record.refs)}, last_updated = ${at}
    where ref = ${record.ref} and person_id = ${record.personId}`);
}

/** The refs of a person's records of one origin that changed here at or after `since`, in order. */
export async function changedRefs(tx: Tx, personId: number, origin: number, since: Date): Promise<string[]> {
  const rows = await tx.query<{ ref: string }>(sql`
    select ref from resource
    where person_id = ${personId} and origin = ${origin} and last_updated >= ${since} order by ref`);
  return rows.map((row) => row.ref);
}
