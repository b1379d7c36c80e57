import type pg from 'pg';
import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** First key of the workers' session locks; the second is the worker's number. */
const workerLocks = 7_264_004;

export interface Task {
  id: number;
  kind: string;
  key: string;
  attempts: number;
}

export async function putTask(q: Queries, kind: string, key: string, runAt: Date): Promise<void> {
  await q.run(sql`
    with put as (
      insert into task as t (kind, key, run_at) values (${kind}, ${key}, ${runAt})
      on conflict (kind, key) do update set
        run_at = case when t.holder is null then least(t.run_at, excluded.run_at) else t.run_at end,
        again_at = case when t.holder is null then null else least(t.again_at, excluded.run_at) end
      returning 1)
    select pg_notify('task', '') from put`);
}

/** Gives the session a number of its own, locked while the session lives, and wakes it when a task is added. */
export async function enterWorker(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select nextval('worker_number')::int as n`);
  const number = rows[0]!.n;
  await client.query('select pg_advisory_lock($1, $2)', [workerLocks, number]);
  await client.query('listen task');
  return number;
}

export async function leaveWorker(client: pg.PoolClient, number: number): Promise<void> {
  await client.query('unlisten task');
  await client.query('select pg_advisory_unlock($1, $2)', [workerLocks, number]);
}

/**
 * Frees the tasks of dead workers. A worker has its lock before its number is in any row, and numbers are not used
 * again: a number that was seen in a row first, and then is not among the locks, is dead for good. The order of the
 * two reads matters, so they are two statements, and the claim does not look at locks at all.
 */
export async function freeDeadWorkersTasks(q: Queries): Promise<number> {
  const held = await q.query<{ holder: number }>(
    sql`select distinct holder from task where holder is not null`,
  );
  if (held.length === 0) return 0;
  const alive = await q.query<{ n: number }>(sql`
    select objid::bigint as n from pg_locks
    where locktype = 'advisory' and classid = ${workerLocks} and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())`);
  const living = new Set(alive.map((row) => row.n));
  const dead = held.map((row) => row.holder).filter((n) => !living.has(n));
  if (dead.length === 0) return 0;
  return q.run(sql`update task set holder = null, again_at = null where holder = any (${dead}::int[])`);
}

/**
 * Takes up to `count` due tasks for a worker. `= any (array(…))` makes the planner fetch the picked rows by key; joined
 * to the pick, the same update was planned as a scan of the whole table.
 */
export async function claimTasks(
  q: Queries,
  worker: number,
  kinds: string[],
  now: Date,
  count: number,
): Promise<Task[]> {
  return q.query<Task>(sql`
    update task set holder = ${worker}
    where id = any (array(
      select id from task
      where holder is null and run_at <= ${now} and kind = any (${kinds})
      order by run_at limit ${count} for update skip locked))
    returning id, kind, key, attempts`);
}

/** Done: the row goes, unless the task was asked for again while it ran. */
export async function finishTask(q: Queries, id: number, worker: number): Promise<void> {
  const gone = await q.run(
    sql`delete from task where id = ${id} and holder = ${worker} and again_at is null`,
  );
  if (gone > 0) return;
  await q.run(sql`
    update task set holder = null, run_at = again_at, again_at = null, attempts = 0, last_error = null
    where id = ${id} and holder = ${worker} and again_at is not null`);
}

/** Lays the task down until `runAt`, or the earlier time that it was asked for meanwhile. */
export async function laterTask(
  q: Queries,
  id: number,
  worker: number,
  next: { runAt: Date; attempts: number; lastError: string | null },
): Promise<void> {
  await q.run(sql`
    update task set holder = null, run_at = least(${next.runAt}::timestamptz, again_at), again_at = null,
      attempts = ${next.attempts}, last_error = ${next.lastError}
    where id = ${id} and holder = ${worker}`);
}

/** Given up without a result by a worker that stops: due as before. */
export async function releaseTask(q: Queries, id: number, worker: number): Promise<void> {
  await q.run(sql`update task set holder = null, again_at = null where id = ${id} and holder = ${worker}`);
}

/** When the next task that nobody holds is due. */
export async function nextDue(q: Queries, kinds: string[]): Promise<Date | undefined> {
  const row = await q.maybe<{ run_at: Date }>(sql`
    select run_at from task where holder is null and kind = any (${kinds}) order by run_at limit 1`);
  return row?.run_at;
}

/** Whether any task is due or held by anybody. */
export async function anythingToDo(q: Queries, kinds: string[], now: Date): Promise<boolean> {
  const row = await q.one<{ yes: boolean }>(sql`
    select exists (select from task where kind = any (${kinds}) and (run_at <= ${now} or holder is not null)) as yes`);
  return row.yes;
}
