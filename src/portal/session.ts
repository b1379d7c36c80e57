import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db, Queries } from '../db/db.ts';
import { seenEvery_s, sessionIdle_s_max, sessionLife_s_max, stepUp_s_max } from './limits.ts';
import * as store from './session-store.ts';

export interface SessionDeps {
  db: Db;
  clock: Clock;
  random: Random;
}

/** Who is signed in, as the identity provider said and the session keeps it. */
export interface SignedIn {
  personId: number;
  issuer: string;
  subject: string;
  acr: string;
  amr: string[];
  authTime: Date;
  locale: 'en' | 'es';
}

/** A live session. The member whom a request is about is `personId`: nothing that the browser sends can name another. */
export interface Session {
  tokenHash: Buffer;
  /** Whose records and decisions are meant: the member's own, or those of the one that is acted for. */
  personId: number;
  /** Whose sign-in it is. */
  ownPersonId: number;
  representationId: string | null;
  issuer: string;
  subjectHash: Buffer;
  acr: string;
  amr: string[];
  authTime: Date;
  locale: 'en' | 'es';
  /** Goes with every change: another site cannot know it. */
  csrf: string;
  idleEndsAt: Date;
  endsAt: Date;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const plus = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);

/** Begins a session under a token that nobody had before: what was in the browser until now is worth nothing. */
export async function beginSession(
  q: Queries,
  { clock, random }: Omit<SessionDeps, 'db'>,
  who: SignedIn,
): Promise<{ token: string; endsAt: Date }> {
  const now = clock.now();
  const token = random.bytes(32).toString('base64url');
  const endsAt = plus(now, sessionLife_s_max);
  await store.insertSession(q, sha256(token), {
    personId: who.personId,
    actingFor: null,
    representationId: null,
    issuer: who.issuer,
    subjectHash: sha256(`${who.issuer} ${who.subject}`),
    acr: who.acr,
    amr: who.amr,
    authTime: who.authTime,
    locale: who.locale,
    createdAt: now,
    seenAt: now,
    endsAt,
  });
  return { token, endsAt };
}

/** The session of a token; undefined for one that is unknown, ended or outlived. */
export async function sessionOf(
  { db, clock }: Pick<SessionDeps, 'db' | 'clock'>,
  token: string | undefined,
): Promise<Session | undefined> {
  if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
  const now = clock.now();
  const tokenHash = sha256(token);
  const seenSince = plus(now, -sessionIdle_s_max);
  const row = await store.selectSession(db, tokenHash, { now, seenSince });
  if (!row) return undefined;
  const touched = now.getTime() - row.seenAt.getTime() >= seenEvery_s * 1000;
  if (touched) await store.touchSession(db, tokenHash, now);
  const idleEndsAt = plus(touched ? now : row.seenAt, sessionIdle_s_max);
  return {
    tokenHash,
    personId: row.actingFor ?? row.personId,
    ownPersonId: row.personId,
    representationId: row.representationId,
    issuer: row.issuer,
    subjectHash: row.subjectHash,
    acr: row.acr,
    amr: row.amr,
    authTime: row.authTime,
    locale: row.locale,
    csrf: csrfOf(token),
    idleEndsAt: new Date(Math.min(idleEndsAt.getTime(), row.endsAt.getTime())),
    endsAt: row.endsAt,
  };
}

/** Follows from the token, one way: who knows it knows no token. */
const csrfOf = (token: string): string => sha256(`csrf ${token}`).toString('base64url');

/** Compared in a time that tells nothing. */
export function isCsrf(session: Session, sent: string | undefined): boolean {
  const right = Buffer.from(session.csrf);
  const given = Buffer.from(sent ?? '');
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Whether the member signed in so lately that a signature may be taken. */
export const isFresh = (session: Session, now: Date): boolean =>
  now.getTime() - session.authTime.getTime() <= stepUp_s_max * 1000;

export const endSession = async ({ db, clock }: Pick<SessionDeps, 'db' | 'clock'>, session: Session) => {
  await store.endSessionRow(db, session.tokenHash, clock.now());
};

/** The member did something on the page: the idle time begins anew. */
export async function extendSession(
  { db, clock }: Pick<SessionDeps, 'db' | 'clock'>,
  session: Session,
): Promise<Date> {
  const now = clock.now();
  await store.touchSession(db, session.tokenHash, now);
  const idle = plus(now, sessionIdle_s_max);
  return new Date(Math.min(idle.getTime(), session.endsAt.getTime()));
}

/** A principal of rates and idempotency keys: a hash, so that no table names a session. */
export const principalOf = (session: Session): string =>
  `person:${createHash('sha256').update(session.subjectHash).digest('hex').slice(0, 32)}`;

export const changeLocale = (q: Queries, session: Session, locale: 'en' | 'es') =>
  store.updateLocale(q, session.tokenHash, locale);

export const actFor = (
  q: Queries,
  session: Session,
  acting: { personId: number; representationId: string } | null,
) => store.updateActing(q, session.tokenHash, acting);
