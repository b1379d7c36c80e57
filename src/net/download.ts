import type { BlobStore } from '../blob/blob.ts';
import { assert } from '../problem/problem.ts';
import { failureOfStatus, readBounded } from './call.ts';
import { decoded, isGzip } from './decode.ts';
import { PartnerFailure } from './failure.ts';
import { parseJson } from './json.ts';
import { limitsOf } from './limits.ts';
import type { Peer } from './peer.ts';
import { decideRange, strongEtag } from './range.ts';
import { parseRetryAfter } from './retry-after.ts';
import { type NetDeps, type Received, send } from './send.ts';
import { freshSink, resumableSink, type Sink, type Version } from './sink.ts';

export interface DownloadDeps extends NetDeps {
  blobs: BlobStore;
}

export interface Download {
  url: string;
  /** Bearer token, asked for each request: a long download may outlive one. */
  token?: () => Promise<string | undefined>;
  /** Where the bytes go; the blob's final key is in the result. */
  key: string;
  /** What `remember` was told last, in an earlier attempt. */
  version?: Version | undefined;
  /** Is told which version comes before any byte of it is stored, so that it outlives this process. */
  remember: (version: Version | undefined) => Promise<void>;
  /** What the manifest promises. */
  expected?: { bytes?: number | undefined; sha256?: Buffer | undefined };
  /** False after `gzip-broken`: ask for plain bytes. */
  gzip?: boolean;
  signal?: AbortSignal | undefined;
}

export interface Downloaded {
  key: string;
  bytes: number;
  sha256: Buffer;
}

/** A file that is another one each time we ask is not asked for ever. */
export const restarts_max = 3;
const errorBodyBytes_max = 64 * 1024;

/**
 * Brings a partner's file into the blob store, whole and verified, or throws `PartnerFailure` and leaves what came for
 * the next attempt, which resumes with Range and If-Range. A file that changed meanwhile begins at zero. A fresh
 * request may be answered in gzip, and is stored plain; a resuming one asks for plain bytes.
 */
export async function download(deps: DownloadDeps, peer: Peer, file: Download): Promise<Downloaded> {
  let version = file.version;
  const remember = async (now: Version | undefined) => {
    version = now;
    await file.remember(now);
  };
  for (let restarts = 0; restarts <= restarts_max; ) {
    const held = version && (await resumableSink(deps.blobs, file.key, version));
    const before = held?.bytes() ?? 0;
    try {
      const whole = await attempt(deps, peer, { ...file, remember }, held, version);
      if (whole) return await commitVerified(deps.blobs, whole, { ...file, remember });
    } catch (error) {
      if (version && (await grew(deps.blobs, file.key, version, before)) && resumesAtOnce(error)) continue;
      throw error;
    }
    restarts++;
    await remember(undefined);
  }
  throw new PartnerFailure('wait', 'file-keeps-changing');
}

/** A connection that ended after a good piece is taken up again at once: each time brings us further. */
const resumesAtOnce = (error: unknown) =>
  error instanceof PartnerFailure && error.reason === 'connection-cut';
const resumeAtOnceBytes_min = 1024 * 1024;

async function grew(blobs: BlobStore, key: string, version: Version, before: number): Promise<boolean> {
  const sink = await resumableSink(blobs, key, version);
  await sink.leave();
  return sink.bytes() - before >= resumeAtOnceBytes_min;
}

