import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { ingestFile } from '../ingest/ingest-file.ts';
import type { ProfileChecking } from '../ingest/profile-check.ts';
import { settleReferences } from '../ingest/settle-references.ts';
import { type Labelling, openLabelling } from '../labels/labelling.ts';
import { assert } from '../problem/problem.ts';
import { copyLimit } from './copy-limit.ts';
import { generatedFiles, patientIds } from './generated-records.ts';
import { emptyRecords, openBenchTransfer, recordCount } from './ingest-store.ts';
import { type Machine, machine, measure, median } from './measure.ts';

export const ingestBench = { size: 100_000, quickSize: 30_000, runs: 3 } as const;

export interface IngestBenchOptions {
  /** Resources, about. */
  size: number;
  /** Each is one ingest and one limit, alternately. */
  runs: number;
  /** Told what is going on, for the terminal. */
  progress?: (text: string) => void;
  /** Measure the limit without psql. */
  bareSocket?: boolean;
}

export interface IngestBenchDeps {
  /** A migrated database of the bench's own: it is emptied again and again. */
  db: Db;
  /** The generated files and the rows of the limit lie in a folder `ingest` there, which is removed at the end. */
  dir: string;
  clock: Clock;
  /** How received records are judged by their profiles; absent: by their shape only. */
  profileChecking?: () => ProfileChecking;
}

export interface IngestBenchReport {
  bench: 'ingest';
  size: { resources: number; bytes: number };
  runs: number;
  median: { seconds: number; resourcesPerSecond: number; megabytesPerSecond: number };
  limit: { what: string; median: number; unit: 'resourcesPerSecond' };
  /** Ours divided by the limit. */
  ratio: number;
  /** Of this process, median of the runs. */
  cpuSeconds: number;
  /** The same ingest without a look for what is sensitive, in turn; `share` of the CPU is what the look costs. */
  unlabelled: { cpuSeconds: number; share: number };
  /** Most resident memory of this process while it ingested. */
  peakRssMegabytes: number;
  machine: Machine;
}

const megabyte = 1_000_000;

/**
 * Measures ingest from the downloaded file to the settled transfer: lines, scan, rewriting, merge, ledger, references;
 * alternately with the raw limit of this machine and database.
 */
export async function benchIngest(
  deps: IngestBenchDeps,
  options: IngestBenchOptions,
): Promise<IngestBenchReport> {
  const { db } = deps;
  const dir = join(deps.dir, 'ingest');
  const say = options.progress ?? (() => {});
  await mkdir(dir, { recursive: true });
  say(`generating ${options.size} resources`);
  const input = await writeFiles(dir, options.size);
  const limit = await copyLimit(db, join(dir, 'rows.copy'), !options.bareSocket);
  const ours: number[] = [];
  const limits: number[] = [];
  const cpu: number[] = [];
  const blind: number[] = [];
  const labelling = await openLabelling(db, deps.clock);
  const looking = { ...deps, labelling: async () => labelling };
  const unlooked = { ...deps, labelling: async () => ({ ...labelling, look: () => false }) };
  let peak = 0;

  for (let n = 0; n < options.runs; n++) {
    await emptyRecords(db);
    const cost = await measure(() => ingestAll(looking, input));
    peak = Math.max(peak, cost.peakRssBytes);
    assert((await recordCount(db)) === input.resources, 'the bench stored every record');
    ours.push(cost.seconds);
    cpu.push(cost.cpuSeconds);

    await emptyRecords(db);
    blind.push((await measure(() => ingestAll(unlooked, input))).cpuSeconds);
    if (n === 0) await limit.save();
    await emptyRecords(db);
    limits.push((await measure(() => limit.run())).seconds);
    assert((await recordCount(db)) === input.resources, 'the limit stored every record');
    say(`run ${n + 1}: ${cost.seconds.toFixed(2)} s, limit ${limits.at(-1)?.toFixed(2)} s`);
  }
  await emptyRecords(db);
  await rm(dir, { recursive: true, force: true });

  const seconds = median(ours);
  return {
    bench: 'ingest',
    size: { resources: input.resources, bytes: input.bytes },
    runs: options.runs,
    median: {
      seconds: round(seconds),
      resourcesPerSecond: Math.round(input.resources / seconds),
      megabytesPerSecond: round(input.bytes / megabyte / seconds),
    },
    limit: {
      what: limit.what,
      median: Math.round(input.resources / median(limits)),
      unit: 'resourcesPerSecond',
    },
    ratio: round(median(limits) / seconds),
    cpuSeconds: round(median(cpu)),
    unlabelled: { cpuSeconds: round(median(blind)), share: round(1 - median(blind) / median(cpu)) },
    peakRssMegabytes: Math.round(peak / megabyte),
    machine: machine(),
  };
}

interface Input {
  files: { type: string; objectKey: string; lines: number }[];
  resources: number;
  bytes: number;
  persons: Map<string, number>;
}

async function writeFiles(dir: string, size: number): Promise<Input> {
  const persons = new Map(patientIds(size).map((id, n) => [id, n + 1]));
  const input: Input = { files: [], resources: 0, bytes: 0, persons };
  for (const { type, lines, content } of generatedFiles(size)) {
    const objectKey = join(dir, `${type}.ndjson`);
    const file = await open(objectKey, 'w');
    for (const chunk of content()) {
      await file.write(chunk);
      input.bytes += chunk.length;
    }
    await file.close();
    input.files.push({ type, objectKey, lines });
    input.resources += lines;
  }
  return input;
}

type IngestAllDeps = IngestBenchDeps & { labelling: () => Promise<Labelling> };

async function ingestAll(
  { db, clock, profileChecking, labelling }: IngestAllDeps,
  input: Input,
): Promise<void> {
  const { partnerId, transferId } = await openBenchTransfer(db, input.files);
  const fhirBase = 'https://bench.example/fhir';
  const blobs = { read: async (key: string) => createReadStream(key) };
  for (const [fileSeq, { type, objectKey, lines }] of input.files.entries()) {
    const counts = await ingestFile(
      { db, blobs, clock, labelling, ...(profileChecking && { profileChecking }) },
      { transferId, fileSeq, partnerId, fhirBase, type, objectKey, kind: 'output', persons: input.persons },
    );
    assert(counts.stored === lines, 'every line of the bench is stored');
  }
  const personIds = [...input.persons.values()];
  const dangling = await db.tx((tx) =>
    settleReferences(tx, clock, { transferId, partnerId, fhirBase, personIds }),
  );
  assert(dangling === 0, 'no reference of the bench dangles');
}

const round = (value: number): number => Math.round(value * 100) / 100;
