import { addFile, type BulkFile, type FileSegment, jobObjects, readJob } from '../bulk/job.ts';
import {
  countUnsettled,
  lockUsableJob,
  settleFile,
  withdrawnFile,
  withdrawOrphans,
} from '../bulk/withdrawal.ts';
import { lockPermission } from '../consent/permission-lock.ts';
import { stillPermitted } from '../consent/still-permitted.ts';
import type { Queries } from '../db/db.ts';
import { assert } from '../problem/problem.ts';
import { addTask } from '../queue/queue.ts';
import type { ExportDeps } from './deps.ts';
import { personsIn } from './line-files.ts';
import { countParts, moveToRefused, selectExport, selectMadeUnder } from './store.ts';

/**
 * Task `export.recut`: makes a withdrawn file again without the members whose consent ended, byte for byte in what is left, under
 * another name with its own checksum; the ledger follows. A replay finds the file settled; a member who is lost meanwhile
 * makes this run fail, and the next one begins with what holds then.
 */
export async function recutFile(deps: ExportDeps, key: string, signal: AbortSignal): Promise<void> {
  const slash = key.indexOf('/');
  const [jobId, name] = [key.slice(0, slash), key.slice(slash + 1)];
  const [job, wanted, file] = await Promise.all([
    readJob(deps.db, jobId),
    selectExport(deps.db, jobId),
    withdrawnFile(deps.db, jobId, name),
  ]);
  if (!job || !wanted || !file) return;
  const part = file.part ?? 0;
  const fallenNow = async (q: Queries) => {
    const made = await selectMadeUnder(q, { jobId, part, personIds: file.personIds });
    const { recipientNpi } = wanted;
    const asked = { clientId: job.clientId, recipientNpi, now: deps.clock.now(), terms: deps.terms };
    return (await stillPermitted(q, made, asked)).fallen;
  };
  const gone = await fallenNow(deps.db);
  const cut = await writeRest(deps, file, gone, signal);
  const published = await deps.db.tx(async (tx) => {
    await lockPermission(tx, 'use');
    const open = await lockUsableJob(tx, jobId);
    if (!open) return false;
    const now = await fallenNow(tx);
    if ([...now.keys()].some((personId) => !gone.has(personId)))
      throw new Error('another consent ended meanwhile');
    if ((await settleFile(tx, jobId, name, deps.clock.now())) === 0) return false;
    if (cut.file) await addFile(tx, cut.file);
    for (const [personId, lines] of cut.removed) {
      const reason = gone.get(personId) === 'consent-changed' ? 'consent-changed' : 'consent';
      await moveToRefused(tx, { jobId, part, personId, type: file.type, count: lines, reason });
    }
    await withdrawOrphans(tx, jobId, deps.clock.now());
    const isLast = (await countUnsettled(tx, jobId)) === 0 && (await countParts(tx, jobId)).waiting === 0;
    if (open.state !== 'completed' && isLast) await addTask(tx, 'export.finish', jobId, deps.clock.now());
    return true;
  });
  // Of the two, the one that does not count. After a failure nobody knows which: both stay until the job ends.
  const dead = published ? file.objectKey : cut.file?.objectKey;
  if (dead !== undefined) await deps.blobs.delete(dead);
}

interface Cut {
  /** Absent when nothing is left. */
  file: BulkFile | undefined;
  /** Lines that were left out, by person. */
  removed: Map<number, number>;
}

/** Copies the bytes of everybody but `gone` in one pass, and counts lines on both sides. */
async function writeRest(
  deps: ExportDeps,
  file: BulkFile,
  gone: ReadonlyMap<number, unknown>,
  signal: AbortSignal,
): Promise<Cut> {
  const segments = file.segments ?? [];
  assert(
    segments.reduce((total, segment) => total + segment.bytes, 0) === file.bytes,
    'the segments of a file are all of it',
  );
  const kept = segments.filter((segment) => !gone.has(segment.personId));
  const name = nextName(file.name);
  const objectKey = `${jobObjects(file.jobId)}${file.part ?? 0}/${deps.random.uuid()}/${name}`;
  const removed = new Map<number, number>();
  const writer = kept.length > 0 ? await deps.blobs.writer(objectKey) : undefined;
  try {
    let lines = 0;
    for await (const { segment, bytes } of runs(await deps.blobs.read(file.objectKey), segments)) {
      signal.throwIfAborted();
      const ends = countNewlines(bytes);
      if (gone.has(segment.personId))
        removed.set(segment.personId, (removed.get(segment.personId) ?? 0) + ends);
      else {
        lines += ends;
        await writer!.write(bytes);
      }
    }
    if (!writer) return { file: undefined, removed };
    const { bytes, sha256 } = await writer.commit();
    const personIds = personsIn(kept);
    return { file: { ...file, name, objectKey, lines, bytes, sha256, personIds, segments: kept }, removed };
  } catch (error) {
    await writer?.discard();
    throw error;
  }
}

/** The file's bytes, cut at the borders of segments and of chunks. */
async function* runs(
  content: AsyncIterable<Buffer>,
  segments: readonly FileSegment[],
): AsyncGenerator<{ segment: FileSegment; bytes: Buffer }> {
  let index = 0;
  let left = segments[0]?.bytes ?? 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; ) {
      while (left === 0) left = segments[++index]!.bytes;
      const taken = Math.min(left, chunk.length - at);
      yield { segment: segments[index]!, bytes: chunk.subarray(at, at + taken) };
      at += taken;
      left -= taken;
    }
  }
}

const newline = 0x0a;

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** `Observation-3-1.ndjson` → `Observation-3-1-r1.ndjson` → `Observation-3-1-r2.ndjson`. */
function nextName(name: string): string {
  const [, stem = name, , times = '0'] = /^(.*?)(-r(\d+))?\.ndjson$/.exec(name) ?? [];
  return `${stem}-r${Number(times) + 1}.ndjson`;
}
