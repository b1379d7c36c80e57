import { ownGroup } from '../../attribution/groups.ts';
import { audit } from '../../audit/audit.ts';
import type { Caller } from '../../authz/caller.ts';
import { covers } from '../../authz/scopes.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Db } from '../../db/db.ts';
import { narrowed, notAMember } from '../../export/notices.ts';
import { type ExportOperation, type RawParameters, readParameters } from '../../export/parameters.ts';
import { startExport } from '../../export/start.ts';
import type { OperationOutcome } from '../../fhir/outcome.ts';
import { resourceTypes } from '../../fhir/resource-types.ts';
import { Problem } from '../../problem/problem.ts';

export interface OpenExportDeps {
  db: Db;
  clock: Clock;
  random: Random;
}

export interface ExportRequest {
  caller: Caller;
  operation: ExportOperation;
  /** null: on the Patient level, every member that the caller has matched. */
  groupId: string | null;
  raw: RawParameters;
  lenient: boolean;
  /** The exact kick-off URL. */
  requestUrl: string;
}

/**
 * A kick-off: the Group must be the caller's own (another's is as unknown as none), the parameters must be understood,
 * and the scope must cover the types. Returns the job's id; the work is done later.
 *
 * @throws Problem `not-found`, `invalid`, `forbidden`, `too-many`
 */
export async function openExport(deps: OpenExportDeps, request: ExportRequest): Promise<string> {
  const { caller, groupId } = request;
  const now = deps.clock.now();
  if (groupId !== null) await ownGroup(deps.db, groupId, caller.clientId, now);
  const parameters = readParameters(request.raw, { ...request, now });
  const scoped = typesFor(caller, parameters.types);
  const chosen = patientsFor(caller, parameters.patients);
  const jobId = deps.random.uuid();
  await deps.db.tx(async (tx) => {
    await startExport(tx, {
      jobId,
      clientId: caller.clientId,
      recipientNpi: caller.npi,
      groupId,
      parameters,
      types: scoped.types,
      patients: chosen.patients,
      notices: [...parameters.notices, ...scoped.notices, ...chosen.notices],
      requestUrl: request.requestUrl,
      now,
    });
    const detail = { operation: request.operation, group: groupId };
    await audit(tx, {
      at: now,
      actor: `client:${caller.clientId}`,
      action: 'export.start',
      subject: jobId,
      detail,
    });
  });
  return jobId;
}

/**
 * pdex-184: the scope covers every type that leaves. A type that was named and is not covered refuses the request; when
 * none was named the export is narrowed to the covered ones, and says so.
 */
function typesFor(
  caller: Caller,
  asked: string[] | null,
): { types: string[] | null; notices: OperationOutcome[] } {
  const covered = (type: string) => covers(caller.scope, { type, action: 'r' });
  if (asked) {
    const missing = asked.filter((type) => !covered(type));
    if (missing.length === 0) return { types: asked, notices: [] };
    throw new Problem('forbidden', `The scope of the access token does not cover ${missing.join(', ')}.`);
  }
  const types = [...resourceTypes].filter(covered);
  return types.length === resourceTypes.size
    ? { types: null, notices: [] }
    : { types, notices: [narrowed()] };
}

/** pdex-201: a token for one patient gives that patient, whoever else was asked for. */
function patientsFor(
  caller: Caller,
  asked: string[] | null,
): { patients: string[] | null; notices: OperationOutcome[] } {
  const own = caller.patient;
  if (own === undefined) return { patients: asked, notices: [] };
  if (asked === null) return { patients: [own], notices: [] };
  return {
    patients: asked.filter((id) => id === own),
    notices: asked.filter((id) => id !== own).map(notAMember),
  };
}
