import { tmpdir } from 'node:os';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db } from '../db/db.ts';
import { type Labelling, openLabelling } from '../labels/labelling.ts';
import { reviewStatistics } from '../member-match/statistics.ts';
import { analyzeIndex } from '../person/store.ts';
import { Problem } from '../problem/problem.ts';
import { stampWrite } from '../record/write-stamp.ts';
import { structuralValidator } from '../validation/structural.ts';
import { openBinaries } from './binaries.ts';
import { applyDeletions } from './deletions.ts';
import { type InputFile, inputFiles } from './files.ts';
import { type Read, readFiles } from './read-files.ts';
import { type RejectFile, rejectFile } from './reject.ts';
import { openReleaseCheck, type ReleaseChecking } from './release-check.ts';
import type { ReleaseCheckReport } from './release-tally.ts';
import { openSpill, type Spill, spillFolder } from './spill.ts';
import { openStorer } from './store-bucket.ts';

export interface LoadDeps {
  db: Db;
  clock: Clock;
  random: Random;
  /** How release views are judged; absent: by the shape of base R4. */
  releaseChecking?: ReleaseChecking;
  /** How they are labelled; absent: by the lists that come with the product. */
  labelling?: () => Promise<Labelling>;
}

export interface LoadOptions {
  /** Where rejected lines go; made only when there are any. */
  rejectFile: string;
  /** A folder for what does not fit into memory; the system's when absent. Emptied in the end. */
  tempDir?: string;
  progress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  step: 'read' | 'store';
  /** Files read, or buckets stored. */
  done: number;
  of: number;
  lines: number;
}

/** `read = stored + unchanged + superseded + deleted + documents + rejected`. */
export interface LoadSummary {
  files: number;
  /** Lines that are not blank. */
  read: number;
  /** New or changed records. */
  stored: number;
  /** Lines whose record was here already, the same. */
  unchanged: number;
  /** Lines of which the same load held a newer version. */
  superseded: number;
  /** Lines (Bundles) that deleted records. */
  deleted: number;
  /** Lines (Binaries) whose content went into what refers to them. */
  documents: number;
  rejected: number;
  /** Patient records of this load, and the persons that they are. */
  members: number;
  persons: number;
  /** Null when nothing was rejected. */
  rejectFile: string | null;
  /** Whether what was read is what its profiles ask, as it would leave. */
  validation: ReleaseCheckReport;
  seconds: number;
}

/** Bytes of one bucket of prepared records: two are in memory at a time, each is one transaction. */
const bucketBytes = 16 * 1024 * 1024;
const buckets_max = 256;

/**
 * Loads our own members' data: NDJSON of FHIR R4, plain or gzip, files or folders. Ids stay as they are. The order of
 * files and lines does not matter, except that of two versions of a record the newer counts. A bad line goes to the
 * reject file, a file that cannot be read to its end is left out whole, the rest is loaded.
 *
 * Two passes: all lines are read, checked and turned into release views, into buckets on disk; then each bucket is
 * stored in a transaction of its own, person by person, so that a person's records lie together. Memory holds two buckets.
 * Every release view is checked against the profiles that it claims; `load.invalid` says what becomes of those that fail.
 * A load that ends half way has stored whole buckets; the same load again finds them unchanged.
 */
export async function load(
  deps: LoadDeps,
  paths: readonly string[],
  options: LoadOptions,
): Promise<LoadSummary> {
  const started = deps.clock.now().getTime();
  const files = await inputFiles(paths);
  const rejects = rejectFile(options.rejectFile);
  const folder = await spillFolder(options.tempDir ?? tmpdir());
  try {
    const buckets = bucketsFor(files);
    const spills = {
      payerWide: await openSpill(folder.dir, 'payer-wide', Math.ceil(buckets / 16)),
      persons: await openSpill(folder.dir, 'persons', buckets),
      targets: await openSpill(folder.dir, 'targets', Math.ceil(buckets / 16)),
    };
    const { releaseChecking = byShapeOnly } = deps;
    const labelling = await (deps.labelling?.() ?? openLabelling(deps.db, deps.clock));
    const check = openReleaseCheck(releaseChecking);
    const binaries = await openBinaries(folder.dir);
    const read = await readFiles(
      files,
      spills,
      rejects,
      check,
      labelling,
      binaries,
      options.progress,
    ).finally(() => binaries.close());
    for (const spill of Object.values(spills)) await spill.end();
    const validation = check.report();
    if (releaseChecking.invalid === 'refuse' && validation.invalid > 0) throw refused(validation, rejects);
    const totals = await store({ ...deps, labelling }, files, spills, read, rejects, options.progress);
    if (totals.members > 0) await afterMembers(deps, totals.members);
    return {
      files: files.length,
      read: read.lines,
      ...totals,
      deleted: read.deletionLines,
      documents: read.documentLines,
      rejected: read.lostLines + rejects.lines(),
      rejectFile: rejects.lines() + read.lostLines > 0 || read.failed.size > 0 ? rejects.path : null,
      validation,
      seconds: (deps.clock.now().getTime() - started) / 1000,
    };
  } finally {
    await rejects.close();
    await folder.remove();
  }
}

const byShapeOnly: ReleaseChecking = { validator: structuralValidator, packages: [], invalid: 'quarantine' };

const refused = ({ invalid }: ReleaseCheckReport, rejects: RejectFile): Problem =>
  new Problem(
    'invalid',
    `${invalid} records would not be valid as they leave: nothing was loaded. They are in ${rejects.path}.`,
    { code: 'processing' },
  );

export type StoreDeps = Omit<LoadDeps, 'labelling'> & { labelling: Labelling };

/** A planner that still believes in the index of before reads it whole; plans are made at the first search. */
const analyzedMembers_min = 1_000;

async function afterMembers({ db, clock }: LoadDeps, members: number): Promise<void> {
  if (members >= analyzedMembers_min) await analyzeIndex(db);
  await reviewStatistics(db, clock.now());
}

export interface Spills {
  payerWide: Spill;
  persons: Spill;
  /** What belongs to whoever its targets belong to: stored last. */
  targets: Spill;
}

const bucketsFor = (files: readonly InputFile[]): number => {
  const bytes = files.reduce((sum, file) => sum + file.estimatedBytes, 0);
  return Math.min(buckets_max, Math.max(1, Math.ceil(bytes / bucketBytes)));
};

async function store(
  deps: StoreDeps,
  files: readonly InputFile[],
  spills: Spills,
  read: Read,
  rejects: RejectFile,
  progress: LoadOptions['progress'],
) {
  if (read.deletions.length > 0)
    await deps.db.tx(async (tx) => applyDeletions(tx, read.deletions, await stampWrite(tx, deps.clock)));
  const storer = openStorer(deps, files, read, rejects);
  const order = [spills.payerWide, spills.persons, spills.targets];
  const of = order.reduce((sum, spill) => sum + spill.buckets, 0);
  // While the server stores one bucket, the next is read.
  let next = order[0]!.read(0);
  let done = 0;
  for (const [s, spill] of order.entries())
    for (let bucket = 0; bucket < spill.buckets; bucket++) {
      const entries = await next;
      if (bucket + 1 < spill.buckets) next = spill.read(bucket + 1);
      else if (order[s + 1]) next = order[s + 1]!.read(0);
      next.catch(() => {}); // reported where it is awaited
      await storer.store(entries);
      progress?.({ step: 'store', done: ++done, of, lines: read.lines });
    }
  return storer.totals();
}
