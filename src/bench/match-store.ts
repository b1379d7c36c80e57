import type { Queries } from '../db/db.ts';
import { prepared, sql } from '../db/sql.ts';
import { findStatement, type Probes } from '../person/find-store.ts';

/** Bytes of the member index on disk, table by table with its indexes. */
export async function indexBytes(q: Queries): Promise<Record<string, number>> {
  const rows = await q.query<{ name: string; bytes: number }>(sql`
    select relname as name, pg_total_relation_size(oid) as bytes from pg_class
    where oid in ('member'::regclass, 'coverage'::regclass, 'person'::regclass, 'member_key'::regclass)
    order by relname`);
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
}

/** The statement alone: what no matcher on these tables can be faster than. */
export async function retrieveOnly(q: Queries, probes: Probes): Promise<number> {
  return (await q.query(prepared('find-persons', findStatement(probes)))).length;
}

/** Reads the tables and indexes once, so that what is measured is not the disk. */
export async function warmUp(q: Queries): Promise<void> {
  await q.run(sql`select count(*) from member_key`);
}
