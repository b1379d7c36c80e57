import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { ConsentPolicy } from './permit.ts';

/** A consent that was received for a person, with its own words beside the facts that decide. */
export interface StoredConsent {
  id: string;
  personId: number;
  clientId: string;
  recipientNpi: string;
  sourceNpi: string;
  policy: ConsentPolicy;
  /** `YYYY-MM-DD`. */
  periodStart: string;
  periodEnd: string;
  receivedAt: Date;
  revokedAt: Date | null;
  revokedWhy: string | null;
}

interface ConsentRow {
  id: string;
  person_id: number;
  client_id: string;
  recipient_npi: string;
  source_npi: string;
  policy: ConsentPolicy;
  period_start: string;
  period_end: string;
  received_at: Date;
  revoked_at: Date | null;
  revoked_why: string | null;
}

const columns = sql`id, person_id, client_id, recipient_npi, source_npi, policy, period_start, period_end, received_at,
  revoked_at, revoked_why`;

const consentOf = (row: ConsentRow): StoredConsent => ({
  id: row.id,
  personId: row.person_id,
  clientId: row.client_id,
  recipientNpi: row.recipient_npi,
  sourceNpi: row.source_npi,
  policy: row.policy,
  periodStart: row.period_start,
  periodEnd: row.period_end,
  receivedAt: row.received_at,
  revokedAt: row.revoked_at,
  revokedWhy: row.revoked_why,
});

/** The paper that was there first stays: neither its time nor its revocation is changed by sending it again. */
export const insertConsent = (
  q: Queries,
  consent: Omit<StoredConsent, 'revokedAt' | 'revokedWhy'> & { resource: string; hash: Buffer },
) =>
  q.run(sql`insert into consent (id, person_id, client_id, recipient_npi, source_npi, policy, period_start, period_end,
      resource, hash, received_at)
    values (${consent.id}, ${consent.personId}, ${consent.clientId}, ${consent.recipientNpi}, ${consent.sourceNpi},
      ${consent.policy}, ${consent.periodStart}, ${consent.periodEnd}, ${consent.resource}, ${consent.hash},
      ${consent.receivedAt})
    on conflict (person_id, client_id, hash) do nothing`);

/** The last consent of each of these persons for a client, revoked or not. */
export async function selectNewest(
  q: Queries,
  clientId: string,
  personIds: readonly number[],
): Promise<StoredConsent[]> {
  const rows = await q.query<ConsentRow>(sql`select distinct on (person_id) ${columns} from consent
    where client_id = ${clientId} and person_id = any(${[...personIds]}::bigint[])
    order by person_id, seq desc`);
  return rows.map(consentOf);
}

export async function selectConsent(q: Queries, id: string): Promise<StoredConsent | undefined> {
  const row = await q.maybe<ConsentRow>(sql`select ${columns} from consent where id = ${id}`);
  return row && consentOf(row);
}

export async function selectConsents(
  q: Queries,
  filter: { personId?: number; clientId?: string; limit: number },
): Promise<StoredConsent[]> {
  const rows = await q.query<ConsentRow>(sql`select ${columns} from consent
    where (${filter.personId ?? null}::bigint is null or person_id = ${filter.personId ?? null})
      and (${filter.clientId ?? null}::text is null or client_id = ${filter.clientId ?? null})
    order by seq desc limit ${filter.limit}`);
  return rows.map(consentOf);
}

export const updateRevoked = (q: Queries, id: string, at: Date, why: string) =>
  q.run(
    sql`update consent set revoked_at = ${at}, revoked_why = ${why} where id = ${id} and revoked_at is null`,
  );

/** Of these persons, those who told us not to send to this payer or to any. */
export async function selectInstructed(
  q: Queries,
  recipientNpi: string,
  personIds: readonly number[],
): Promise<Set<number>> {
  const rows = await q.query<{ person_id: number }>(sql`select distinct person_id from instruction
    where person_id = any(${[...personIds]}::bigint[]) and recipient_npi in (${recipientNpi}, '*')
      and withdrawn_at is null`);
  return new Set(rows.map((row) => row.person_id));
}

export const insertInstruction = (q: Queries, personId: number, recipientNpi: string, at: Date) =>
  q.run(sql`insert into instruction (person_id, recipient_npi, given_at)
    select ${personId}, ${recipientNpi}, ${at} where not exists (
      select from instruction where person_id = ${personId} and recipient_npi = ${recipientNpi} and withdrawn_at is null)`);

export const endInstruction = (q: Queries, personId: number, recipientNpi: string, at: Date) =>
  q.run(sql`update instruction set withdrawn_at = ${at}
    where person_id = ${personId} and recipient_npi = ${recipientNpi} and withdrawn_at is null`);

export async function selectInstructions(
  q: Queries,
  personId: number,
): Promise<{ recipientNpi: string; givenAt: Date; withdrawnAt: Date | null }[]> {
  const rows = await q.query<{ recipient_npi: string; given_at: Date; withdrawn_at: Date | null }>(
    sql`select recipient_npi, given_at, withdrawn_at from instruction where person_id = ${personId} order by given_at`,
  );
  return rows.map((row) => ({
    recipientNpi: row.recipient_npi,
    givenAt: row.given_at,
    withdrawnAt: row.withdrawn_at,
  }));
}

/** The one lock of permissions, until the transaction ends: shared to use one, alone to end one. */
export async function lockPermissions(tx: Tx, alone: boolean): Promise<void> {
  if (alone) await tx.query(sql`select pg_advisory_xact_lock(${permissions})`);
  else await tx.query(sql`select pg_advisory_xact_lock_shared(${permissions})`);
}
const permissions = 0x7065726d;
