import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock, systemClock } from '../clock/clock.ts';
import { sql } from '../db/sql.ts';
import { Problem } from '../problem/problem.ts';
import { noLog } from '../telemetry/log.ts';
import { addTask } from './queue.ts';
import { startWorker, type TaskHandler, type Worker, type WorkerDeps } from './worker.ts';

let own: TestDatabase;
const workers: Worker[] = [];
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await own.db.run(sql`delete from task`);
});

function promised<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((r) => {
    resolve = r;
  });
  return { promise, resolve };
}

const noon = new Date('2026-01-01T12:00:00Z');
async function work(k: TaskHandler, more: Partial<WorkerDeps> = {}): Promise<Worker> {
  const worker = await startWorker({
    db: own.db,
    clock: systemClock,
    log: noLog,
    handlers: { k },
    ...more,
  });
  workers.push(worker);
  return worker;
}
const tasks = () =>
  own.db.query<{ key: string; run_at: Date; attempts: number; last_error: string | null }>(
    sql`select key, run_at, attempts, last_error from task order by key`,
  );

test('a task that is added wakes a worker that waits, and is gone when done', async () => {
  const ran = promised<string>();
  const worker = await work(async (key) => ran.resolve(key));
  await worker.idle();
  await addTask(own.db, 'k', 'one', noon);
  expect(await ran.promise).toBe('one');
  await worker.idle();
  expect(await tasks()).toEqual([]);
});

