import type { Labelling } from '../labels/labelling.ts';
import type { ParsedPatient } from '../person/parsed-patient.ts';
import type { Binaries } from './binaries.ts';
import { type InputFile, linesOf } from './files.ts';
import type { LoadOptions, Spills } from './load.ts';
import { prepareLine } from './prepare.ts';
import { type RejectFile, textOfReason } from './reject.ts';
import type { ReleaseCheck } from './release-check.ts';

/** What the first pass found, besides what it spilled. */
export interface Read {
  lines: number;
  /** Lines that were read of files that then failed: not loaded. */
  lostLines: number;
  /** Numbers of the files that could not be read to their end. */
  failed: Set<number>;
  /** `Type/id` of what is to be deleted, and how many lines said so. In memory: deletions are few. */
  deletions: string[];
  deletionLines: number;
  /** Lines of Binaries, which go into what refers to them. */
  documentLines: number;
  /** Patients that Patient.link joins, in both directions. In memory: only of those that have links. */
  links: Map<string, Set<string>>;
}

/** Reads all files into the spills; bad lines into the reject file. */
export async function readFiles(
  files: readonly InputFile[],
  spills: Spills,
  rejects: RejectFile,
  check: ReleaseCheck,
  labelling: Labelling,
  binaries: Binaries,
  progress: LoadOptions['progress'],
): Promise<Read> {
  const read: Read = {
    lines: 0,
    lostLines: 0,
    failed: new Set(),
    deletions: [],
    deletionLines: 0,
    documentLines: 0,
    links: new Map(),
  };
  for (const [number, file] of files.entries()) {
    await readFile(number, file, spills, rejects, check, labelling, binaries, read);
    progress?.({ step: 'read', done: number + 1, of: files.length, lines: read.lines });
  }
  return read;
}

async function readFile(
  number: number,
  file: InputFile,
  spills: Spills,
  rejects: RejectFile,
  check: ReleaseCheck,
  labelling: Labelling,
  binaries: Binaries,
  read: Read,
): Promise<void> {
  let lines = 0;
  const rejectedBefore = rejects.lines();
  const deletions: string[] = [];
  let deletionLines = 0;
  let documentLines = 0;
  try {
    for await (const { line, bytes, problem } of linesOf(file)) {
      lines++;
      const prepared = problem
        ? ({ is: 'rejected', reason: problem } as const)
        : prepareLine(await binaries.filledIn(bytes), file.type, check, labelling);
      if (prepared.is === 'rejected') {
        const path = 'path' in prepared ? prepared.path : undefined;
        const text = textOfReason(prepared.reason, path);
        await rejects.add({ file: file.path, line, reason: prepared.reason, text, raw: bytes.toString() });
      } else if (prepared.is === 'deletions') {
        deletions.push(...prepared.refs);
        deletionLines++;
      } else if (prepared.is === 'document') {
        if (await binaries.add(prepared.binary)) documentLines++;
        else {
          const text = textOfReason('document-unusable');
          await rejects.add({
            file: file.path,
            line,
            reason: 'document-unusable',
            text,
            raw: bytes.toString(),
          });
        }
      } else {
        const { owner, view, patient } = prepared.record;
        if (patient) noteLinks(patient, read.links);
        const entry = { file: number, line, record: prepared.record };
        const wait =
          owner.of === 'patient'
            ? spills.persons.add(owner.patientId, entry)
            : owner.of === 'payer'
              ? spills.payerWide.add(view.ref, entry)
              : spills.targets.add(view.ref, entry);
        if (wait) await wait;
      }
    }
    read.deletions.push(...deletions);
    read.deletionLines += deletionLines;
    read.documentLines += documentLines;
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    read.failed.add(number);
    read.lostLines += lines - (rejects.lines() - rejectedBefore);
    const text = `${textOfReason('file-unreadable')} (${cause.code})`;
    await rejects.addFile({ file: file.path, line: 0, reason: 'file-unreadable', text, raw: '' });
  }
  read.lines += lines;
}

/** What the file system and zlib say of a file that they cannot read: an error with a code of theirs. */
const isUnreadable = (error: unknown): error is Error & { code: string } =>
  error instanceof Error &&
  /^(?:Z_|E[A-Z]+$|ERR_STREAM_PREMATURE_CLOSE)/.test((error as { code?: string }).code ?? '');

function noteLinks(patient: ParsedPatient, links: Map<string, Set<string>>): void {
  for (const other of patient.links) {
    links.set(patient.patientId, (links.get(patient.patientId) ?? new Set()).add(other));
    links.set(other, (links.get(other) ?? new Set()).add(patient.patientId));
  }
}
