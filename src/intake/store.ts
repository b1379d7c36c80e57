import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export interface NewEvent {
  clientId: string;
  source: string;
  eventId: string;
  type: string;
  personId: number | null;
  happenedAt: Date;
  receivedAt: Date;
  effect: string;
}

/** False when the event was here before. */
export const insertEvent = async (tx: Tx, e: NewEvent): Promise<boolean> =>
  (await tx.run(sql`insert into intake_event (client_id, source, event_id, type, person_id, happened_at, received_at, effect)
    values (${e.clientId}, ${e.source}, ${e.eventId}, ${e.type}, ${e.personId}, ${e.happenedAt}, ${e.receivedAt}, ${e.effect})
    on conflict do nothing`)) === 1;

export const setEffect = (tx: Tx, e: Pick<NewEvent, 'clientId' | 'source' | 'eventId'>, effect: string) =>
  tx.run(sql`update intake_event set effect = ${effect}
    where client_id = ${e.clientId} and source = ${e.source} and event_id = ${e.eventId}`);

/** When somebody was last prompted for this cause, sent or still to be sent. */
export const lastReminder = async (q: Queries, personId: number, cause: string): Promise<Date | null> =>
  (
    await q.one<{ at: Date | null }>(sql`select max(coalesce(sent_at, due_at)) as at from reminder
    where person_id = ${personId} and cause = ${cause} and dropped_why is null`)
  ).at;

export const insertReminder = (
  tx: Tx,
  r: { personId: number; cause: string; channel: string; dueAt: Date },
) =>
  tx.run(sql`insert into reminder (person_id, cause, channel, due_at)
    values (${r.personId}, ${r.cause}, ${r.channel}, ${r.dueAt})`);

export interface DueReminder {
  id: number;
  personId: number;
  cause: string;
  channel: string;
  dueAt: Date;
}

export const dueReminders = (q: Queries, now: Date, limit: number): Promise<DueReminder[]> =>
  q.query<DueReminder>(sql`select id, person_id as "personId", cause, channel, due_at as "dueAt" from reminder
    where sent_at is null and dropped_why is null and due_at <= ${now} order by due_at, id limit ${limit}`);

export const countSent = async (q: Queries, personId: number, since: Date): Promise<number> =>
  (
    await q.one<{ count: number }>(
      sql`select count(*) as count from reminder where person_id = ${personId} and sent_at > ${since}`,
    )
  ).count;

/** False when another worker was first. */
export const markSent = async (tx: Tx, id: number, at: Date): Promise<boolean> =>
  (await tx.run(
    sql`update reminder set sent_at = ${at} where id = ${id} and sent_at is null and dropped_why is null`,
  )) === 1;

export const dropReminders = (q: Queries, personId: number, why: string) =>
  q.run(
    sql`update reminder set dropped_why = ${why} where person_id = ${personId} and sent_at is null and dropped_why is null`,
  );

export const dropReminder = (q: Queries, id: number, why: string) =>
  q.run(sql`update reminder set dropped_why = ${why} where id = ${id} and sent_at is null`);

export const insertWelcomeLink = (q: Queries, tokenHash: Buffer, madeAt: Date, until: Date) =>
  q.run(
    sql`insert into welcome_link (token_hash, made_at, until) values (${tokenHash}, ${madeAt}, ${until})`,
  );

/** True the first time, until it runs out. */
export const useWelcomeLink = async (q: Queries, tokenHash: Buffer, now: Date): Promise<boolean> =>
  (await q.run(sql`update welcome_link set used_at = ${now}
    where token_hash = ${tokenHash} and used_at is null and until > ${now}`)) === 1;

export interface Delivery {
  id: string;
  event: string;
  body: string;
  createdAt: Date;
  attempts: number;
}

export const insertDelivery = (q: Queries, d: Omit<Delivery, 'attempts'>) =>
  q.run(sql`insert into webhook_delivery (id, event, body, created_at, next_at)
    values (${d.id}, ${d.event}, ${d.body}, ${d.createdAt}, ${d.createdAt})`);

export const selectDelivery = (q: Queries, id: string): Promise<Delivery | undefined> =>
  q.maybe<Delivery>(sql`select id, event, body, created_at as "createdAt", attempts from webhook_delivery
    where id = ${id} and next_at is not null`);

export const noteAttempt = (q: Queries, id: string, nextAt: Date | null, deliveredAt: Date | null) =>
  q.run(sql`update webhook_delivery set attempts = attempts + 1, next_at = ${nextAt}, delivered_at = ${deliveredAt}
    where id = ${id}`);

export const lastDeltaSeq = async (q: Queries): Promise<number> =>
  (await q.one<{ seq: number | null }>(sql`select max(to_seq) as seq from decision_delta`)).seq ?? 0;

export interface Delta {
  day: string;
  fromSeq: number;
  toSeq: number;
  rows: number;
  objectKey: string;
}

export const insertDelta = (tx: Tx, d: Delta, at: Date) =>
  tx.run(sql`insert into decision_delta (day, from_seq, to_seq, rows, object_key, made_at)
    values (${d.day}, ${d.fromSeq}, ${d.toSeq}, ${d.rows}, ${d.objectKey}, ${at}) on conflict do nothing`);

export const selectDelta = (q: Queries, day: string): Promise<Delta | undefined> =>
  q.maybe<Delta>(sql`select day, from_seq as "fromSeq", to_seq as "toSeq", rows, object_key as "objectKey"
    from decision_delta where day = ${day}`);
