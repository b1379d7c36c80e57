import type { Queries, Tx } from '../../db/db.ts';
import { join, type Sql, sql } from '../../db/sql.ts';
import type { Exchange, ExchangeState, Transfer, TransferChange, TransferState, Wire } from './transfer.ts';
import type { WireParts } from './wire-member.ts';

const transferColumns: Sql = sql`id, partner_id as "partnerId", wire, state, resume_state as "resumeState", reason,
  version, entered_at as "enteredAt", next_at as "nextAt", attempts, kickoffs,
  match_status_url as "matchStatusUrl", group_id as "groupId", since, export_kicked_at as "exportKickedAt",
  export_status_url as "exportStatusUrl", transaction_time as "transactionTime", ingest_from as "ingestFrom", notices,
  partner_cleaned_at as "partnerCleanedAt", created_at as "createdAt", updated_at as "updatedAt"`;

const exchangeColumns: Sql = sql`id, transfer_id as "transferId", partner_id as "partnerId", person_id as "personId",
  submitted_id as "submittedId", wire_id as "wireId", state, reason, next_step as "nextStep",
  partner_patient_id as "partnerPatientId", partner_umb as "partnerUmb", outcome,
  created_at as "createdAt", updated_at as "updatedAt"`;

export interface NewTransfer {
  id: string;
  partnerId: number;
  wire: Wire;
  state: TransferState;
  groupId?: string | null;
  now: Date;
}

export async function insertTransfer(q: Queries, t: NewTransfer): Promise<void> {
  await q.run(sql`
    insert into transfer (id, partner_id, wire, state, group_id, entered_at, next_at, created_at, updated_at)
    values (${t.id}, ${t.partnerId}, ${t.wire}, ${t.state}, ${t.groupId ?? null}, ${t.now}, ${t.now}, ${t.now}, ${t.now})`);
}

export const selectTransfer = (q: Queries, id: string): Promise<Transfer | undefined> =>
  q.maybe<Transfer>(sql`select ${transferColumns} from transfer where id = ${id}`);

/** Holds the transfer's row until the transaction ends: for what people do to it. */
export const lockTransfer = (tx: Tx, id: string): Promise<Transfer | undefined> =>
  tx.maybe<Transfer>(sql`select ${transferColumns} from transfer where id = ${id} for update`);

/** Transfers with a step due or to come. */
export const selectUnfinished = (q: Queries): Promise<{ id: string; nextAt: Date }[]> =>
  q.query(sql`select id, next_at as "nextAt" from transfer where next_at is not null`);

const columnOf: Record<keyof TransferChange, Sql> = {
  resumeState: sql`resume_state`,
  reason: sql`reason`,
  attempts: sql`attempts`,
  kickoffs: sql`kickoffs`,
  matchStatusUrl: sql`match_status_url`,
  groupId: sql`group_id`,
  since: sql`since`,
  exportKickedAt: sql`export_kicked_at`,
  exportStatusUrl: sql`export_status_url`,
  transactionTime: sql`transaction_time`,
  ingestFrom: sql`ingest_from`,
  notices: sql`notices`,
  partnerCleanedAt: sql`partner_cleaned_at`,
};

/** Compare-and-set on the version that the step read. False: another step was first, and this one changes nothing. */
export async function moveTransfer(
  q: Queries,
  from: Pick<Transfer, 'id' | 'version' | 'state'>,
  to: TransferState,
  change: TransferChange,
  nextAt: Date | null,
  now: Date,
): Promise<boolean> {
  const sets = (Object.keys(change) as (keyof TransferChange)[]).map((name) => {
    const value = change[name];
    return sql`${columnOf[name]} = ${name === 'notices' ? JSON.stringify(value) : value}`;
  });
  const moved = await q.run(sql`
    update transfer set ${join([
      ...sets,
      sql`state = ${to}`,
      sql`version = version + 1`,
      sql`entered_at = case when state = ${to} then entered_at else ${now} end`,
      sql`next_at = ${nextAt}`,
      sql`updated_at = ${now}`,
    ])}
    where id = ${from.id} and version = ${from.version}`);
  return moved === 1;
}

export interface NewExchange {
  id: string;
  transferId: string;
  partnerId: number;
  personId: number;
  submittedId: string;
  wireId: string;
  parts: WireParts;
  state: ExchangeState;
  now: Date;
}

export async function insertExchange(q: Queries, e: NewExchange): Promise<void> {
  await q.run(sql`
    insert into exchange (id, transfer_id, partner_id, person_id, submitted_id, wire_id, parameters, state, created_at, updated_at)
    values (${e.id}, ${e.transferId}, ${e.partnerId}, ${e.personId}, ${e.submittedId}, ${e.wireId},
            ${JSON.stringify(e.parts)}, ${e.state}, ${e.now}, ${e.now})`);
}

/** In the order in which they were opened. */
export const selectExchanges = (q: Queries, transferId: string): Promise<Exchange[]> =>
  q.query<Exchange>(
    sql`select ${exchangeColumns} from exchange where transfer_id = ${transferId} order by created_at, submitted_id, id`,
  );

