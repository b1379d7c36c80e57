import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export interface SessionRow {
  personId: number;
  actingFor: number | null;
  representationId: string | null;
  issuer: string;
  subjectHash: Buffer;
  acr: string;
  amr: string[];
  authTime: Date;
  locale: 'en' | 'es';
  createdAt: Date;
  seenAt: Date;
  endsAt: Date;
}

export const insertSession = (q: Queries, tokenHash: Buffer, s: SessionRow) =>
  q.run(sql`insert into portal_session (token_hash, person_id, acting_for, representation_id, issuer, subject_hash, acr, amr,
      auth_time, locale, created_at, seen_at, ends_at)
    values (${tokenHash}, ${s.personId}, ${s.actingFor}, ${s.representationId}, ${s.issuer}, ${s.subjectHash}, ${s.acr},
      ${s.amr}, ${s.authTime}, ${s.locale}, ${s.createdAt}, ${s.seenAt}, ${s.endsAt})`);

/** A session that was neither ended nor outlived, with its last sign of life. */
export const selectSession = (
  q: Queries,
  tokenHash: Buffer,
  alive: { now: Date; seenSince: Date },
): Promise<SessionRow | undefined> =>
  q.maybe<SessionRow>(sql`
    select person_id as "personId", acting_for as "actingFor", representation_id as "representationId", issuer,
      subject_hash as "subjectHash", acr, amr, auth_time as "authTime", locale, created_at as "createdAt",
      seen_at as "seenAt", ends_at as "endsAt"
    from portal_session
    where token_hash = ${tokenHash} and ended_at is null and ends_at > ${alive.now} and seen_at > ${alive.seenSince}`);

export const touchSession = (q: Queries, tokenHash: Buffer, now: Date) =>
  q.run(sql`update portal_session set seen_at = ${now} where token_hash = ${tokenHash} and seen_at < ${now}`);

export const endSessionRow = (q: Queries, tokenHash: Buffer, now: Date) =>
  q.run(
    sql`update portal_session set ended_at = ${now} where token_hash = ${tokenHash} and ended_at is null`,
  );

export const updateLocale = (q: Queries, tokenHash: Buffer, locale: 'en' | 'es') =>
  q.run(sql`update portal_session set locale = ${locale} where token_hash = ${tokenHash}`);

export const updateActing = (
  q: Queries,
  tokenHash: Buffer,
  acting: { personId: number; representationId: string } | null,
) =>
  q.run(sql`update portal_session set acting_for = ${acting?.personId ?? null},
    representation_id = ${acting?.representationId ?? null} where token_hash = ${tokenHash}`);

export interface SignInRow {
  browserHash: Buffer;
  verifier: string;
  nonce: string;
  returnTo: string;
  locale: 'en' | 'es';
  stepUp: boolean;
  begunAt: Date;
}

export const insertSignIn = (q: Queries, stateHash: Buffer, s: SignInRow) =>
  q.run(sql`insert into portal_sign_in (state_hash, browser_hash, verifier, nonce, return_to, locale, step_up, begun_at)
    values (${stateHash}, ${s.browserHash}, ${s.verifier}, ${s.nonce}, ${s.returnTo}, ${s.locale}, ${s.stepUp}, ${s.begunAt})`);

/** Takes it away: a state is used once, whatever comes of it. */
export const takeSignIn = (q: Queries, stateHash: Buffer): Promise<SignInRow | undefined> =>
  q.maybe<SignInRow>(sql`delete from portal_sign_in where state_hash = ${stateHash}
    returning browser_hash as "browserHash", verifier, nonce, return_to as "returnTo", locale, step_up as "stepUp",
      begun_at as "begunAt"`);

/** Counts one more and gives how many there are now in this window. */
export async function countRequest(
  q: Queries,
  principal: string,
  bucket: string,
  windowStart: Date,
): Promise<number> {
  const { count } = await q.one<{ count: number }>(sql`
    insert into portal_rate as r (principal, bucket, window_start, count) values (${principal}, ${bucket}, ${windowStart}, 1)
    on conflict (principal, bucket, window_start) do update set count = r.count + 1 returning count`);
  return count;
}

export interface OnceKey {
  principal: string;
  route: string;
  key: string;
}

/** True for the first; another with the same key waits until the first is committed, and is told no. */
export const beginOnce = async (
  tx: Tx,
  { principal, route, key }: OnceKey,
  row: { bodyHash: Buffer; at: Date; keepUntil: Date },
): Promise<boolean> =>
  (await tx.run(sql`insert into answered_once (principal, route, key, body_hash, at, keep_until)
    values (${principal}, ${route}, ${key}, ${row.bodyHash}, ${row.at}, ${row.keepUntil})
    on conflict do nothing`)) === 1;

export const keepAnswer = (tx: Tx, { principal, route, key }: OnceKey, status: number, answer: string) =>
  tx.run(sql`update answered_once set status = ${status}, answer = ${answer}
    where principal = ${principal} and route = ${route} and key = ${key}`);

export const selectAnswer = (q: Queries, { principal, route, key }: OnceKey) =>
  q.one<{ bodyHash: Buffer; status: number; answer: string }>(sql`
    select body_hash as "bodyHash", status, answer from answered_once
    where principal = ${principal} and route = ${route} and key = ${key}`);

/** What nobody needs any more. */
export async function forgetOld(
  q: Queries,
  now: Date,
  signInsBefore: Date,
  ratesBefore: Date,
): Promise<void> {
  await q.run(sql`delete from portal_session where ends_at < ${now}`);
  await q.run(sql`delete from portal_sign_in where begun_at < ${signInsBefore}`);
  await q.run(sql`delete from portal_rate where window_start < ${ratesBefore}`);
  await q.run(sql`delete from answered_once where keep_until < ${now}`);
}
