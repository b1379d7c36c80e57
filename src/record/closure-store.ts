import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Our own records of some persons, without their texts. */
export interface HeldLink {
  personId: number;
  ref: string;
  type: string;
  serviceEnd: string | null;
  reach: string | null;
  authorization: boolean;
  withheld: string | null;
  paDocument: boolean;
  refs: string[];
  hash: Buffer;
}

export function heldLinks(q: Queries, personIds: readonly number[]): Promise<HeldLink[]> {
  return q.query<HeldLink>(sql`
    select person_id as "personId", ref, type, service_end::text as "serviceEnd", reach::text as reach,
      pa_changed is not null or pa_until is not null as authorization, withheld, pa_document as "paDocument",
      string_to_array(refs, ' ') as refs, hash
    from resource where person_id = any(${[...personIds]}::bigint[]) and origin = 0`);
}

/** Which of these refs are payer-wide records. */
export async function payerWideAmong(q: Queries, refs: readonly string[]): Promise<Set<string>> {
  const rows = await q.query<{ ref: string }>(
    sql`select ref from resource where person_id = 0 and ref = any(${[...refs]}::text[])`,
  );
  return new Set(rows.map((row) => row.ref));
}

/** The persons that hold these refs (0: payer-wide). */
export async function personsOfRefs(q: Queries, refs: readonly string[]): Promise<Map<string, number>> {
  const rows = await q.query<{ ref: string; person_id: number }>(
    sql`select ref, person_id from resource where ref = any(${[...refs]}::text[]) and origin = 0`,
  );
  return new Map(rows.map((row) => [row.ref, row.person_id]));
}

export interface NewClosure {
  personId: number;
  ref: string;
  reach: string | null;
  paDocument: boolean;
}

/** Writes what closure changed of records that are held. Their texts are as they were, so is `last_updated`. */
export async function updateClosures(tx: Tx, rows: readonly NewClosure[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    update resource r set reach = n.reach, pa_document = n.document
    from unnest(${rows.map((r) => r.personId)}::bigint[], ${rows.map((r) => r.ref)}::text[],
      ${rows.map((r) => r.reach)}::date[], ${rows.map((r) => r.paDocument)}::boolean[]) as n(person_id, ref, reach, document)
    where r.person_id = n.person_id and r.ref = n.ref`);
}

export interface HeldText {
  personId: number;
  ref: string;
  /** As it was loaded. */
  text: string;
  /** Its release view, which may claim less. */
  released: string;
}

export function loadedTexts(
  q: Queries,
  keys: readonly { personId: number; ref: string }[],
): Promise<HeldText[]> {
  return q.query<HeldText>(sql`
    select r.person_id as "personId", r.ref, coalesce(r.source, r.text) as text, r.text as released
    from unnest(${keys.map((k) => k.personId)}::bigint[], ${keys.map((k) => k.ref)}::text[]) as k(person_id, ref)
    join resource r on r.person_id = k.person_id and r.ref = k.ref`);
}

/** A held record with another release view: it changed, so `_since` finds it. */
export async function replaceText(
  tx: Tx,
  row: { personId: number; ref: string; text: Buffer; source: Buffer | null },
  lastUpdated: Date,
): Promise<void> {
  await tx.run(sql`
    update resource set text = convert_from(${row.text}::bytea, 'UTF8'), source = convert_from(${row.source}::bytea, 'UTF8'),
      last_updated = ${lastUpdated}
    where person_id = ${row.personId} and ref = ${row.ref}`);
}

export interface Unresolved {
  personId: number;
  ref: string;
  target: string;
}

export function unresolvedOf(q: Queries, personIds: readonly number[]): Promise<Unresolved[]> {
  return q.query<Unresolved>(sql`
    select person_id as "personId", ref, target from unresolved_reference where person_id = any(${[...personIds]}::bigint[])`);
}

/** Records whose text lacks a reference to one of these targets. */
export function unresolvedTo(q: Queries, targets: readonly string[]): Promise<Unresolved[]> {
  return q.query<Unresolved>(sql`
    select person_id as "personId", ref, target from unresolved_reference where target = any(${[...targets]}::text[])`);
}

/** Replaces what is noted about these records. */
export async function noteUnresolved(
  tx: Tx,
  records: readonly { personId: number; ref: string }[],
  unresolved: readonly Unresolved[],
): Promise<void> {
  if (records.length > 0)
    await tx.run(sql`
      delete from unresolved_reference u
      using unnest(${records.map((r) => r.personId)}::bigint[], ${records.map((r) => r.ref)}::text[]) as k(person_id, ref)
      where u.person_id = k.person_id and u.ref = k.ref`);
  if (unresolved.length > 0)
    await tx.run(sql`
      insert into unresolved_reference (person_id, ref, target)
      select * from unnest(${unresolved.map((u) => u.personId)}::bigint[], ${unresolved.map((u) => u.ref)}::text[],
        ${unresolved.map((u) => u.target)}::text[])
      on conflict do nothing`);
}

/** Persons that lost a record at this instant: it was deleted, or moved to somebody else. */
export async function personsThatLost(q: Queries, at: Date): Promise<number[]> {
  const rows = await q.query<{ person_id: number }>(
    sql`select distinct person_id from resource_deleted where deleted_at = ${at}`,
  );
  return rows.map((row) => row.person_id);
}

/** Persons with a record that refers to one of these payer-wide refs. Reads every record: for deletions, which are rare. */
export async function personsReferringTo(q: Queries, refs: readonly string[]): Promise<number[]> {
  const rows = await q.query<{ person_id: number }>(
    sql`select distinct person_id from resource where string_to_array(refs, ' ') && ${[...refs]}::text[]`,
  );
  return rows.map((row) => row.person_id);
}
