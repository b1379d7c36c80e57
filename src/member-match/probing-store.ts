import type { Queries } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
import {
  type Counts,
  countRefused,
  emptyCounts,
  latest_count,
  noteLatest,
  type ProbingKind,
} from './probing.ts';
import type { AttemptKeys } from './probing-keys.ts';

const bytes = (hex: string | undefined): Buffer | null =>
  hex === undefined ? null : Buffer.from(hex, 'hex');
const present = (values: readonly (string | undefined)[]): Buffer[] =>
  [...new Set(values)].flatMap((value) => (value === undefined ? [] : [Buffer.from(value, 'hex')]));

/**
 * Submissions about one person wait for each other, so that a burst is counted as the same number one after the other. Held until the
 * transaction ends.
 */
export const lockPerson = (q: Queries, clientId: string, person: string) =>
  q.run(
    sql`select pg_advisory_xact_lock(hashtextextended('match_attempt ' || ${clientId}::text || ${person}::text, 0))`,
  );

/** What is counted of this partner, as far as these submissions need it. `dayStart` limits the latest, `since` the rest. */
export async function loadCounts(
  q: Queries,
  wanted: {
    clientId: string;
    keys: readonly AttemptKeys[];
    since: Date;
    dayStart: Date;
  },
): Promise<Counts> {
  const { clientId, keys, since, dayStart } = wanted;
  const counts = emptyCounts();
  const known = await q.query<{ submission: string }>(sql`
    select encode(submission, 'hex') as submission from match_attempt
    where client_id = ${clientId} and submission = any(${present(keys.map((k) => k.submission))}::bytea[])`);
  for (const { submission } of known) counts.known.add(submission);
  // Who asks again is not judged: that saves the rest.
  const unknown = keys.filter(({ submission }) => !counts.known.has(submission));
  if (unknown.length === 0) return counts;

  const refused = await q.query<{ person: string | null; card: string | null; block: string | null }>(sql`
    select encode(person, 'hex') as person, encode(card, 'hex') as card, encode(block, 'hex') as block from match_attempt
    where client_id = ${clientId} and refused and last_at > ${since} and submission in (
      select submission from match_attempt where client_id = ${clientId} and refused
        and person = any(${present(unknown.map((k) => k.person))}::bytea[])
      union select submission from match_attempt where client_id = ${clientId} and refused
        and card = any(${present(unknown.map((k) => k.card))}::bytea[])
      union select submission from match_attempt where client_id = ${clientId} and refused
        and block = any(${present(unknown.map((k) => k.block))}::bytea[]))`);
  for (const { person, card, block } of refused) {
    countRefused(counts, {
      submission: '',
      ...(person !== null && { person }),
      ...(card !== null && { card }),
      ...(block !== null && { block }),
    });
  }
  const latest = await q.query<{ refused: boolean }>(sql`
    select refused from match_attempt where client_id = ${clientId} and first_at > ${dayStart}
    order by first_at desc limit ${latest_count}`);
  for (const row of latest.reverse()) noteLatest(counts, row.refused);
  counts.refusedToday =
    latest.length < latest_count
      ? latest.filter((row) => row.refused).length
      : await sumRefused(q, clientId, dayStart);
  return counts;
}

/** Distinct refused submissions since then; the hour in which it begins counts whole. */
const sumRefused = async (q: Queries, clientId: string, since: Date): Promise<number> =>
  (
    await q.one<{ refused: number }>(sql`select coalesce(sum(refused), 0)::int as refused from match_refusals
      where client_id = ${clientId} and hour >= date_trunc('hour', ${since}::timestamptz, 'UTC')`)
  ).refused;

export interface Attempt {
  keys: AttemptKeys;
  refused: boolean;
}

/** Keeps what was looked at; asked again, a submission stays one row. */
export async function saveAttempts(
  q: Queries,
  clientId: string,
  attempts: readonly Attempt[],
  now: Date,
): Promise<void> {
  const latest = new Map(attempts.map((attempt) => [attempt.keys.submission, attempt]));
  const rows = [...latest.values()];
  if (rows.length === 0) return;
  const written = await q.query<{ fresh: boolean }>(sql`
    insert into match_attempt as a (client_id, submission, person, card, block, refused, first_at, last_at)
    select ${clientId}, t.*, ${now}, ${now} from unnest(${rows.map(({ keys }) => bytes(keys.submission))}::bytea[],
      ${rows.map(({ keys }) => bytes(keys.person))}::bytea[], ${rows.map(({ keys }) => bytes(keys.card))}::bytea[],
      ${rows.map(({ keys }) => bytes(keys.block))}::bytea[], ${rows.map(({ refused }) => refused)}::boolean[]) as t
    order by 2
    on conflict (client_id, submission) do update
      set refused = excluded.refused, asks = a.asks + 1, last_at = excluded.last_at
    returning (xmax = 0 and refused) as fresh`);
  const fresh = written.filter((row) => row.fresh).length;
  if (fresh > 0) await addRefused(q, { clientId, now, fresh, shard: shardOf(rows[0]!.keys.submission) });
}

