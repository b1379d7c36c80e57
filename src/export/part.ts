import { auditAll } from '../audit/audit.ts';
import {
  addFile,
  type BulkJob,
  jobIsOpen,
  jobObjects,
  lockOpenJob,
  readJob,
  setProgress,
} from '../bulk/job.ts';
import { addWithdrawnFile, countUnsettled } from '../bulk/withdrawal.ts';
import { lockPermission } from '../consent/permission-lock.ts';
import type { Permit } from '../consent/permit.ts';
import { type Permits, permissionFacts, permitsFor } from '../consent/permits-for.ts';
import { stillPermitted } from '../consent/still-permitted.ts';
import type { Tx } from '../db/db.ts';
import { untoldLabels } from '../labels/leaving.ts';
import { addTask } from '../queue/queue.ts';
import { deletedRecords, helperTypes, planForCopy } from '../record/export-store.ts';
import { copyReleased } from './copy-released.ts';
import type { ExportDeps } from './deps.ts';
import { cancelCheck_ms, deletedEntries_max } from './limits.ts';
import { type LineFile, type LineFiles, openLineFiles } from './line-files.ts';
import { transmitterProvenances } from './provenance.ts';
import { instantOf, type Released } from './rows.ts';
import {
  countParts,
  type Export,
  insertHelpers,
  insertLedger,
  insertPermits,
  type LedgerEntry,
  markWritten,
  selectExport,
  selectWaitingPart,
} from './store.ts';
import { openTally } from './tally.ts';

interface PartRun {
  job: BulkJob;
  wanted: Export;
  part: number;
  personIds: number[];
  signal: AbortSignal;
}

interface Written {
  files: LineFile[];
  ledger: LedgerEntry[];
  helpers: string[];
  at: Date;
  asked: Permits;
}

/**
 * Task `export.part`: the records of some members, in one snapshot. Nothing of a run is seen before its last transaction,
 * which only one run of a part can win; a run that fails, loses or is stopped leaves nothing behind, and a run that was
 * killed leaves objects that nobody knows, until the job ends. Where what a member allows was changed while it ran, it runs once
 * more under what holds now; whom that happens to again is left out (consent-and-sensitive-data 4.5).
 */
export async function exportPart(deps: ExportDeps, key: string, signal: AbortSignal): Promise<void> {
  const [jobId = '', number] = key.split('/');
  const part = Number(number);
  const [job, wanted, personIds] = await Promise.all([
    readJob(deps.db, jobId),
    selectExport(deps.db, jobId),
    selectWaitingPart(deps.db, jobId, part),
  ]);
  if (!job || !wanted || !personIds || job.state !== 'running') return;
  const stop = stopWhenCancelled(deps, jobId, signal);
  const run = { job, wanted, part, personIds, signal: stop.signal };
  try {
    if ((await runPart(deps, run, 'first')) === 'again') await runPart(deps, run, 'last');
  } finally {
    stop.end();
  }
}

/** One run. `again`: a member allows something else now, and nothing of the run counts. */
async function runPart(deps: ExportDeps, run: PartRun, which: 'first' | 'last'): Promise<PublishResult> {
  const { part } = run;
  const prefix = `${jobObjects(run.job.id)}${part}/${deps.random.uuid()}`;
  const open = (kind: 'output' | 'deleted') =>
    openLineFiles({
      blobs: deps.blobs,
      prefix: `${prefix}/${kind}`,
      part,
      kind,
      ...(kind === 'deleted' && { label: 'deleted' }),
    });
  const outputs = { released: open('output'), deleted: open('deleted') };
  const discard = () => Promise.all([outputs.released.discard(), outputs.deleted.discard()]);
  try {
    const written = await deps.db.tx((tx) => writePart(deps, tx, run, outputs), {
      isolation: 'repeatable read',
      readOnly: true,
    });
    const result = await deps.db.tx((tx) => publishPart(deps, tx, run, written, which));
    if (result !== 'published') await discard();
    return result;
  } catch (error) {
    await discard();
    if (await jobIsOpen(deps.db, run.job.id)) throw error;
    return 'lost';
  }
}

type PublishResult = 'published' | 'lost' | 'again';