/** One request. The sink with the whole file, or undefined when the file must be asked for anew. */
async function attempt(
  deps: DownloadDeps,
  peer: Peer,
  file: Download,
  held: Sink | undefined,
  version: Version | undefined,
): Promise<Sink | undefined> {
  const have = held?.bytes() ?? 0;
  let received: Received | undefined;
  let sink = held;
  let whole = false;
  try {
    received = await requestFile(deps, peer, file, have, version?.etag);
    const { status, headers } = received;
    const decision = decideRange({ status, headers, have, etag: version?.etag });
    if (decision.do === 'failed') throw await failureOfAnswer(deps, received);
    if (decision.do === 'ask-again') return undefined;
    if ('total' in decision) {
      refuseHtml(received);
      if (decision.do === 'begin') {
        await held?.leave();
        sink = undefined;
        sink = await sinkFor(deps.blobs, file, received);
      }
      assert(sink, 'an answer with bytes has a sink');
      const skip = decision.do === 'append' ? 0 : sink.bytes();
      await store(received, sink, skip, limitsOf(peer.limits ?? {}).fileBytes_max);
      if (decision.total !== undefined && sink.bytes() !== decision.total)
        throw new PartnerFailure('retry', 'connection-cut');
    }
    whole = true;
    return sink;
  } catch (error) {
    throw received ? received.failureOf(error) : error;
  } finally {
    received?.done();
    received?.body.destroy();
    if (!whole) await sink?.leave();
  }
}

async function requestFile(
  deps: NetDeps,
  peer: Peer,
  file: Download,
  have: number,
  etag: string | undefined,
): Promise<Received> {
  const token = await file.token?.();
  const resuming = have > 0 && etag !== undefined;
  return send(deps, peer, {
    url: file.url,
    method: 'GET',
    headers: {
      accept: 'application/fhir+ndjson',
      'accept-encoding': !resuming && file.gzip !== false ? 'gzip' : 'identity',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(resuming ? { range: `bytes=${have}-`, 'if-range': etag } : {}),
    },
    total_ms: limitsOf(peer.limits ?? {}).download_ms,
    signal: file.signal,
  });
}

/**
 * The sink of a whole answer. Bytes of this very version may be here from before (a partner that answers in gzip at
 * first names its plain version otherwise): they are skipped in the body.
 */
async function sinkFor(blobs: BlobStore, file: Download, received: Received): Promise<Sink> {
  const etag = strongEtag(received.headers.etag);
  const version = etag === undefined ? undefined : { etag, gzip: isGzip(received) };
  await file.remember(version);
  return version ? resumableSink(blobs, file.key, version) : freshSink(blobs, file.key);
}

async function store(received: Received, sink: Sink, skip: number, fileBytes_max: number): Promise<void> {
  let toSkip = skip;
  for await (const bytes of decoded(received)) {
    const rest = bytes.subarray(Math.min(toSkip, bytes.length));
    toSkip -= bytes.length - rest.length;
    if (sink.bytes() + rest.length > fileBytes_max) throw new PartnerFailure('wait', 'file-too-large');
    if (rest.length > 0) await sink.append(rest);
  }
}

function refuseHtml({ headers }: Received): void {
  if (/\bhtml\b/i.test(headers['content-type'] ?? ''))
    throw new PartnerFailure('wait', 'html-instead-of-ndjson');
}

async function failureOfAnswer(deps: NetDeps, { body, headers, status }: Received): Promise<PartnerFailure> {
  const retryAfter_s = parseRetryAfter(headers['retry-after'], headers.date, deps.clock.now());
  const answer = await readBounded(body, errorBodyBytes_max)
    .then((bytes) => parseJson(bytes, '', 32))
    .catch(() => undefined);
  return failureOfStatus(status, answer, retryAfter_s);
}

/** A file that is not what the manifest promised is not kept: the next attempt begins at zero. */
async function commitVerified(blobs: BlobStore, sink: Sink, file: Download): Promise<Downloaded> {
  const { bytes, sha256 } = await sink.commit();
  const { expected } = file;
  const reason =
    expected?.bytes !== undefined && expected.bytes !== bytes
      ? 'length-mismatch'
      : expected?.sha256 && !expected.sha256.equals(sha256)
        ? 'checksum-mismatch'
        : undefined;
  if (!reason) return { key: sink.key, bytes, sha256 };
  await blobs.delete(sink.key);
  await file.remember(undefined);
  throw new PartnerFailure('retry', reason);
}
