import { ingestFile } from '../../../ingest/ingest-file.ts';
import { PartnerFailure } from '../../../net/failure.ts';
import { backoff_s } from '../../../net/retry-after.ts';
import {
  askPlain,
  clearFiles,
  markDownloaded,
  type ReceivedFile,
  rememberVersion,
  selectFiles,
} from '../files-store.ts';
import { openGate } from '../gate.ts';
import type { Outcome, StepContext } from '../outcome.ts';
import { selectEnded, selectExchanges, selectTransfer } from '../store.ts';
import { addNotices } from '../transfer.ts';
import { errorsIn } from './error-file.ts';
import { dataAccess } from './export.ts';

/**
 * downloading → verifying: brings every file and ingests it, some at once. Each file is a row that goes listed →
 * downloaded → ingested, so a step that is done again goes on where the last one ended. A failed file does not stop the
 * others. A file that was withdrawn at the partner means that the manifest is asked again for what stands in its place, a
 * few times; files that are gone mean another export.
 */
export async function bringFiles(context: StepContext): Promise<Outcome> {
  const { deps, transfer, limits } = context;
  const watch = watchFor(context);
  const { signal } = watch;
  const exchanges = await selectExchanges(deps.db, transfer.id);
  const persons = new Map(
    exchanges.flatMap((e) =>
      e.state === 'downloading' && e.partnerPatientId ? [[e.partnerPatientId, e.personId] as const] : [],
    ),
  );
  const open = (await selectFiles(deps.db, transfer.id)).filter((f) => f.state !== 'ingested');
  const gate = openGate(limits.filesAtOnce_max);
  const notices: string[] = [];
  const results = await Promise.allSettled(
    open.map((file) =>
      gate.run(async () => {
        await watch.look();
        if (signal.aborted) throw new PartnerFailure('retry', 'aborted');
        notices.push(...(await bringFile({ ...context, signal }, file, persons)));
      }),
    ),
  ).finally(watch.end);
  const errors = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
  const fault = errors.find((e) => !(e instanceof PartnerFailure));
  if (fault) throw fault;
  const change = { notices: addNotices(transfer.notices, notices) };
  if (errors.length === 0) return { to: 'verifying', change };
  return afterFailures(context, errors as PartnerFailure[], errors.length < open.length, change);
}

/** How often a download asks whether it still may: a withdrawal is felt within seconds, in the middle of a file too. */
const stands_ms = 1_000;

/** Aborts as soon as the transfer was taken further by somebody else: a member withdrew, or an operator cancelled. */
function watchFor({ deps, transfer, signal }: StepContext) {
  const over = new AbortController();
  const look = async (): Promise<void> => {
    const now = await selectTransfer(deps.db, transfer.id);
    if (now?.version !== transfer.version) over.abort();
  };
  // A look that fails says nothing: the next one will.
  const timer = setInterval(() => void look().catch(() => {}), stands_ms);
  return { signal: AbortSignal.any([signal, over.signal]), look, end: () => clearInterval(timer) };
}

function afterFailures(
  { deps, transfer }: StepContext,
  failures: PartnerFailure[],
  progress: boolean,
  change: { notices: ReturnType<typeof addNotices> },
): Outcome {
  const withdrawn = failures.some((f) => f.status === 410);
  const asked = transfer.notices.find((notice) => notice.code === withdrawnNotice)?.count ?? 0;
  if (withdrawn && transfer.exportStatusUrl && asked < remanifests_max)
    return {
      to: 'exporting',
      change: { ...change, notices: addNotices(change.notices, [withdrawnNotice]) },
      write: (tx) => clearFiles(tx, transfer.id),
    };
  const gone = withdrawn || failures.some((f) => f.status === 404);
  if (gone)
    return {
      to: 'matched',
      change: { ...change, exportStatusUrl: null },
      write: (tx) => clearFiles(tx, transfer.id),
    };
  const worst = failures.find((f) => f.class !== 'retry') ?? failures[0]!;
  if (worst.class !== 'retry' || !progress) throw worst;
  // Some came, so this is no row of failures: the rest is tried again soon.
  const again_s = worst.retryAfter_s ?? backoff_s(1, deps.random);
  return { to: 'downloading', change: { ...change, attempts: 1, reason: worst.reason }, again_s };
}

/** Files of this transfer were withdrawn at the partner before we had them. */
const withdrawnNotice = 'file-withdrawn';
/** How often one transfer asks for a manifest again before it begins another export. */
const remanifests_max = 5;

async function bringFile(
  context: StepContext,
  file: ReceivedFile,
  persons: ReadonlyMap<string, number>,
): Promise<string[]> {
  const { deps, transfer, partner } = context;
  const objectKey = file.state === 'downloaded' ? file.objectKey! : await fetchFile(context, file);
  const notices = file.kind === 'error' ? await errorsIn(deps.blobs, objectKey) : [];
  await ingestFile(deps, {
    transferId: transfer.id,
    fileSeq: file.seq,
    partnerId: partner.id,
    fhirBase: partner.fhirBase,
    type: file.type,
    objectKey,
    kind: file.kind,
    persons,
    ended: (tx, held) => selectEnded(tx, transfer.id, held),
  });
  return notices;
}

async function fetchFile(context: StepContext, file: ReceivedFile): Promise<string> {
  const { deps, transfer, link, signal } = context;
  try {
    const object = await link.download(
      {
        url: file.url,
        key: `received/${transfer.id}/${transfer.kickoffs}-${file.seq}`,
        version: file.etag === null ? undefined : { etag: file.etag, gzip: file.etagGzip },
        remember: (version) => rememberVersion(deps.db, transfer.id, file.seq, version),
        expected: { bytes: file.expectedBytes ?? undefined, sha256: file.expectedSha256 ?? undefined },
        gzip: !file.plain,
        signal,
      },
      file.needsToken ? dataAccess(context) : undefined,
    );
    await markDownloaded(deps.db, transfer.id, file.seq, object);
    return object.key;
  } catch (error) {
    if (error instanceof PartnerFailure && error.reason === 'gzip-broken')
      await askPlain(deps.db, transfer.id, file.seq);
    throw error;
  }
}
