import type { Queries } from '../db/db.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Client } from './clients.ts';

interface ClientRow {
  id: string;
  name: string;
  npi: string;
  jwks: { keys: object[] } | null;
  jwks_url: string | null;
  scope: string;
  allow_private: boolean;
  time_zone: string | null;
}

const columns: Sql = sql`id, name, npi, jwks, jwks_url, scope, allow_private, time_zone`;

const clientOf = (row: ClientRow): Client => ({
  id: row.id,
  name: row.name,
  npi: row.npi,
  ...(row.jwks === null ? {} : { jwks: row.jwks }),
  ...(row.jwks_url === null ? {} : { jwksUrl: row.jwks_url }),
  scope: row.scope,
  allowPrivate: row.allow_private,
  ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
});

/** True when the id was free: ids are never used twice, not even a removed client's. */
export async function insertClient(q: Queries, client: Client, at: Date): Promise<boolean> {
  const jwks = client.jwks ? JSON.stringify(client.jwks) : null;
  const inserted = await q.run(sql`
    insert into client (id, name, npi, jwks, jwks_url, scope, allow_private, time_zone, created_at)
    values (${client.id}, ${client.name}, ${client.npi}, ${jwks}, ${client.jwksUrl ?? null}, ${client.scope},
            ${client.allowPrivate}, ${client.timeZone ?? null}, ${at})
    on conflict (id) do nothing`);
  return inserted === 1;
}

export async function selectClient(q: Queries, id: string): Promise<Client | undefined> {
  const row = await q.maybe<ClientRow>(
    sql`select ${columns} from client where id = ${id} and removed_at is null`,
  );
  return row && clientOf(row);
}

export async function selectClients(q: Queries): Promise<Client[]> {
  const rows = await q.query<ClientRow>(
    sql`select ${columns} from client where removed_at is null order by name, id`,
  );
  return rows.map(clientOf);
}

export async function markClientRemoved(q: Queries, id: string, at: Date): Promise<boolean> {
  const removed = await q.run(
    sql`update client set removed_at = ${at} where id = ${id} and removed_at is null`,
  );
  return removed === 1;
}

export async function selectTimeZone(q: Queries, id: string): Promise<string | null> {
  const row = await q.maybe<{ time_zone: string | null }>(sql`select time_zone from client where id = ${id}`);
  return row?.time_zone ?? null;
}