export const selectExchange = (q: Queries, id: string): Promise<Exchange | undefined> =>
  q.maybe<Exchange>(sql`select ${exchangeColumns} from exchange where id = ${id}`);

export const selectAllExchanges = (
  q: Queries,
  filter: { state?: string | undefined; partnerId?: number | undefined; limit: number },
): Promise<Exchange[]> =>
  q.query<Exchange>(sql`
    select ${exchangeColumns} from exchange
    where ${filter.state ?? null}::text is null or state = ${filter.state ?? null}
    order by created_at desc, id limit ${filter.limit}`);

/**
 * Members of a transfer whose exchange was ended: their Patient at the partner, our person. Held, nobody ends another one until the
 * transaction does.
 */
export const selectEnded = async (
  q: Queries,
  transferId: string,
  held: boolean,
): Promise<Map<string, number>> => {
  const rows = await q.query<{ patient: string | null; personId: number; state: string }>(sql`
    select partner_patient_id as patient, person_id as "personId", state from exchange
    where transfer_id = ${transferId} ${held ? sql`for share` : sql``}`);
  return new Map(
    rows.flatMap((row) =>
      row.state === 'closed' && row.patient !== null ? [[row.patient, row.personId]] : [],
    ),
  );
};

/** What goes out for a member. */
export const selectParts = async (q: Queries, transferId: string): Promise<Map<string, WireParts>> => {
  const rows = await q.query<{ wire_id: string; parameters: string }>(
    sql`select wire_id, parameters from exchange where transfer_id = ${transferId}`,
  );
  return new Map(rows.map((row) => [row.wire_id, JSON.parse(row.parameters) as WireParts]));
};

export interface ExchangeChange {
  state: ExchangeState;
  reason?: string | null;
  nextStep?: string | null;
  outcome?: Exchange['outcome'];
  partnerPatientId?: string | null;
  partnerUmb?: string | null;
  transferId?: string;
}

/** Changes one exchange and writes its history. What the change does not name stays. */
export async function changeExchange(
  q: Queries,
  id: string,
  change: ExchangeChange,
  now: Date,
): Promise<void> {
  await q.run(sql`
    update exchange set
      state = ${change.state},
      reason = ${change.reason ?? null},
      next_step = ${change.nextStep ?? null},
      outcome = coalesce(${change.outcome ?? null}, outcome),
      partner_patient_id = coalesce(${change.partnerPatientId ?? null}, partner_patient_id),
      partner_umb = coalesce(${change.partnerUmb ?? null}, partner_umb),
      transfer_id = coalesce(${change.transferId ?? null}::uuid, transfer_id),
      updated_at = ${now}
    where id = ${id}`);
  await insertEvent(q, id, change.state, change.reason ?? '', now);
}

/** Moves every exchange of a transfer that is still on its way, and writes their history. */
export async function changeLiveExchanges(
  q: Queries,
  transferId: string,
  state: ExchangeState | undefined,
  notice: { reason: string | null; nextStep: string | null },
  now: Date,
): Promise<void> {
  await q.run(sql`
    with moved as (
      update exchange set state = coalesce(${state ?? null}, state), reason = ${notice.reason},
             next_step = ${notice.nextStep}, updated_at = ${now}
      where transfer_id = ${transferId} and state not in ('match-failed', 'closed')
      returning id, state)
    insert into exchange_event (exchange_id, at, state, detail)
    select id, ${now}, state, ${notice.reason ?? ''} from moved`);
}

export const insertEvent = (q: Queries, exchangeId: string, state: string, detail: string, at: Date) =>
  q.run(
    sql`insert into exchange_event (exchange_id, at, state, detail) values (${exchangeId}, ${at}, ${state}, ${detail})`,
  );

export const selectEvents = (
  q: Queries,
  exchangeId: string,
): Promise<{ at: Date; state: string; detail: string }[]> =>
  q.query(sql`select at, state, detail from exchange_event where exchange_id = ${exchangeId} order by id`);

export interface Watermark {
  personId: number;
  partnerPatientId: string;
  since: Date;
}

export const selectWatermarks = (
  q: Queries,
  partnerId: number,
  personIds: readonly number[],
): Promise<Watermark[]> =>
  q.query(sql`
    select person_id as "personId", partner_patient_id as "partnerPatientId", since from watermark
    where partner_id = ${partnerId} and person_id = any(${personIds})`);

/** Never back for the same patient there; another patient's begins anew. */
export async function putWatermark(q: Queries, partnerId: number, mark: Watermark): Promise<void> {
  await q.run(sql`
    insert into watermark as w (person_id, partner_id, partner_patient_id, since)
    values (${mark.personId}, ${partnerId}, ${mark.partnerPatientId}, ${mark.since})
    on conflict (person_id, partner_id) do update set
      partner_patient_id = excluded.partner_patient_id,
      since = case when w.partner_patient_id = excluded.partner_patient_id
                   then greatest(w.since, excluded.since) else excluded.since end`);
}
