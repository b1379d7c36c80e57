import { covers, type GrantedScope } from '../authz/scopes.ts';
import { type BulkFile, ownFile, withdrawn } from '../bulk/job.ts';
import { withdrawFile } from '../bulk/withdrawal.ts';
import { permitsFor } from '../consent/permits-for.ts';
import type { Db } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { selectExport } from './store.ts';

export interface FileRequest {
  jobId: string;
  name: string;
  caller: { clientId: string; npi: string; scope: GrantedScope; patient?: string };
  now: Date;
}

export interface OpenedFile {
  file: BulkFile;
  /** When the first of its consents ends: no byte leaves from then on. */
  until: Date | undefined;
}

/**
 * Decides whether a file may go out now, and until when. Its owner only; a token whose scope covers the type (pdex-184);
 * and the consent of everybody in it is asked once more (pdex-156): one that no longer permits withdraws the whole file,
 * for its checksum was published, and what may still leave is cut into another.
 *
 * @throws Problem `not-found`, `forbidden`, or `gone` for a withdrawn file
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
    if (patients?.length !== 1 || patients[0] !== caller.patient)
      throw new Problem('not-found', 'There is no such file.');
  }
  if (!scopeCovers(caller.scope, job.kind, file)) {
    throw new Problem('forbidden', `The scope of the access token does not cover ${file.type}.`);
  }
  if (file.personIds.length === 0) return { file, until: undefined };
  const { permits, refused } = await permitsFor(db, caller.clientId, caller.npi, file.personIds, now);
  if (refused.size > 0) {
    await db.tx((tx) => withdrawFile(tx, file, now));
    throw withdrawn();
  }
  return { file, until: new Date(Math.min(...permits.map((permit) => permit.until.getTime()))) };
}

/** What went wrong and what was deleted may be read with any token of the owner; a match's Groups with the match's own. */
function scopeCovers(scope: GrantedScope, kind: 'export' | 'member-match', file: BulkFile): boolean {
  if (file.kind !== 'output') return true;
  if (kind === 'member-match' && covers(scope, { operation: 'bulk-member-match' })) return true;
  return covers(scope, { type: file.type, action: 'r' });
}
