import type { Queries } from '../db/db.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Capability, Partner } from './partners.ts';

interface PartnerRow {
  id: number;
  name: string;
  npi: string;
  fhir_base: string;
  client_id: string;
  capability: Capability;
  limits: Record<string, unknown>;
  allow_private: boolean;
}

const columns: Sql = sql`id, name, npi, fhir_base, client_id, capability, limits, allow_private`;

const partnerOf = (row: PartnerRow): Partner => ({
  id: row.id,
  name: row.name,
  npi: row.npi,
  fhirBase: row.fhir_base,
  clientId: row.client_id,
  capability: row.capability,
  limits: row.limits,
  allowPrivate: row.allow_private,
});

/** Undefined when a partner of that name or NPI is there. */
export async function insertPartner(
  q: Queries,
  p: Omit<Partner, 'id'>,
  at: Date,
): Promise<Partner | undefined> {
  const row = await q.maybe<PartnerRow>(sql`
    insert into partner (name, npi, fhir_base, client_id, capability, limits, allow_private, created_at)
    values (${p.name}, ${p.npi}, ${p.fhirBase}, ${p.clientId}, ${JSON.stringify(p.capability)}::jsonb,
            ${JSON.stringify(p.limits)}::jsonb, ${p.allowPrivate}, ${at})
    on conflict do nothing
    returning ${columns}`);
  return row && partnerOf(row);
}

export async function selectPartner(
  q: Queries,
  by: { id: number } | { nameOrNpi: string },
): Promise<Partner | undefined> {
  const which = 'id' in by ? sql`id = ${by.id}` : sql`(name = ${by.nameOrNpi} or npi = ${by.nameOrNpi})`;
  const row = await q.maybe<PartnerRow>(
    sql`select ${columns} from partner where ${which} and removed_at is null order by id limit 1`,
  );
  return row && partnerOf(row);
}

export async function selectPartners(q: Queries): Promise<Partner[]> {
  const rows = await q.query<PartnerRow>(
    sql`select ${columns} from partner where removed_at is null order by name`,
  );
  return rows.map(partnerOf);
}

export async function markPartnerRemoved(q: Queries, id: number, at: Date): Promise<boolean> {
  return (
    (await q.run(sql`update partner set removed_at = ${at} where id = ${id} and removed_at is null`)) === 1
  );
}

export async function updateSeen(q: Queries, id: number, seen: object): Promise<void> {
  await q.run(sql`
    update partner set capability = capability || jsonb_build_object('seen', ${JSON.stringify(seen)}::jsonb)
    where id = ${id}`);
}

export async function updateSet(q: Queries, id: number, set: object): Promise<void> {
  await q.run(sql`
    update partner set capability = capability || jsonb_build_object('set', ${JSON.stringify(set)}::jsonb)
    where id = ${id}`);
}
