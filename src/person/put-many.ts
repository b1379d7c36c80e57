import type { Db } from '../db/db.ts';
import type { ParsedCoverage } from './parsed-coverage.ts';
import type { ParsedPatient } from './parsed-patient.ts';
import { type PersonDeps, putRecords } from './person.ts';
import { dropSearchIndexes, ensureSearchIndexes, isIndexEmpty } from './search-index-store.ts';
import { analyzeIndex } from './store.ts';

/** A Patient with its Coverages. */
export interface ParsedMember {
  patient: ParsedPatient;
  coverages: readonly ParsedCoverage[];
}

const batch_members = 2_000;

export interface PutManyOptions {
  /** Told after each batch. */
  progress?: (members: number) => void;
  signal?: AbortSignal | undefined;
}

export interface PutManyResult {
  members: number;
  /** For the rows, and for the indexes that were built after them. */
  seconds: { rows: number; indexes: number };
}

/**
 * Puts any number of members into the index: batches in transactions of their own, the next one read while the last is
 * written; into an empty index with the search indexes built in the end. What `putRecords` promises holds for each batch.
 */
export async function putMany(
  db: Db,
  source: Iterable<ParsedMember> | AsyncIterable<ParsedMember>,
  deps: PersonDeps,
  options: PutManyOptions = {},
): Promise<PutManyResult> {
  const began = performance.now();
  const isEmpty = await isIndexEmpty(db);
  if (isEmpty) await dropSearchIndexes(db);
  let members = 0;
  let stored = began;
  try {
    members = await putBatches(db, source, deps, options);
    stored = performance.now();
  } finally {
    // Whatever happened, nobody is left without indexes.
    await ensureSearchIndexes(db);
  }
  await analyzeIndex(db);
  return {
    members,
    seconds: { rows: (stored - began) / 1000, indexes: (performance.now() - stored) / 1000 },
  };
}

async function putBatches(
  db: Db,
  source: Iterable<ParsedMember> | AsyncIterable<ParsedMember>,
  deps: PersonDeps,
  { progress, signal }: PutManyOptions,
): Promise<number> {
  let members = 0;
  let batch: ParsedMember[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const write = async () => {
    const full = batch;
    batch = [];
    await writing;
    signal?.throwIfAborted();
    members += full.length;
    progress?.(members);
    writing = db.tx((tx) =>
      putRecords(
        tx,
        full.map((member) => member.patient),
        full.flatMap((member) => member.coverages),
        deps,
      ),
    );
    writing.catch(() => {}); // reported when the next batch waits for it
  };
  for await (const member of source) {
    batch.push(member);
    if (batch.length >= batch_members) await write();
  }
  await write();
  await writing;
  return members;
}
