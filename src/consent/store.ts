import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { ConsentFacts, StoredState } from './facts.ts';
import type { ConsentPolicy } from './permit.ts';

/** A version of a consent that was received for a person, with the facts that decide. Its own words lie beside it. */
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
  /** What its last event says. */
  state: StoredState;
  revokedAt: Date | null;
  revokedWhy: string | null;
  /** `Consent.id` at the requester, and which version of that document this is. */
  documentId: string;
  version: number;
  /** SHA-256 of the document, in hex. */
  hash: string;
}

/** A version that is to be kept. */
export interface NewConsent
  extends Pick<
    StoredConsent,
    | 'id'
    | 'personId'
    | 'clientId'
    | 'recipientNpi'
    | 'sourceNpi'
    | 'policy'
    | 'periodStart'
    | 'periodEnd'
    | 'receivedAt'
  > {
  resource: string;
  hash: Buffer;
  state?: StoredState;
  contentHash?: Buffer;
  documentId?: string;
  requestId?: string | undefined;
  signer?: ConsentFacts['signer'];
  capacity?: string | null;
  part2Statement?: boolean;
  /** Permits from before are dead; false: what they allow is allowed still. */
  ends?: boolean;
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
  state: StoredState;
  revoked_at: Date | null;
  revoked_why: string | null;
  document_id: string;
  version: number;
  hash: string;
}

const columns = sql`id, person_id, client_id, recipient_npi, source_npi, policy, period_start, period_end, received_at, state,
  revoked_at, revoked_why, document_id, version, encode(hash, 'hex') as hash`;

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
  state: row.state,
  revokedAt: row.revoked_at,
  revokedWhy: row.revoked_why,
  documentId: row.document_id,
  version: row.version,
  hash: row.hash,
});

/** Keeps a version with its first event. The document that was there first stays: sending it again changes nothing. */
export const insertConsent = (q: Queries, consent: NewConsent) =>
  q.run(sql`with fresh as (
      insert into consent (id, person_id, client_id, recipient_npi, source_npi, policy, period_start, period_end, resource, hash,
        received_at, state, content_hash, document_id, version, request_id, signer, capacity, part2_statement)
      values (${consent.id}, ${consent.personId}, ${consent.clientId}, ${consent.recipientNpi}, ${consent.sourceNpi},
        ${consent.policy}, ${consent.periodStart}, ${consent.periodEnd}, ${consent.resource}, ${consent.hash},
        ${consent.receivedAt}, ${consent.state ?? 'active'}, ${consent.contentHash ?? null}, ${consent.documentId ?? ''},
        (select count(*)::int + 1 from consent where person_id = ${consent.personId} and client_id = ${consent.clientId}
          and document_id = ${consent.documentId ?? ''}),
        ${consent.requestId ?? null}, ${consent.signer ?? 'member'}, ${consent.capacity ?? null},
        ${consent.part2Statement ?? false})
      on conflict (person_id, client_id, hash) do nothing returning id, state)
    insert into consent_event (consent_id, state, at, actor, ends)
      select id, state, ${consent.receivedAt}, 'client:' || ${consent.clientId}, ${consent.ends ?? true} from fresh`);

/** The same document of the same client, whatever became of it: to the byte, or in content. */
export async function selectSame(
  q: Queries,
  of: { personId: number; clientId: string; hash: Buffer; contentHash: Buffer },
): Promise<StoredConsent | undefined> {
  const row = await q.maybe<ConsentRow>(sql`select ${columns} from consent
    where person_id = ${of.personId} and client_id = ${of.clientId}
      and (hash = ${of.hash} or content_hash = ${of.contentHash}) order by seq limit 1`);
  return row && consentOf(row);
}

/** What counts now, with the request that brought it. */
export async function selectActive(
  q: Queries,
  of: { personId: number; clientId: string },
): Promise<
  (StoredConsent & {
    requestId: string | null;
    signer: ConsentFacts['signer'];
    part2Statement: boolean;
  })[]
> {
  const rows = await q.query<
    ConsentRow & { request_id: string | null; signer: ConsentFacts['signer']; part2_statement: boolean }
  >(sql`select ${columns}, request_id, signer, part2_statement from consent
    where person_id = ${of.personId} and client_id = ${of.clientId} and direction = 'out' and state = 'active' order by seq`);
  return rows.map((row) => ({
    ...consentOf(row),
    requestId: row.request_id,
    signer: row.signer,
    part2Statement: row.part2_statement,
  }));
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

/** Consents whose last day is before `day` and that nobody has marked as over. */
export async function selectEnded(q: Queries, day: string, limit: number): Promise<StoredConsent[]> {
  const rows = await q.query<ConsentRow>(
    sql`select ${columns} from consent where state = 'active' and period_end < ${day} order by period_end limit ${limit}`,
  );
  return rows.map(consentOf);
}

export interface ConsentEvent {
  state: StoredState;
  at: Date;
  actor: string;
  why: string;
}

/** Oldest first: how a consent came to stand where it stands. */
export const selectEvents = (q: Queries, consentId: string): Promise<ConsentEvent[]> =>
  q.query<ConsentEvent>(
    sql`select state, at, actor, why from consent_event where consent_id = ${consentId} order by id`,
  );

export const insertEvent = (q: Queries, event: ConsentEvent & { consentId: string; ends: boolean }) =>
  q.run(sql`insert into consent_event (consent_id, state, at, actor, why, ends)
    values (${event.consentId}, ${event.state}, ${event.at}, ${event.actor}, ${event.why}, ${event.ends})`);

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