/** Aborts when the worker stops or the job is no longer open. */
function stopWhenCancelled(deps: ExportDeps, jobId: string, outer: AbortSignal) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  outer.addEventListener('abort', abort, { once: true });
  const timer = setInterval(() => {
    jobIsOpen(deps.db, jobId).then(
      (open) => {
        if (!open) abort();
      },
      () => {},
    );
  }, cancelCheck_ms);
  return {
    signal: controller.signal,
    end: () => {
      clearInterval(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}

async function writePart(
  deps: ExportDeps,
  tx: Tx,
  run: PartRun,
  outputs: { released: LineFiles; deleted: LineFiles },
): Promise<Written> {
  const { wanted, personIds } = run;
  const at = deps.clock.now();
  // pdex-167: asked when the part runs, in the snapshot that its data comes from.
  await tx.run(planForCopy);
  const { clientId } = run.job;
  const asked = await permitsFor(tx, clientId, wanted.recipientNpi, personIds, at, deps.terms);
  const releases = new Map(asked.permits.map((permit) => [permit.personId, permit.release]));
  const tally = openTally();
  for (const personId of personIds) if (!releases.has(personId)) tally.count(personId, 'Patient', 'consent');
  const leaving = personIds.filter((personId) => releases.has(personId));
  const helpers = new Set<string>();
  if (leaving.length > 0) {
    const released = new Map<number, Released>();
    const sink = {
      files: outputs.released,
      tally,
      helpers,
      helperTypes: await helperTypes(tx, wanted.types),
      released,
    };
    await copyReleased(tx, { deps, wanted, signal: run.signal, releases, sink });
    if (wanted.types === null || wanted.types.includes('Provenance')) {
      for (const [personId, { refs, changed_us }] of released) {
        const lines = transmitterProvenances({
          clientId: run.job.clientId,
          personId,
          refs,
          recorded: instantOf(changed_us),
          payer: deps.payer,
        });
        for (const { json } of lines) await addLine(outputs.released, 'Provenance', personId, json);
        if (lines.length > 0) tally.count(personId, 'Provenance', '', lines.length);
      }
    }
    if (wanted.since) {
      const untold = new Map([...releases].map(([id, release]) => [id, untoldLabels(release)]));
      await writeDeleted(tx, outputs.deleted, leaving, { ...wanted, since: wanted.since }, untold);
    }
  }
  const files = [...(await outputs.released.commit()), ...(await outputs.deleted.commit())];
  return { files, ledger: tally.entries(), helpers: [...helpers], at, asked };
}

async function addLine(files: LineFiles, type: string, personId: number, json: string): Promise<void> {
  const bytes = Buffer.from(json);
  files.add(type, personId, bytes, 0, bytes.length);
  await files.pressure();
}

/** Bulk Data `deleted`: transaction Bundles of DELETEs, of one member each. */
async function writeDeleted(
  tx: Tx,
  files: LineFiles,
  personIds: readonly number[],
  wanted: Export & { since: Date },
  untold: ReadonlyMap<number, number>,
): Promise<void> {
  const byPerson = new Map<number, string[]>();
  for (const { personId, ref } of await deletedRecords(tx, personIds, wanted, untold)) {
    const refs = byPerson.get(personId);
    if (refs) refs.push(ref);
    else byPerson.set(personId, [ref]);
  }
  for (const [personId, refs] of byPerson) {
    for (let from = 0; from < refs.length; from += deletedEntries_max) {
      const entry = refs
        .slice(from, from + deletedEntries_max)
        .map((url) => ({ request: { method: 'DELETE', url } }));
      const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
      await addLine(files, 'Bundle', personId, JSON.stringify(bundle));
    }
  }
}

/**
 * The transaction that makes a part count. `lost` when another run won, or the job is over. Consents are asked once more:
 * a file with a member whose consent ended while the part ran is never seen, and cut again (pdex-156).
 */
async function publishPart(
  deps: ExportDeps,
  tx: Tx,
  run: PartRun,
  written: Written,
  which: 'first' | 'last',
): Promise<PublishResult> {
  const { part } = run;
  await lockPermission(tx, 'use');
  const job = await lockOpenJob(tx, run.job.id);
  if (!job) return 'lost';
  const now = deps.clock.now();
  const { permits } = written.asked;
  const asked = { clientId: job.clientId, recipientNpi: run.wanted.recipientNpi, now, terms: deps.terms };
  const { fallen } = await stillPermitted(tx, permits, asked);
  if (which === 'first' && [...fallen.values()].includes('consent-changed')) return 'again';
  if (!(await markWritten(tx, job.id, part, written.at))) return 'lost';
  await insertPermits(tx, job.id, part, permits);
  await auditAll(tx, permissionEntries(run, written.asked, now));
  for (const file of written.files) {
    const added = { ...file, jobId: job.id, part };
    if (file.personIds.some((personId) => fallen.has(personId))) await addWithdrawnFile(tx, added, now);
    else await addFile(tx, added);
  }
  await insertLedger(tx, job.id, part, written.ledger);
  await insertHelpers(tx, job.id, written.helpers);
  const parts = await countParts(tx, job.id);
  await setProgress(tx, job.id, `${parts.total - parts.waiting} of ${parts.total} parts written`);
  if (parts.waiting === 0 && (await countUnsettled(tx, job.id)) === 0)
    await addTask(tx, 'export.finish', job.id, now);
  return 'published';
}

/** What was asked for each member of the part, permits and denials alike (consent-and-sensitive-data 5.4). */
function permissionEntries({ job, part }: PartRun, { permits, refused, basis }: Permits, at: Date) {
  const entry = (personId: number, facts: ReturnType<typeof permissionFacts>) => ({
    at,
    actor: `client:${job.clientId}`,
    action: 'export.part',
    personId,
    subject: `${job.id}/${part}`,
    partner: job.clientId,
    ...facts,
  });
  return [
    ...permits.map((permit: Permit) => entry(permit.personId, permissionFacts(permit))),
    ...[...refused].map(([personId, reason]) =>
      entry(personId, permissionFacts({ refused: reason, basis: basis.get(personId)! })),
    ),
  ];
}
