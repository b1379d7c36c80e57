import type { Clock } from '../clock/clock.ts';
import type { Db, Tx } from '../db/db.ts';
import { type NdjsonLine, ndjsonLines } from '../fhir/ndjson.ts';
import { closeLabels, labelledAmong } from '../labels/close.ts';
import { type Labelling, openLabelling } from '../labels/labelling.ts';
import { lockClosing } from '../labels/store.ts';
import { Problem } from '../problem/problem.ts';
import { deleteRecords } from '../record/delete.ts';
import { type Merge, type MergeSource, openMerge } from '../record/merge.ts';
import type { RecordRow } from '../record/record-row.ts';
import { ownersOf } from '../record/referring.ts';
import { stampWrite } from '../record/write-stamp.ts';
import { readDeletedBundle } from './deleted-bundle.ts';
import { type IssueKeeper, openIssues } from './issue-store.ts';
import { type Judged, judgeLine } from './judge-line.ts';
import { type FileLedger, openLedger } from './ledger.ts';
import { type LineMemory, lineMemory } from './line-memory.ts';
import { ownRef } from './own-ids.ts';
import type { ProfileChecking } from './profile-check.ts';
import { openQuarantine, type Quarantine } from './quarantine.ts';
import { type Partner, type RewriteReference, referenceRewriter } from './rewrite-references.ts';
import { type FileCounts, finishFile, lockFile, putAwaited, putLedger } from './store.ts';

/** Longest line of a partner's file: a DocumentReference with an inline attachment is a line of megabytes. */
export const ingestLineBytes_max = 16 * 1024 * 1024;

/** References to what has not come yet that wait in memory before they are written. */
const awaitedInMemory_max = 10_000;

export interface IngestDeps {
  db: Db;
  /** A BlobStore will do. */
  blobs: { read(key: string): Promise<AsyncIterable<Buffer>> };
  clock: Clock;
  /** How records are judged by their profiles; absent: by their shape only. */
  profileChecking?: () => ProfileChecking;
  /** How records are labelled; absent: by the lists that come with the product. */
  labelling?: () => Promise<Labelling>;
}

export interface IngestFile {
  transferId: string;
  /** `received_file.seq`; the row must be there. */
  fileSeq: number;
  partnerId: number;
  /** The partner's FHIR base URL: absolute references on it are local, what never comes is pointed to there. */
  fhirBase: string;
  /** Resource type of the file by the manifest. */
  type: string;
  /** Where the verified download lies: plain NDJSON. */
  objectKey: string;
  kind: 'output' | 'deleted' | 'error';
  /** The members of this transfer: Patient id at the partner → our person. Records of anybody else are quarantined. */
  persons: ReadonlyMap<string, number>;
  /**
   * Those of them who took their consent back by now. Asked before the first line and, held until the end, after the last one: what
   * ended in between undoes the file, and it is taken in again without them.
   */
  ended?: (tx: Tx, held: boolean) => Promise<ReadonlyMap<string, number>>;
}

/** Of a line that may not be kept, its place and the reason are. */
const nothing = Buffer.alloc(0);

interface Work {
  tx: Tx;
  file: IngestFile;
  partner: Partner;
  at: Date;
  ledger: FileLedger;
  quarantine: Quarantine;
  issues: IssueKeeper;
  checking: ProfileChecking;
  labelling: Labelling;
}

/** The row's line, kept for the case that the merge refuses the row. */
interface Source extends MergeSource {
  raw: Buffer;
}

/**
 * Takes one downloaded file in: lines → judged → rewritten → merged, with bad lines in quarantine and every line in the
 * ledger, all in one transaction. A file that was ingested before gives the counts of then; its content under another
 * transfer or number gives duplicates. Memory does not grow with the file (architecture: ingest path; pdex-09).
 */
export async function ingestFile(deps: IngestDeps, file: IngestFile): Promise<FileCounts> {
  const { transferId, fileSeq, partnerId, fhirBase, persons } = file;
  const labelling = await (deps.labelling?.() ?? openLabelling(deps.db, deps.clock));
  return deps.db.tx(async (tx) => {
    const before = await lockFile(tx, file);
    if (before === undefined)
      throw new Problem('not-found', 'There is no such file in this transfer.', {
        detail: `received_file ${transferId} ${fileSeq}`,
      });
    if (before !== null) return before;

    const ended = await file.ended?.(tx, false);
    const at = await stampWrite(tx, deps.clock);
    const type = file.kind === 'output' ? file.type : file.kind === 'deleted' ? 'Bundle' : 'OperationOutcome';
    const work: Work = {
      tx,
      file,
      partner: { id: partnerId, fhirBase, persons, ...(ended ? { ended } : {}) },
      at,
      ledger: openLedger(type),
      quarantine: openQuarantine(tx, file, at),
      issues: openIssues(tx, file),
      checking: deps.profileChecking?.() ?? { profiles: 'off' },
      labelling,
    };
    const lines = ndjsonLines(await deps.blobs.read(file.objectKey), { lineBytes_max: ingestLineBytes_max });
    const received = await takeLines[file.kind](work, lines);
    await work.quarantine.close();
    await work.issues.close();
    const { counts, rows } = work.ledger.close(received);
    if ((await file.ended?.(tx, true))?.size !== ended?.size)
      throw new Problem('busy', 'A member took the consent back while the file was taken in.');
    await putLedger(tx, file, rows);
    if (file.kind === 'output') {
      // One after the other: what two files of a transfer bring of one member is seen together by the second.
      await lockClosing(tx, transferId);
      for (const personId of await labelledAmong(tx, [...new Set(persons.values())]))
        await closeLabels(tx, personId, labelling);
    }
    await finishFile(tx, file, counts);
    return counts;
  });
}

