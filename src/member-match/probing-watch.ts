import { audit } from '../audit/audit.ts';
import type { Random } from '../clock/random.ts';
import type { Tx } from '../db/db.ts';
import type { Log } from '../telemetry/log.ts';
import type { ProbingLimits } from './policy.ts';
import { type Counts, countAttempt, type ProbingKind, type Suspicion, suspicionOf } from './probing.ts';
import { type AttemptKeys, attemptKeys } from './probing-keys.ts';
import { type Attempt, loadCounts, lockPerson, raiseAlarm, saveAttempts } from './probing-store.ts';
import type { MemberQuery } from './query.ts';

export interface WatchDeps {
  random: Random;
  log: Log;
  limits: ProbingLimits;
  /** Of the deployment; never in the database. */
  secret: Buffer;
}

/** The watch over one partner for the length of a transaction: asked before each submission, told after it. */
export interface Watch {
  /** Why this submission is not to be looked at, or undefined. */
  suspicion(query: MemberQuery): ProbingKind | undefined;
  /** The submission was looked at. */
  looked(query: MemberQuery, refused: boolean): void;
  /** Writes down what was seen. Alarms go to the audit and, when they are new, to the log. */
  close(): Promise<void>;
}

const day_ms = 24 * 3600 * 1000;

/** Opens the watch for submissions that are about to be answered. */
export async function openWatch(
  tx: Tx,
  deps: WatchDeps,
  asked: { clientId: string; queries: readonly MemberQuery[]; now: Date },
): Promise<Watch> {
  const { clientId, now } = asked;
  const keysOf = new Map<MemberQuery, AttemptKeys | undefined>(
    asked.queries.map((query) => [query, attemptKeys(query, deps.secret)]),
  );
  const keys = [...keysOf.values()].filter((one) => one !== undefined);
  const [only] = keys;
  if (keys.length === 1 && only?.person !== undefined) await lockPerson(tx, clientId, only.person);
  const counts: Counts = await loadCounts(tx, {
    clientId,
    keys,
    since: new Date(now.getTime() - deps.limits.window_days * day_ms),
    dayStart: new Date(now.getTime() - day_ms),
  });
  const attempts: Attempt[] = [];
  const throttled = new Map<string, { suspicion: Suspicion; count: number }>();

  return {
    suspicion: (query) => {
      const own = keysOf.get(query);
      const suspicion = own && suspicionOf(counts, own, deps.limits);
      if (!suspicion) return undefined;
      const key = `${suspicion.kind} ${suspicion.subject}`;
      throttled.set(key, { suspicion, count: (throttled.get(key)?.count ?? 0) + 1 });
      return suspicion.kind;
    },
    looked: (query, refused) => {
      const own = keysOf.get(query);
      if (!own) return;
      countAttempt(counts, own, refused);
      attempts.push({ keys: own, refused });
    },
    close: async () => {
      await saveAttempts(tx, clientId, attempts, now);
      for (const { suspicion, count } of throttled.values()) {
        await alarm(tx, deps, { clientId, now, suspicion, count });
      }
    },
  };
}

async function alarm(
  tx: Tx,
  deps: WatchDeps,
  seen: { clientId: string; now: Date; suspicion: Suspicion; count: number },
): Promise<void> {
  const { clientId, now, suspicion, count } = seen;
  const id = deps.random.uuid();
  const raised = await raiseAlarm(tx, { id, clientId, ...suspicion, throttled: count, now });
  if (!raised) return;
  deps.log.warn({ client: clientId, kind: suspicion.kind, alarm: id }, 'a partner is guessing members');
  await audit(tx, {
    at: now,
    actor: `client:${clientId}`,
    action: 'member-match.throttled',
    subject: id,
    detail: { kind: suspicion.kind },
  });
}