/** One shard a transaction: two that need several could wait for each other for ever. */
const shards = 8;
const shardOf = (submission: string): number => Number.parseInt(submission.slice(0, 2), 16) % shards;

const addRefused = (q: Queries, add: { clientId: string; now: Date; fresh: number; shard: number }) =>
  q.run(sql`insert into match_refusals as r (client_id, hour, shard, refused)
    values (${add.clientId}, date_trunc('hour', ${add.now}::timestamptz, 'UTC'), ${add.shard}, ${add.fresh})
    on conflict (client_id, hour, shard) do update set refused = r.refused + excluded.refused`);

/** A partner that was found guessing. */
export interface Alarm {
  id: string;
  clientId: string;
  kind: ProbingKind;
  /** Submissions that were not looked at. */
  throttled: number;
  firstAt: Date;
  lastAt: Date;
  liftedAt: Date | null;
  liftedBy: string | null;
}

const alarmColumns = sql`id, client_id as "clientId", kind, throttled, first_at as "firstAt", last_at as "lastAt",
  lifted_at as "liftedAt", lifted_by as "liftedBy"`;

/** Counts on an open alarm, or raises one; true when it is new. */
export async function raiseAlarm(
  q: Queries,
  alarm: { id: string; clientId: string; kind: ProbingKind; subject: string; throttled: number; now: Date },
): Promise<boolean> {
  const { raised } = await q.one<{ raised: boolean }>(sql`
    insert into match_alarm as a (id, client_id, kind, subject, throttled, first_at, last_at)
    values (${alarm.id}, ${alarm.clientId}, ${alarm.kind}, ${bytes(alarm.subject)}, ${alarm.throttled}, ${alarm.now}, ${alarm.now})
    on conflict (client_id, kind, subject) where lifted_at is null do update
      set throttled = a.throttled + excluded.throttled, last_at = excluded.last_at
    returning (xmax = 0) as raised`);
  return raised;
}

/** Alarms, the newest first; `open`: those that nobody lifted. */
export const selectAlarms = (q: Queries, filter: { open: boolean }): Promise<Alarm[]> =>
  q.query<Alarm>(sql`select ${alarmColumns} from match_alarm
    where ${filter.open ? sql`lifted_at is null` : sql`true`} order by last_at desc, id limit 1000`);

const columnOf: Partial<Record<ProbingKind, string>> = {
  'card-guessing': 'person',
  'person-guessing': 'card',
  'number-walking': 'block',
};

/** Lifts an alarm and forgets the refusals that it counted; undefined when it is not open. */
export async function liftAlarm(
  q: Queries,
  lift: { id: string; by: string; now: Date },
): Promise<Alarm | undefined> {
  const alarm = await q.maybe<Alarm & { subject: Buffer }>(sql`
    update match_alarm set lifted_at = ${lift.now}, lifted_by = ${lift.by} where id = ${lift.id} and lifted_at is null
    returning ${alarmColumns}, subject`);
  if (!alarm) return undefined;
  const { subject, ...lifted } = alarm;
  const column = columnOf[lifted.kind];
  const about = column === undefined ? sql`true` : sql`${raw(column)} = ${subject}`;
  await q.run(sql`delete from match_attempt where client_id = ${lifted.clientId} and refused and ${about}`);
  if (column === undefined) await q.run(sql`delete from match_refusals where client_id = ${lifted.clientId}`);
  return lifted;
}

/** Rows of one client beyond which the oldest go. */
const attemptsPerClient_max = 2_000_000;
const answeredLife_days = 2;
const day_ms = 24 * 3600 * 1000;

/** Forgets what is no longer counted. */
export async function purgeAttempts(q: Queries, now: Date, window_days: number): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * day_ms);
  await q.run(sql`delete from match_attempt where last_at < ${before(window_days)}
    or (not refused and last_at < ${before(Math.min(answeredLife_days, window_days))})`);
  await q.run(sql`delete from match_refusals where hour < ${before(answeredLife_days)}`);
  await q.run(sql`delete from match_attempt a using (
      select client_id, first_at from (
        select client_id, first_at, row_number() over (partition by client_id order by first_at desc) as place
        from match_attempt) as placed
      where place = ${attemptsPerClient_max + 1}) as last
    where a.client_id = last.client_id and a.first_at <= last.first_at`);
}
