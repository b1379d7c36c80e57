import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import type { Log } from '../telemetry/log.ts';
import { describeFailure, retryAfter_s } from './failure.ts';
import {
  anythingToDo,
  claimTasks,
  enterWorker,
  finishTask,
  freeDeadWorkersTasks,
  laterTask,
  leaveWorker,
  nextDue,
  releaseTask,
  type Task,
} from './store.ts';

export interface Attempt {
  /** How often this task failed in a row before. */
  failures: number;
  /** Aborted when the worker stops: come to a safe point soon, and throw or return. */
  signal: AbortSignal;
}

/** Nothing returned: done. `again`: to be run once more at that time. Thrown: to be tried again, later each time. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing is a plain async function
export type TaskHandler = (key: string, attempt: Attempt) => Promise<{ again: Date } | void>;

export interface WorkerDeps {
  db: Db;
  clock: Clock;
  log: Log;
  handlers: Record<string, TaskHandler>;
  /** Tasks at once; 4 when absent. */
  concurrency?: number;
}

export interface Worker {
  /** Aborts the running handlers' signals, waits for them, and frees what they did not finish. */
  stop(): Promise<void>;
  /** Resolves when no task is due or running, here or in another worker. For tests and for `--once`. */
  idle(): Promise<void>;
}

/** How soon a killed worker's tasks are noticed, and how long a wake-up that got lost can matter. */
const look_ms_max = 1000;
const look_ms_min = 10;
/** How often `idle` asks while tasks run here. */
const waitWhileBusy_ms = 250;
/** After the database went away. */
const reconnect_ms = 250;

/** Runs due tasks until stopped. Resolves once it takes tasks. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const stop = new AbortController();
  let current: Shift | undefined;
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    ended = (async () => {
      while (!stop.signal.aborted) {
        try {
          await deps.db.session(async (client) => {
            current = await beginShift(deps, client, stop.signal);
            resolve();
            await current.ended;
          });
        } catch (error) {
          if (current === undefined) return reject(error); // never worked: the caller's configuration
          deps.log.warn({ error: describeFailure(error) }, 'queue: lost the database');
        }
        if (!stop.signal.aborted) await delay(reconnect_ms);
      }
    })();
  });
  return {
    stop: async () => {
      stop.abort();
      await ended;
    },
    idle: async () => {
      while (!stop.signal.aborted) {
        await current?.look();
        if (!(await anythingToDo(deps.db, Object.keys(deps.handlers), deps.clock.now()))) return;
        // Another worker's end shows by looking only; our own tells.
        await Promise.race([current?.oneDone(), delay(current?.busy() ? waitWhileBusy_ms : look_ms_min)]);
      }
    },
  };
}

/** The work of one worker number: as long as one session, and its lock, lives. */
interface Shift {
  look(): Promise<void>;
  /** When the next running handler ends. Never resolves when none runs. */
  oneDone(): Promise<unknown>;
  busy(): boolean;
  ended: Promise<void>;
}

async function beginShift(deps: WorkerDeps, client: pg.PoolClient, stop: AbortSignal): Promise<Shift> {
  const { db, clock, log, handlers, concurrency = 4 } = deps;
  const kinds = Object.keys(handlers);
  const running = new Set<Promise<void>>();
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let deadUnchecked = true;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  // The session is gone, and with it the lock: others may take our tasks now, so what runs has to end.
  const lost = () => over.abort();
  client.on('error', lost);
  client.on('end', lost);
  const worker = await enterWorker(client);

  const wakeIn = (ms: number) => {
    clearTimeout(timer);
    if (!over.signal.aborted) timer = setTimeout(() => void look(), ms);
  };

  const lookOnce = async (): Promise<void> => {
    if (deadUnchecked) await freeDeadWorkersTasks(db);
    deadUnchecked = false;
    while (!over.signal.aborted && running.size < concurrency) {
      const tasks = await claimTasks(db, worker, kinds, clock.now(), concurrency - running.size);
      for (const task of tasks) {
        const run: Promise<void> = runTask(deps, worker, task, over.signal)
          .catch((error) => {
            // How it ended could not be written down: give up the lock, so that the task is free and runs again.
            log.warn({ kind: task.kind, key: task.key, error: describeFailure(error) }, 'task left open');
            lost();
          })
          .finally(() => {
            running.delete(run);
            void look();
          });
        running.add(run);
      }
      if (tasks.length === 0) break;
    }
    if (running.size >= concurrency) return; // the next one to end looks again
    const due = await nextDue(db, kinds);
    const until_ms = due ? due.getTime() - clock.now().getTime() : look_ms_max;
    if (until_ms < look_ms_max) wakeIn(Math.max(look_ms_min, until_ms));
  };

  /** One look at a time; a wake-up during one means another after it, and whoever asked waits for that one. */
  const look = (): Promise<void> => {
    lookAgain = true;
    looking ??= (async () => {
      while (lookAgain && !over.signal.aborted) {
        lookAgain = false;
        await lookOnce().catch((error) => {
          log.warn({ error: describeFailure(error) }, 'queue: could not look for tasks');
        });
      }
      looking = undefined;
    })();
    return looking;
  };

  const onNotification = () => void look();
  client.on('notification', onNotification);
  const heartbeat = setInterval(() => {
    deadUnchecked = true;
    void look();
  }, look_ms_max);
  if (stop.aborted) over.abort();
  stop.addEventListener('abort', lost, { once: true });

  const end = async () => {
    if (!over.signal.aborted)
      await new Promise((resolve) => over.signal.addEventListener('abort', resolve, { once: true }));
    clearTimeout(timer);
    clearInterval(heartbeat);
    await looking;
    await Promise.all(running);
    client.off('notification', onNotification);
    stop.removeEventListener('abort', lost);
    await leaveWorker(client, worker).catch(() => {}); // fails where the session is gone, and the lock with it
    client.off('end', lost);
    client.off('error', lost);
  };
  void look();
  return { look, oneDone: () => Promise.race(running), busy: () => running.size > 0, ended: end() };
}

/** Runs one task and writes down how it ended; throws only when that cannot be written. */
async function runTask(deps: WorkerDeps, worker: number, task: Task, signal: AbortSignal): Promise<void> {
  const { db, clock, log, handlers } = deps;
  let next: { runAt: Date; attempts: number; lastError: string | null } | undefined;
  try {
    const result = await handlers[task.kind]!(task.key, { failures: task.attempts, signal });
    if (result) next = { runAt: result.again, attempts: 0, lastError: null };
  } catch (error) {
    if (signal.aborted) return releaseTask(db, task.id, worker);
    const attempts = task.attempts + 1;
    const lastError = describeFailure(error);
    log.warn({ kind: task.kind, key: task.key, failures: attempts, error: lastError }, 'task failed');
    const runAt = new Date(clock.now().getTime() + retryAfter_s(attempts, error) * 1000);
    next = { runAt, attempts, lastError };
  }
  if (next) await laterTask(db, task.id, worker, next);
  else await finishTask(db, task.id, worker);
}
