import { audit } from '../audit/audit.ts';
import { covers, type GrantedScope } from '../authz/scopes.ts';
import { type BulkFile, noSuchFile, ownFile, withdrawn } from '../bulk/job.ts';
import { fileStands, withdrawFile } from '../bulk/withdrawal.ts';
import { type MadeUnder, overtaken, type Standing, stillPermitted } from '../consent/still-permitted.ts';
import type { ReleaseTerms } from '../consent/terms.ts';
import type { Db } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { selectExport, selectMadeUnder } from './store.ts';

export interface FileRequest {
  jobId: string;
  name: string;
  caller: { clientId: string; npi: string; scope: GrantedScope; patient?: string };
  now: Date;
  terms?: ReleaseTerms | undefined;
}

export interface OpenedFile {
  file: BulkFile;
  clientId: string;
  /** The permits that its lines were made under. */
  made: readonly MadeUnder[];
  /** When the first of its consents ends: no byte leaves from then on. */
  until: Date | undefined;
}

/**
 * Decides whether a file may go out now, and until when. Its owner only; a token whose scope covers the type (pdex-184);
 * and the consent of everybody in it is asked once more (pdex-156): one that no longer permits withdraws the whole file,
 * for its checksum was published, and what may still leave is cut into another.
 *
 * @throws Problem `not-found`, `forbidden`, `gone` for a withdrawn file, `busy` when nobody can say
 */
export async function openFile(db: Db, request: FileRequest): Promise<OpenedFile> {
  const { caller, now } = request;
  const { job, file } = await ownFile(db, {
    jobId: request.jobId,
    name: request.name,
    clientId: caller.clientId,
    now,
  });
  if (caller.patient !== undefined) {
    const patients = (await selectExport(db, job.id))?.patients;
    if (patients?.length !== 1 || patients[0] !== caller.patient) throw noSuchFile();
  }
  if (!scopeCovers(caller.scope, job.kind, file)) {
    throw new Problem('forbidden', `The scope of the access token does not cover ${file.type}.`);
  }
  const { clientId } = caller;
  if (file.personIds.length === 0) return { file, clientId, made: [], until: undefined };
  const { made, standing } = await ask(db, request, file);
  if (standing.fallen.size > 0) throw await withdraw(db, request, file, standing);
  return { file, clientId, made, until: standing.until };
}

/** When nobody can say whether it may leave, it does not (consent-and-sensitive-data 5.1, row 1). */
async function ask(db: Db, { caller, now, terms }: FileRequest, file: BulkFile) {
  try {
    const made = await selectMadeUnder(db, { ...file, part: file.part ?? 0 });
    const asked = { clientId: caller.clientId, recipientNpi: caller.npi, now, terms };
    return { made, standing: await stillPermitted(db, made, asked) };
  } catch (cause) {
    throw new Problem('busy', 'It cannot be said now whether this file may leave. Try again.', { cause });
  }
}

/** Rows 2 and 5 look like a file that never was; of the others the client is told that the file is gone. */
async function withdraw(db: Db, { caller, now }: FileRequest, file: BulkFile, { fallen, basis }: Standing) {
  const reasons = [...new Set(fallen.values())].sort();
  const absent = reasons.some((reason) => reason === 'person-hold' || reason === 'wrong-recipient');
  await db.tx(async (tx) => {
    await withdrawFile(tx, file, now, absent ? 'absent' : 'gone');
    const [first] = [...fallen.keys()];
    await audit(tx, {
      at: now,
      actor: `client:${caller.clientId}`,
      action: 'file.refuse',
      subject: `${file.jobId}/${file.name}`,
      decision: 'deny',
      codes: reasons,
      counts: { persons: fallen.size },
      ...(fallen.size === 1 && { personId: first!, ...epochOf(basis.get(first!)) }),
    });
  });
  return absent ? noSuchFile() : withdrawn();
}

const epochOf = (basis: { epoch: number } | undefined) => (basis ? { epoch: basis.epoch } : {});

/** Whether a file that is on its way may go on leaving: asked every second while it does. */
export async function goesOn(db: Db, opened: OpenedFile, now: Date): Promise<boolean> {
  const { file, clientId, made, until } = opened;
  if (until && now >= until) return false;
  if (!(await fileStands(db, file.jobId, file.name))) return false;
  return made.length === 0 || (await overtaken(db, clientId, made)).size === 0;
}

/** What went wrong and what was deleted may be read with any token of the owner; a match's Groups with the match's own. */
function scopeCovers(scope: GrantedScope, kind: 'export' | 'member-match', file: BulkFile): boolean {
  if (file.kind !== 'output') return true;
  if (kind === 'member-match' && covers(scope, { operation: 'bulk-member-match' })) return true;
  return covers(scope, { type: file.type, action: 'r' });
}
