import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Something that was allowed and is not any more. */
export interface Ended {
  personId: number;
  /** '': every partner. */
  clientId: string;
  /** Permits from before this epoch are dead. */
  floor: number;
  cause: 'consent' | 'instruction';
}

/** What waits to be written, oldest first; locked, so that two writers do not write the same. */
export const takeEnded = (tx: Tx, limit: number): Promise<(Ended & { seq: number })[]> =>
  tx.query<Ended & { seq: number }>(sql`
    select seq, person_id as "personId", client_id as "clientId", floor, cause from permission_ended
    where not journaled order by seq limit ${limit} for update skip locked`);

export async function markJournaled(tx: Tx, seqs: readonly number[], name: string, at: Date): Promise<void> {
  await tx.run(sql`update permission_ended set journaled = true where seq = any (${[...seqs]}::bigint[])`);
  await noteJournal(tx, name, at);
}

export const noteJournal = (q: Queries, name: string, at: Date) =>
  q.run(sql`insert into permission_journal (name, at) values (${name}, ${at}) on conflict do nothing`);

/** Of these objects, those that this database does not know. */
export async function unknownJournals(q: Queries, names: readonly string[]): Promise<string[]> {
  const rows = await q.query<{ name: string }>(sql`
    select n.name from unnest(${[...names]}::text[]) as n(name)
    where not exists (select from permission_journal j where j.name = n.name) order by n.name`);
  return rows.map((row) => row.name);
}

/** The consents that would count again although the journal says that they ended. */
export async function revivedConsents(tx: Tx, { personId, clientId, floor }: Ended): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select c.id from consent c
    left join permission_epoch e on e.person_id = c.person_id and e.client_id = ${clientId}
    where c.person_id = ${personId} and (${clientId} = '' or c.client_id = ${clientId}) and c.state = 'active'
      and coalesce(e.floor, 0) < ${floor}`);
  return rows.map((row) => row.id);
}

/** Whether the database is from before what the journal tells. */
export async function isBehind(tx: Tx, { personId, clientId, floor }: Ended): Promise<boolean> {
  const row = await tx.maybe(sql`
    select from permission_epoch e where e.person_id = ${personId} and e.client_id = ${clientId} and e.floor >= ${floor}`);
  return row === undefined;
}

/** No permit from before is good any more, whatever the count was here. */
export const raiseFloor = (tx: Tx, { personId, clientId, floor }: Ended) =>
  tx.run(sql`
    insert into permission_epoch (person_id, client_id, epoch, floor) values (${personId}, ${clientId}, ${floor}, ${floor})
    on conflict (person_id, client_id) do update set epoch = greatest(permission_epoch.epoch, excluded.epoch),
      floor = greatest(permission_epoch.floor, excluded.floor)`);
