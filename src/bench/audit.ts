import { hash } from 'node:crypto';
import { join } from 'node:path';
import { audit } from '../audit/audit.ts';
import { chainEntries } from '../audit/chain.ts';
import { sealHead } from '../audit/seal.ts';
import { verifyChain } from '../audit/verify.ts';
import { openFileStore } from '../blob/file-store.ts';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { openScratch } from '../db/scratch.ts';
import { assert } from '../problem/problem.ts';
import { fillLimit, fillLog, makeLimitTables, plainInsert, readLimit } from './audit-store.ts';
import { type Cost, type Machine, machine, measure, median, rounded } from './measure.ts';

export const auditBench = {
  entries: 200_000,
  quickEntries: 50_000,
  runs: 3,
  /** Entries that are appended one by one, each in its own transaction. */
  appended: 20_000,
  quickAppended: 5_000,
  writers: 8,
};

export interface AuditBenchOptions {
  entries: number;
  runs: number;
  appended: number;
  /** A server to make the scratch database on; absent: an embedded one. */
  serverUrl?: string | undefined;
  clock: Clock;
  progress(text: string): void;
}

/** As `bench … --json` prints it. */
export interface AuditBench {
  bench: 'audit';
  size: { entries: number; bytes: number };
  runs: number;
  /** `verify` of the whole log. */
  median: { seconds: number; entriesPerSecond: number };
  limit: { what: string; median: { seconds: number; entriesPerSecond: number } };
  /** The limit's seconds divided by ours. */
  ratio: number;
  append: {
    entries: number;
    writers: number;
    median: { entriesPerSecond: number };
    limit: { what: string; median: { entriesPerSecond: number } };
    ratio: number;
  };
  /** The appender: from written to chained. */
  chain: { entriesPerSecond: number };
  cpuSeconds: number;
  peakRssMegabytes: number;
  machine: Machine;
}

/** Appends by many writers, chains, and verifies a log of the named size, each beside its raw limit and in turn with it. */
export async function benchAudit(options: AuditBenchOptions): Promise<AuditBench> {
  const scratch = await openScratch(options.serverUrl);
  const { db } = scratch;
  const { clock, entries, runs } = options;
  const objects = openFileStore(join(scratch.dir, 'objects'));
  try {
    await makeLimitTables(db);
    const appends = await benchAppend(db, options);
    const chainSeconds = await fillLog(db, clock, entries, options.progress);
    await sealHead({ db, objects, clock });
    const bytes = await fillLimit(db, entries);
    const ours: Cost[] = [];
    const limits: number[] = [];
    for (let run = 1; run <= runs; run++) {
      limits.push((await measure(() => hashAll(db, entries))).seconds);
      ours.push(
        await measure(async () => {
          const verified = await verifyChain({ db, objects, clock });
          assert(verified.ok && verified.entries === entries, `a chain that holds: ${verified.broken?.text}`);
        }),
      );
      options.progress(
        `verify ${run}: ${ours.at(-1)!.seconds.toFixed(2)} s, the limit ${limits.at(-1)!.toFixed(2)} s`,
      );
    }
    const rates = (seconds: number) => ({
      seconds: rounded(seconds),
      entriesPerSecond: Math.round(entries / seconds),
    });
    const seconds = median(ours.map((cost) => cost.seconds));
    return {
      bench: 'audit',
      size: { entries, bytes },
      runs,
      median: rates(seconds),
      limit: {
        what: 'binary COPY of the hashed bytes alone from a plain table, SHA-256 of each',
        median: rates(median(limits)),
      },
      ratio: rounded(median(limits) / seconds),
      append: appends,
      chain: { entriesPerSecond: Math.round((entries - options.appended * runs) / chainSeconds) },
      cpuSeconds: rounded(median(ours.map((cost) => cost.cpuSeconds))),
      peakRssMegabytes: Math.round(Math.max(...ours.map((cost) => cost.peakRssBytes)) / 1e6),
      machine: machine(),
    };
  } finally {
    await scratch.close();
  }
}

/** One entry a transaction, by several writers at once. Chaining them is measured by itself: in production it works beside them. */
async function benchAppend(db: Db, options: AuditBenchOptions): Promise<AuditBench['append']> {
  const { clock, runs, appended: entries } = options;
  const { writers } = auditBench;
  const ours: number[] = [];
  const limits: number[] = [];
  for (let run = 0; run < runs; run++) {
    const limit = await measure(() =>
      byWriters(writers, entries, async (n) => {
        await plainInsert(db, clock.now(), n);
      }),
    );
    const cost = await measure(() =>
      byWriters(writers, entries, (n) =>
        db.tx((tx) =>
          audit(tx, {
            at: clock.now(),
            actor: 'client:bench',
            action: 'file.get',
            personId: n % 1000,
            subject: `5f0c2a4e-0000-4000-8000-${n}`,
            detail: { start: n, end: n + 1023 },
          }),
        ),
      ),
    );
    await chainEntries({ db, clock });
    limits.push(entries / limit.seconds);
    ours.push(entries / cost.seconds);
    options.progress(
      `append ${run + 1}: ${Math.round(ours.at(-1)!)} entries/s, the limit ${Math.round(limits.at(-1)!)}`,
    );
  }
  return {
    entries,
    writers,
    median: { entriesPerSecond: Math.round(median(ours)) },
    limit: {
      what: 'the same values by plain inserts into a table without keys and triggers, as many writers',
      median: { entriesPerSecond: Math.round(median(limits)) },
    },
    ratio: rounded(median(ours) / median(limits)),
  };
}

async function byWriters(writers: number, count: number, write: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let n = next++; n < count; n = next++) await write(n);
    }),
  );
}

async function hashAll(db: Db, entries: number): Promise<void> {
  let digest = '';
  const rows = await readLimit(db, (bytes) => {
    digest = hash('sha256', bytes, 'hex');
  });
  assert(rows === entries && digest !== '', `${entries} rows read, not ${rows}`);
}
