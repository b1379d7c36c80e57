import { pipeline, type Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { audit } from '../../audit/audit.ts';
import type { BlobStore } from '../../blob/blob.ts';
import type { Clock } from '../../clock/clock.ts';
import type { ReleaseTerms } from '../../consent/terms.ts';
import type { Db } from '../../db/db.ts';
import { goesOn, openFile } from '../../export/open-file.ts';
import { outcome } from '../../fhir/outcome.ts';
import { byteRange, tagged, takesGzip } from '../ranges.ts';
import { type Answer, jsonTypes, type Request, type Route } from '../route.ts';
import { whileItStands } from '../while-it-stands.ts';

export interface BulkFileDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  terms?: ReleaseTerms;
}

const ndjson = 'application/fhir+ndjson';

/** The files of a manifest. The token needs the scope of the file's type (pdex-184), which the handler asks. */
export function bulkFileRoutes(deps: BulkFileDeps): Route[] {
  return [
    {
      method: 'GET',
      path: 'bulk-file/:job/:name',
      scope: 'authenticated',
      bodyBytes_max: 0,
      contentTypes: [],
      produces: [ndjson, 'application/ndjson', 'application/octet-stream', ...jsonTypes],
      handle: (request) => download(deps, request),
    },
  ];
}

/**
 * One file: whole, as a range of its bytes, or gzip. A range is always of the plain bytes and goes before gzip, so that
 * a cut download can be resumed and its checksum still holds.
 */
async function download(deps: BulkFileDeps, request: Request): Promise<Answer> {
  const now = deps.clock.now();
  const { caller, params, headers } = request;
  const opened = await openFile(deps.db, {
    jobId: params.job ?? '',
    name: params.name ?? '',
    caller,
    now,
    terms: deps.terms,
  });
  const { file } = opened;
  // Ended when a consent in it ends while it flows.
  const content = async (range?: { start: number; end: number }): Promise<Readable> =>
    whileItStands(await deps.blobs.read(file.objectKey, range), () =>
      goesOn(deps.db, opened, deps.clock.now()),
    );
  const etag = `"${file.sha256.toString('hex')}"`;
  const etagOfGzip = `"${file.sha256.toString('hex')}-gzip"`;
  const common = { 'accept-ranges': 'bytes', vary: 'Accept-Encoding' };
  const unchanged = [etag, etagOfGzip].find((tag) => tagged(headers['if-none-match'], tag));
  if (unchanged) return { status: 304, headers: { ...common, etag: unchanged } };

  const range = byteRange(headers.range, headers['if-range'], etag, file.bytes);
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...common, 'content-range': `bytes */${file.bytes}` },
      body: outcome({
        severity: 'error',
        code: 'value',
        text: 'The file does not have the bytes that Range names.',
      }),
    };
  }
  await audit(deps.db, {
    at: now,
    actor: `client:${caller.clientId}`,
    action: 'file.get',
    subject: `${file.jobId}/${file.name}`,
    detail: range ?? {},
  });
  if (range) {
    return {
      status: 206,
      contentType: ndjson,
      headers: {
        ...common,
        etag,
        'content-range': `bytes ${range.start}-${range.end}/${file.bytes}`,
        'content-length': String(range.end - range.start + 1),
      },
      body: await content(range),
    };
  }
  return takesGzip(headers['accept-encoding'])
    ? {
        status: 200,
        contentType: ndjson,
        headers: { ...common, etag: etagOfGzip, 'content-encoding': 'gzip' },
        body: gzipped(await content()),
      }
    : {
        status: 200,
        contentType: ndjson,
        headers: { ...common, etag, 'content-length': String(file.bytes) },
        body: await content(),
      };
}

/** An error on the way destroys the stream: the client sees a cut connection, never a file that looks whole. */
function gzipped(content: Readable): Readable {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  pipeline(content, gzip, () => {});
  return gzip;
}