test('a task of a transaction that rolls back never runs', async () => {
  const ran: string[] = [];
  const worker = await work(async (key) => void ran.push(key));
  await expect(
    own.db.tx(async (tx) => {
      await addTask(tx, 'k', 'never', noon);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await own.db.tx((tx) => addTask(tx, 'k', 'committed', noon));
  await worker.idle();
  expect(ran).toEqual(['committed']);
});

test('time is the injected clock: due when it says so', async () => {
  const clock = handClock(noon);
  const ran: string[] = [];
  const worker = await work(
    async (key) => {
      ran.push(`${key} at ${clock.now().toISOString()}`);
      return ran.length < 2 ? { again: new Date('2026-01-01T13:00:00Z') } : undefined;
    },
    { clock },
  );
  await addTask(own.db, 'k', 'a', new Date('2026-01-01T12:30:00Z'));
  await worker.idle();
  expect(ran).toEqual([]);
  clock.advance(30 * 60);
  await worker.idle();
  clock.advance(30 * 60);
  await worker.idle();
  expect(ran).toEqual(['a at 2026-01-01T12:30:00.000Z', 'a at 2026-01-01T13:00:00.000Z']);
  expect(await tasks()).toEqual([]);
});

test('a failure is tried again, later each time, and counts from nothing after a success', async () => {
  const clock = handClock(noon);
  const failures: number[] = [];
  const worker = await work(
    async (_key, attempt) => {
      failures.push(attempt.failures);
      if (failures.length <= 3) throw new Problem('busy', 'The partner is busy.');
      return { again: new Date(noon.getTime() + 3_600_000) };
    },
    { clock },
  );
  await addTask(own.db, 'k', 'a', noon);
  const waits: number[] = [];
  for (let round = 0; round < 3; round++) {
    await worker.idle();
    const [task] = await tasks();
    expect(task).toMatchObject({ attempts: round + 1, last_error: 'busy: The partner is busy.' });
    waits.push((task!.run_at.getTime() - clock.now().getTime()) / 1000);
    clock.set(task!.run_at);
  }
  await worker.idle();
  expect(waits).toEqual([1, 2, 4]);
  expect(failures).toEqual([0, 1, 2, 3]);
  expect(await tasks()).toMatchObject([{ attempts: 0, last_error: null }]);
});

test('asked for again while it runs, a task runs once more, never twice at once', async () => {
  let atOnce = 0;
  let most = 0;
  let runs = 0;
  const worker = await work(async (key) => {
    most = Math.max(most, ++atOnce);
    if (++runs === 1) await addTask(own.db, 'k', key, noon);
    await own.db.query(sql`select pg_sleep(0.02)`);
    atOnce--;
  });
  await addTask(own.db, 'k', 'a', noon);
  await worker.idle();
  expect({ runs, most }).toEqual({ runs: 2, most: 1 });
});

test('stop aborts the signal, waits for what runs, and leaves it due for the next worker', async () => {
  const started = promised<void>();
  let ended = false;
  const worker = await work(async (_key, { signal }) => {
    started.resolve();
    if (!signal.aborted) await once(signal, 'abort');
    await own.db.query(sql`select pg_sleep(0.05)`);
    ended = true;
    signal.throwIfAborted();
  });
  await addTask(own.db, 'k', 'a', noon);
  await started.promise;
  await worker.stop();
  expect(ended).toBe(true);
  expect(await tasks()).toMatchObject([{ key: 'a', attempts: 0, last_error: null }]);
  const ran: string[] = [];
  await (await work(async (key) => void ran.push(key))).idle();
  expect(ran).toEqual(['a']);
});

test('no more than `concurrency` run at once', async () => {
  let atOnce = 0;
  let most = 0;
  const worker = await work(
    async () => {
      most = Math.max(most, ++atOnce);
      await own.db.query(sql`select pg_sleep(0.01)`);
      atOnce--;
    },
    { concurrency: 3 },
  );
  for (let i = 0; i < 12; i++) await addTask(own.db, 'k', `t${i}`, noon);
  await worker.idle();
  expect(most).toBe(3);
});

test("a killed worker's tasks are free at once", async () => {
  const program = fileURLToPath(new URL('../../test/env/worker-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, own.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  await addTask(own.db, 'k', 'a', noon);
  expect((await lines.next()).value).toBe('running a');

  const taken = promised<number>();
  const worker = await work(async () => taken.resolve(performance.now()));
  await addTask(own.db, 'k', 'a', noon); // a wake-up; the task is held by the other process and stays so
  expect(await own.db.one(sql`select holder is not null as held from task`)).toEqual({ held: true });

  const killed = performance.now();
  child.kill('SIGKILL');
  expect((await taken.promise) - killed).toBeLessThan(5_000);
  await worker.idle();
  expect(await tasks()).toEqual([]);
});

test('a worker that loses its session stops what it runs, and begins anew', async () => {
  const started = promised<void>();
  const aborted = promised<void>();
  let runs = 0;
  const worker = await work(async (_key, { signal }) => {
    if (++runs > 1) return;
    started.resolve();
    if (!signal.aborted) await once(signal, 'abort');
    aborted.resolve();
    signal.throwIfAborted();
  });
  await addTask(own.db, 'k', 'a', noon);
  await started.promise;
  await own.db.run(sql`
    select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`);
  await aborted.promise;
  await worker.idle();
  expect(runs).toBe(2);
  expect(await tasks()).toEqual([]);
});

test('two workers under load: every task runs, none twice at once', async () => {
  const running = new Set<string>();
  const doubles: string[] = [];
  const runs = new Map<string, number>();
  const handler: TaskHandler = async (key) => {
    if (running.has(key)) doubles.push(key);
    running.add(key);
    runs.set(key, (runs.get(key) ?? 0) + 1);
    await own.db.query(sql`select 1`);
    const failing = runs.get(key) === 1 && key.endsWith('3');
    running.delete(key);
    if (failing) throw new Problem('busy', 'first time never', { retryAfterSeconds: 0 });
  };
  const [one, two] = await Promise.all([work(handler), work(handler)]);
  const keys = Array.from({ length: 60 }, (_, i) => `t${i}`);
  await Promise.all(
    keys.flatMap((key) => [addTask(own.db, 'k', key, noon), addTask(own.db, 'k', key, noon)]),
  );
  for (const key of keys.slice(0, 30)) await addTask(own.db, 'k', key, noon);
  await Promise.all([one!.idle(), two!.idle()]);
  const failed = keys.filter((key) => key.endsWith('3'));
  expect((await tasks()).every((task) => failed.includes(task.key))).toBe(true);
  expect(doubles).toEqual([]);
  expect([...runs.keys()].sort()).toEqual([...keys].sort());
});