type Lines = AsyncIterable<NdjsonLine>;
const takeLines = { output: takeRecords, deleted: takeDeletions, error: takeErrors } as const;

async function takeRecords(work: Work, lines: Lines): Promise<number> {
  const { tx, file, partner, ledger, quarantine } = work;
  const refused: { row: RecordRow; from: Source }[] = [];
  const merge: Merge<Source> = openMerge<Source>(tx, {
    lastUpdated: work.at,
    movableFrom: new Set([0, ...partner.persons.values()]),
    refused: (row, from) => refused.push({ row, from }),
  });
  const awaited = new Map<string, string>();
  const rewrite = referenceRewriter(partner, ({ ref, originRef }) => {
    if (ref) awaited.set(ref, originRef);
  });

  const memory = lineMemory();
  let received = 0;
  for await (const found of lines) {
    received++;
    const { line, bytes } = found;
    if (found.problem) {
      await quarantine.put(line, found.problem, bytes, { length: found.length });
      ledger.quarantined(0);
      continue;
    }
    const judged = await judge(work, bytes, rewrite, memory);
    if (judged.issues) await noteIssues(work, line, judged);
    if ('row' in judged) {
      const wait = merge.add(judged.row, { file: file.fileSeq, line, raw: bytes });
      if (wait) {
        await wait;
        memory.turn();
      }
    } else {
      const expression = judged.issues?.[0]?.expression;
      const kept = judged.quarantine === 'consent-ended' ? nothing : bytes;
      await quarantine.put(line, judged.quarantine, kept, { ref: judged.ref, expression });
      ledger.quarantined(judged.personId);
    }
    if (awaited.size >= awaitedInMemory_max) {
      await putAwaited(tx, file.transferId, awaited);
      awaited.clear();
    }
    await quarantineRefused(work, refused);
  }
  if (awaited.size > 0) await putAwaited(tx, file.transferId, awaited);
  const { tallies } = await merge.finish();
  await quarantineRefused(work, refused);
  ledger.merged(tallies);
  return received;
}

type Decided = Exclude<Judged, { ofTargets: unknown }>;

async function judge(
  work: Work,
  line: Buffer,
  rewrite: RewriteReference,
  memory: LineMemory,
): Promise<Decided> {
  const judged = judgeLine(line, work.file.type, work.partner, rewrite, work, memory);
  if (!('ofTargets' in judged)) return judged;
  const { ref, issues } = judged;
  const owners = new Set((await ownersOf(work.tx, judged.ofTargets)).values());
  if (owners.size === 0) return { quarantine: 'patient-not-identified', personId: 0, ref };
  if (owners.size > 1) owners.delete(0);
  if (owners.size > 1) return { quarantine: 'several-members', personId: 0, ref };
  const [owner] = owners;
  const ofTransfer = owner === 0 || [...work.partner.persons.values()].includes(owner!);
  if (!ofTransfer) return { quarantine: 'not-requested-member', personId: 0, ref };
  return { row: judged.complete(owner!), issues };
}

async function noteIssues({ issues, ledger }: Work, line: number, judged: Decided): Promise<void> {
  const [personId, ref] =
    'row' in judged ? [judged.row.personId, judged.row.originRef] : [judged.personId, judged.ref];
  await issues.put(line, ref ?? '', judged.issues!);
  ledger.invalid(personId);
}

async function quarantineRefused(work: Work, refused: { row: RecordRow; from: Source }[]): Promise<void> {
  for (const { row, from } of refused.splice(0)) {
    await work.quarantine.put(from.line, 'held-for-another-member', from.raw, {
      ref: row.originRef ?? undefined,
    });
    work.ledger.quarantined(row.personId);
  }
}

/** Bulk Data 2.0, manifest `deleted`: only what came from this partner, of the members of this transfer. */
async function takeDeletions(work: Work, lines: Lines): Promise<number> {
  const { tx, file, partner, ledger, quarantine } = work;
  let received = 0;
  for await (const { line, bytes, problem } of lines) {
    received++;
    const read = problem ? { quarantine: problem } : readDeletedBundle(bytes, partner.fhirBase);
    if ('quarantine' in read) {
      await quarantine.put(line, read.quarantine, bytes);
      ledger.quarantined(0);
      continue;
    }
    const originRefs = new Map(
      read.deleted.map(({ type, id }) => [ownRef(partner.id, type, id), `${type}/${id}`]),
    );
    const gone = await deleteRecords(tx, [...originRefs.keys()], {
      origin: partner.id,
      deletedAt: work.at,
      personIds: [0, ...partner.persons.values()],
    });
    ledger.counted(gone.length > 0 ? 'stored' : 'duplicate');
    // What still refers to it is settled with what never came.
    if (gone.length > 0)
      await putAwaited(tx, file.transferId, new Map(gone.map(({ ref }) => [ref, originRefs.get(ref)!])));
  }
  return received;
}

/** The partner's OperationOutcomes: kept for a person to read. */
async function takeErrors(work: Work, lines: Lines): Promise<number> {
  let received = 0;
  for await (const { line, bytes } of lines) {
    received++;
    await work.quarantine.put(line, 'partner-reported', bytes);
    work.ledger.quarantined(0);
  }
  return received;
}
