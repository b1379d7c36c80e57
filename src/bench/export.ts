import { spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileStore } from '../blob/file-store.ts';
import { bulkTasks, cancelJob, readJob } from '../bulk/job.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import { copyOut } from '../db/copy-out.ts';
import type { Db } from '../db/db.ts';
import { openScratch, type Scratch } from '../db/scratch.ts';
import type { ExportDeps } from '../export/deps.ts';
import { startExport } from '../export/start.ts';
import { exportTasks } from '../export/tasks.ts';
import { openLabelling } from '../labels/labelling.ts';
import { assert } from '../problem/problem.ts';
import { startWorker } from '../queue/worker.ts';
import { planForCopy, recordsCopy, type Selection } from '../record/export-store.ts';
import { paFrom, windowFrom } from '../release/rules.ts';
import { classMask, label } from '../sensitivity/bits.ts';
import { noLog } from '../telemetry/log.ts';
import { client, exportedRecords, fillDatabase, groupId, limitCopy } from './export-store.ts';
import { type Cost, type Machine, machine, measure, median, rounded } from './measure.ts';
import { memberIds } from './search-store.ts';

export const exportRecords_default = 100_000;
export const exportRecords_quick = 20_000;
export const exportRuns_default = 5;
export const exportRuns_quick = 3;

export interface ExportBenchOptions {
  /** Resources to export. */
  records: number;
  runs: number;
  /** A server to make the scratch database on; absent: an embedded one. */
  serverUrl?: string | undefined;
  clock: Clock;
  random: Random;
  /** Told to people while it runs. */
  progress(text: string): void;
}

/** As `bench … --json` prints it. */
export interface ExportBench {
  bench: 'export';
  size: { resources: number; members: number; bytes: number };
  runs: number;
  median: { seconds: number; resourcesPerSecond: number; megabytesPerSecond: number };
  limit: {
    what: string;
    median: { seconds: number; resourcesPerSecond: number; megabytesPerSecond: number };
  };
  /** The limit divided by ours, in seconds. */
  ratio: number;
  /**
   * The same rows by the same client into one file that is then on the disk, unchecked: how much of the distance to the
   * limit is the disk's. Absent without psql.
   */
  toDisk?: { what: string; median: { seconds: number }; ratio: number };
  /** The statement that reads all rows, asking for labels and not asking, rows thrown away; in turn. */
  labels: { secondsWith: number; secondsWithout: number; share: number };
  cpuSeconds: number;
  peakRssMegabytes: number;
  machine: Machine;
}

/**
 * Measures a whole export, from the accepted kick-off to the published manifest, with its files checksummed and durable
 * on disk, against the raw limit of the same rows, in turn and in the same run.
 */
export async function benchExport(options: ExportBenchOptions): Promise<ExportBench> {
  const scratch = await openScratch(options.serverUrl);
  try {
    options.progress(`generating ${options.records} resources`);
    const size = await fillDatabase(scratch.db, options.records, options.clock.now());
    const limit = await openLimit(scratch);
    await limit.run(); // warms the server's cache for both
    const ours: Cost[] = [];
    const limits: number[] = [];
    const disks: number[] = [];
    const reading = await readings(scratch.db, options.clock.now());
    const asked: number[] = [];
    const unasked: number[] = [];
    for (let run = 1; run <= options.runs; run++) {
      limits.push((await measure(limit.run)).seconds);
      if (limit.toDisk) disks.push((await measure(limit.toDisk)).seconds);
      asked.push((await measure(reading.asking)).seconds);
      unasked.push((await measure(reading.notAsking)).seconds);
      ours.push(await exportOnce(scratch, options, size.records));
      options.progress(
        `run ${run}: ${ours.at(-1)!.seconds.toFixed(2)} s, the limit ${limits.at(-1)!.toFixed(2)} s`,
      );
    }
    const rates = (seconds: number) => ({
      seconds: rounded(seconds),
      resourcesPerSecond: Math.round(size.records / seconds),
      megabytesPerSecond: rounded(size.bytes / 1e6 / seconds),
    });
    const seconds = median(ours.map((cost) => cost.seconds));
    return {
      bench: 'export',
      size: { resources: size.records, members: size.members, bytes: size.bytes },
      runs: options.runs,
      median: rates(seconds),
      limit: { what: limit.what, median: rates(median(limits)) },
      ratio: rounded(median(limits) / seconds),
      ...(disks.length > 0 && {
        toDisk: {
          what: 'psql COPY binary of the same rows into one file, fsync, no checksum',
          median: { seconds: rounded(median(disks)) },
          ratio: rounded(median(disks) / seconds),
        },
      }),
      labels: {
        secondsWith: rounded(median(asked)),
        secondsWithout: rounded(median(unasked)),
        share: rounded(median(asked) / median(unasked) - 1),
      },
      cpuSeconds: rounded(median(ours.map((cost) => cost.cpuSeconds))),
      peakRssMegabytes: Math.round(Math.max(...ours.map((cost) => cost.peakRssBytes)) / 1e6),
      machine: machine(),
    };
  } finally {
    await scratch.close();
  }
}

