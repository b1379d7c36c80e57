/** A file of decisions: taken as it comes in, decided by a worker row by row. */
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { BlobStore } from '../blob/blob.ts';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { ndjsonLines } from '../fhir/ndjson.ts';
import { Problem } from '../problem/problem.ts';
import { addTask } from '../queue/queue.ts';
import {
  advance,
  type Batch,
  type BatchRow,
  endBatch,
  insertBatch,
  putOutcomes,
  selectBatch,
} from './batch-store.ts';
import { csvRecords, rowOfCells } from './csv-rows.ts';
import { readRow } from './decision-row.ts';
import {
  batchBytes_max,
  batchUnpackedBytes_max,
  clockAhead_s_max,
  rowBytes_max,
  rowsAtOnce_max,
  transactionsAtOnce,
} from './limits.ts';
import { type Ahead, lookAhead, type TakeDeps, takeRow } from './take-row.ts';

export interface BatchDeps extends TakeDeps {
  db: Db;
  blobs: BlobStore;
}

export const batchTask = 'intake.batch';

/** Puts the file away as it arrives, never more of it in memory than a piece, and gives it a task. */
export async function acceptBatch(
  deps: BatchDeps,
  sent: { clientId: string; channel: string; format: 'ndjson' | 'csv'; gzip: boolean; content: Readable },
): Promise<Batch> {
  const id = deps.random.uuid();
  const objectKey = `intake/${id}`;
  const writer = await deps.blobs.writer(objectKey);
  let bytes = 0;
  try {
    for await (const chunk of sent.content) {
      bytes += (chunk as Buffer).length;
      if (bytes > batchBytes_max) throw new Problem('too-large', 'The file is too large.');
      await writer.write(Buffer.from(chunk as Buffer));
    }
    await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const { clientId, channel, format, gzip } = sent;
  await deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    await insertBatch(tx, { id, clientId, channel, format, gzip, objectKey, bytes, createdAt: now });
    await addTask(tx, batchTask, id, now);
  });
  return (await selectBatch(deps.db, id))!;
}

/** The client's own batch; another's is not there. */
export async function batchOf(deps: { db: Db }, clientId: string, id: string): Promise<Batch> {
  const batch = isUuid(id) ? await selectBatch(deps.db, id) : undefined;
  if (batch?.clientId !== clientId) throw new Problem('not-found', 'There is no such batch.');
  return batch;
}

interface Numbered {
  line: number;
  /** Undefined: it could not be read at all. */
  value: unknown;
}

/** Task `intake.batch`. Rows and their outcomes are committed by the hundred, with how far the file is. */
export async function runBatch(deps: BatchDeps, id: string, signal: AbortSignal): Promise<void> {
  const batch = await selectBatch(deps.db, id);
  if (!batch || batch.state === 'done' || batch.state === 'failed') return;
  let waiting: Numbered[] = [];
  const flush = async () => {
    if (waiting.length > 0) await decideRows(deps, batch, waiting);
    waiting = [];
  };
  try {
    for await (const row of rowsOf(deps, batch)) {
      if (row.line <= batch.doneLines) continue;
      waiting.push(row);
      if (waiting.length < rowsAtOnce_max * transactionsAtOnce) continue;
      await flush();
      if (signal.aborted) throw new Problem('busy', 'The worker stops.');
    }
    await flush();
    await endBatch(deps.db, id, deps.clock.now(), null);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await flush();
    await endBatch(deps.db, id, deps.clock.now(), error.message);
  }
  await deps.blobs.delete(batch.objectKey);
}

/** The file cannot be read on. What came before stays decided. */
class UnreadableFile extends Error {}

async function* rowsOf(deps: BatchDeps, batch: Batch): AsyncGenerator<Numbered> {
  const bytes = unpacked(await deps.blobs.read(batch.objectKey), batch.gzip);
  if (batch.format === 'ndjson') {
    for await (const { line, bytes: text, problem } of ndjsonLines(bytes, { lineBytes_max: rowBytes_max }))
      yield { line, value: problem ? undefined : parsed(text) };
    return;
  }
  let header: string[] | undefined;
  for await (const { line, cells } of csvRecords(decoded(bytes), rowBytes_max)) {
    if (!header) {
      header = cells?.map((name) => name.trim().replace(/^\uFEFF/, '')) ?? [];
      if (!header.includes('recordId')) throw new UnreadableFile('header-missing');
    } else yield { line, value: cells ? rowOfCells(header, cells) : undefined };
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

async function* unpacked(source: Readable, gzip: boolean): AsyncGenerator<Buffer> {
  const stream = gzip ? source.pipe(createGunzip()) : source;
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length;
      if (bytes > batchUnpackedBytes_max) throw new UnreadableFile('too-large-unpacked');
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    throw code?.startsWith('Z_') ? new UnreadableFile('gzip-broken') : error;
  } finally {
    source.destroy();
  }
}

async function* decoded(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/**
 * Rows of one member stay in one transaction, in their order; so no two transactions wait for each other. How far the file is moves
 * when all of them are committed: rows that are taken a second time are known by their record, and their outcome stands.
 */
async function decideRows(deps: BatchDeps, batch: Batch, rows: readonly Numbered[]): Promise<void> {
  const latest = latestInstant(deps.clock);
  const read = rows.map(({ line, value }) => ({
    line,
    value,
    ...readRow(value, { channel: batch.channel, latest }),
  }));
  const good = read.flatMap((one) => ('row' in one ? [one.row] : []));
  const ahead = await lookAhead(deps.db, batch.clientId, good);
  const parts: (typeof read)[] = Array.from({ length: transactionsAtOnce }, () => []);
  for (const one of read) {
    const personId = 'row' in one ? (ahead.persons.get(one.row.memberId) ?? 0) : 0;
    parts[personId % transactionsAtOnce]!.push(one);
  }
  const settled = await Promise.allSettled(
    parts.filter((part) => part.length > 0).map((part) => decidePart(deps, batch, part, ahead)),
  );
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  await advance(deps.db, batch.id, rows.at(-1)!.line);
}

type Read = Numbered & ReturnType<typeof readRow>;

function decidePart(deps: BatchDeps, batch: Batch, rows: readonly Read[], ahead: Ahead): Promise<void> {
  return deps.db.tx(async (tx) => {
    const outcomes: BatchRow[] = [];
    const seen = new Set<string>();
    for (const one of rows) {
      const recordId = 'row' in one ? one.row.recordId : recordIdOf(one.value);
      // A record that stands twice in these rows is asked for anew: what was looked up before does not know it.
      const known = recordId !== null && seen.has(recordId) ? undefined : ahead;
      if (recordId !== null) seen.add(recordId);
      const taken =
        'row' in one
          ? await takeRow(tx, deps, batch.clientId, one.row, known)
          : { outcome: 'rejected' as const, fault: one.fault };
      const fault = taken.outcome === 'rejected' ? taken.fault : undefined;
      outcomes.push({
        line: one.line,
        recordId,
        outcome: taken.outcome,
        field: fault?.field ?? null,
        code: fault?.code ?? null,
      });
    }
    await putOutcomes(tx, batch.id, outcomes);
  });
}

export const latestInstant = (clock: Clock): Date =>
  new Date(clock.now().getTime() + clockAhead_s_max * 1000);

/** Of a bad row too, where it can be told: its sender looks for it by that. */
function recordIdOf(value: unknown): string | null {
  const id =
    typeof value === 'object' && value !== null ? (value as { recordId?: unknown }).recordId : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/.test(id) ? id : null;
}