async function exportOnce(
  scratch: Scratch,
  { clock, random }: ExportBenchOptions,
  expected: number,
): Promise<Cost> {
  const { db } = scratch;
  const deps: ExportDeps = {
    db,
    blobs: openFileStore(join(scratch.dir, 'objects')),
    clock,
    random,
    log: noLog,
    payer: { name: 'Bench Payer', npi: '1888888888' },
    baseUrl: 'https://bench.example',
    labelling: () => openLabelling(db, clock),
  };
  const handlers = { ...exportTasks(deps), ...bulkTasks(deps) };
  const worker = await startWorker({ db, clock, log: noLog, handlers });
  try {
    const jobId = random.uuid();
    const cost = await measure(async () => {
      await db.tx((tx) =>
        startExport(tx, {
          jobId,
          clientId: client.clientId,
          recipientNpi: client.npi,
          groupId,
          parameters: { since: null, until: null, types: null, filters: [], patients: null, notices: [] },
          types: null,
          patients: null,
          notices: [],
          requestUrl: 'https://bench.example/fhir/Group/bench/$davinci-data-export',
          now: clock.now(),
        }),
      );
      await worker.idle();
    });
    const job = await readJob(db, jobId);
    assert(job?.state === 'completed', `an export completed: ${job?.state}`);
    await checkCount(db, jobId, expected);
    await db.tx((tx) => cancelJob(tx, { id: jobId, clientId: client.clientId, now: clock.now() }));
    await worker.idle();
    return cost;
  } finally {
    await worker.stop();
  }
}

/** A fast export that lost a record is none. */
async function checkCount(db: Db, jobId: string, expected: number): Promise<void> {
  const records = await exportedRecords(db, jobId);
  assert(records === expected, `${expected} records exported, not ${records}`);
}

/** All rows as an export reads them, with and without the condition on labels. */
async function readings(db: Db, now: Date) {
  const personIds = await memberIds(db);
  const asOf = now.toISOString().slice(0, 10);
  const selection = {
    requestedAt: now,
    windowFrom: windowFrom(asOf),
    paFrom: paFrom(asOf),
    since: null,
    until: null,
    types: null,
    filters: [],
  };
  const guard = { deny: classMask | label.UNCLASSIFIED | label.OPAQUE };
  const read = (asked: Selection) => () =>
    db.tx(async (tx) => {
      await tx.run(planForCopy);
      await copyOut(tx.client, recordsCopy(personIds, asked), () => {}, { columns: 6 });
    });
  return { asking: read({ ...selection, guard }), notAsking: read(selection) };
}

interface Limit {
  what: string;
  run(): Promise<void>;
  toDisk?: () => Promise<void>;
}

/** psql where there is one: a client in C that does nothing with the bytes. */
async function openLimit({ db, dir }: Scratch): Promise<Limit> {
  const psql = (statement: string, stdout: 'ignore' | number = 'ignore') =>
    new Promise<void>((resolve, reject) => {
      const child = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', db.url, '-c', statement], {
        stdio: ['ignore', stdout, 'ignore'],
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`psql ended with ${code}`))));
    });
  const there = await psql('select 1').then(
    () => true,
    () => false,
  );
  if (there)
    return {
      what: 'psql COPY binary of the same rows to nowhere',
      run: () => psql(limitCopy),
      toDisk: async () => {
        const path = join(dir, 'limit.copy');
        const file = await open(path, 'w', 0o600);
        try {
          await psql(limitCopy, file.fd);
          await file.sync();
        } finally {
          await file.close();
          await rm(path);
        }
      },
    };
  return {
    what: 'COPY binary of the same rows over a bare socket of Node, bytes thrown away (no psql here)',
    run: async () => {
      await db.tx((tx) => copyOut(tx.client, limitCopy, () => {}, { columns: 3 }));
    },
  };
}
