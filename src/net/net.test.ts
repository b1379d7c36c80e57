import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { file, json, type RoughPartner, roughPartner } from '../../test/env/rough-partner.ts';
import type { BlobStore } from '../blob/blob.ts';
import { openFileStore } from '../blob/file-store.ts';
import { systemClock } from '../clock/clock.ts';
import { type Agents, openAgents } from './agents.ts';
import { callerFor, readBounded } from './call.ts';
import { type Download, download } from './download.ts';
import { PartnerFailure } from './failure.ts';
import type { Peer } from './peer.ts';
import type { Version } from './sink.ts';

let partner: RoughPartner;
let agents: Agents;
let dir: string;
let blobs: BlobStore;
beforeEach(async () => {
  partner = await roughPartner();
  agents = openAgents();
  dir = await mkdtemp(join(tmpdir(), 'tl-net-'));
  blobs = openFileStore(dir);
});
afterEach(async () => {
  await agents.close();
  await partner.close();
  await rm(dir, { recursive: true });
});

const deps = () => ({ clock: systemClock, agents });
const peer = (limits: Peer['limits'] = {}): Peer => ({
  name: 'rough',
  origins: [partner.origin],
  allowPrivate: true,
  limits,
});
const metadata = () => `${partner.base}/metadata`;
const failure = async (work: Promise<unknown>): Promise<PartnerFailure> => {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(PartnerFailure);
  return error as PartnerFailure;
};
const get = (url = metadata(), limits: Peer['limits'] = {}) => callerFor(deps(), peer(limits))({ url });

test('a JSON answer comes parsed', async () => {
  const answer = await get();
  expect(answer).toMatchObject({ status: 200, body: { resourceType: 'CapabilityStatement' } });
});

test.each([
  ['HTML under 200', 'wait', 'html-instead-of-json', '<html>', 200],
  ['not JSON', 'wait', 'not-json', '{"a":', 200],
  ['500', 'retry', 'status-500', '', 500],
  ['408', 'retry', 'status-408', '', 408],
  ['403', 'wait', 'status-403', '', 403],
  ['422', 'give-up', 'status-422', '', 422],
  ['501', 'give-up', 'status-501', '', 501],
])('%s is %s: %s', async (_, kind, reason, body, status) => {
  partner.on('/fhir/metadata', (_req, res) => void res.writeHead(status).end(body));
  expect(await failure(get())).toMatchObject({ class: kind, reason });
});

test('429 with a Retry-After in epoch seconds: wait until then, at most six hours', async () => {
  partner.on('/fhir/metadata', (_req, res) => json(res, 429, {}, { 'retry-after': '9999999999' }));
  expect(await failure(get())).toMatchObject({
    class: 'retry',
    reason: 'status-429',
    retryAfter_s: 6 * 3600,
  });
});

test('an error tells its coded facts and nothing of its text', async () => {
  partner.on('/fhir/metadata', (_req, res) =>
    json(res, 400, { issue: [{ code: 'invalid', diagnostics: 'John Smith 1980' }] }),
  );
  const error = await failure(get());
  expect(error.codes).toEqual(['invalid']);
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/Smith/);
});

test('limits: body size, depth, headers, pauses, total time', async () => {
  const answers: [Record<string, number>, string, string][] = [
    [{ jsonBytes_max: 10 }, 'answer-too-large', '{"a":"0123456789"}'],
    [{ jsonDepth_max: 3 }, 'json-too-deep', '[[[["]"]]]]'],
  ];
  for (const [limits, reason, body] of answers) {
    partner.on('/fhir/metadata', (_req, res) => void res.writeHead(200).end(body));
    expect(await failure(get(metadata(), limits))).toMatchObject({ class: 'wait', reason });
  }
  partner.on(
    '/fhir/metadata',
    (_req, res) => void res.writeHead(200, { 'x-long': 'y'.repeat(5000) }).end('{}'),
  );
  expect((await failure(get(metadata(), { headerBytes_max: 2000 }))).reason).toBe('headers-too-large');
  partner.on('/fhir/metadata', (_req, res) => void res.writeHead(200).write('{'));
  expect(await failure(get(metadata(), { idle_ms: 100 }))).toMatchObject({
    class: 'retry',
    reason: 'slow-bytes',
  });
  partner.on('/fhir/metadata', () => {});
  expect((await failure(get(metadata(), { answer_ms: 100 }))).reason).toBe('answer-timeout');
  expect((await failure(get(metadata(), { call_ms: 50 }))).reason).toBe('total-timeout');
});

test('redirects: followed on the same origin, a few times; never elsewhere, never to a private address', async () => {
  const redirect = (location: string, status = 302) =>
    partner.on('/go', (_req, res) => void res.writeHead(status, { location }).end());
  const go = `${partner.origin}/go`;
  redirect('/fhir/metadata');
  expect((await get(go)).status).toBe(200);
  redirect('/go');
  expect((await failure(get(go))).reason).toBe('too-many-redirects');
  redirect('http://169.254.169.254/latest/meta-data');
  expect((await failure(get(go))).reason).toBe('address-refused');
  redirect('http://[::ffff:169.254.169.254]/');
  expect((await failure(get(go))).reason).toBe('address-refused');
  redirect('https://elsewhere.example/');
  expect((await failure(get(go))).reason).toBe('origin-not-registered');
  redirect('/fhir/metadata');
  const post = callerFor(deps(), peer())({ url: go, method: 'POST', body: {} });
  expect((await failure(post)).reason).toBe('redirect-loses-body');
});

test('the token does not cross to another origin of the same partner', async () => {
  const other = await roughPartner();
  try {
    partner.on('/go', (_req, res) => void res.writeHead(302, { location: `${other.base}/metadata` }).end());
    const both = { ...peer(), origins: [partner.origin, other.origin] };
    await callerFor(deps(), both)({ url: `${partner.origin}/go`, token: 'secret' });
    expect(partner.headers.get('GET /go')![0]!.authorization).toBe('Bearer secret');
    expect(other.headers.get('GET /fhir/metadata')![0]!.authorization).toBeUndefined();
  } finally {
    await other.close();
  }
});

test('a partner without allowPrivate: no plain http, no loopback, also when its name turns to one after the check', async () => {
  const strict: Peer = { name: 'p', origins: ['https://plan.example', partner.origin], allowPrivate: false };
  expect((await failure(callerFor(deps(), strict)({ url: metadata() }))).reason).toBe('not-https');
  const rebound = openAgents((_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]));
  const call = callerFor({ clock: systemClock, agents: rebound }, strict);
  expect((await failure(call({ url: 'https://plan.example/' }))).reason).toBe('address-refused');
  await rebound.close();
});

// Downloads

const text = Buffer.from(`${'{"name":"Zoë 🩺"}\n'.repeat(200_000)}`);
interface Held {
  version: Version | undefined;
}
const bring = (held: Held, more: Partial<Download> = {}, limits: Peer['limits'] = {}) =>
  download({ ...deps(), blobs: watched() }, peer(limits), {
    url: `${partner.origin}/file`,
    key: 'f',
    version: held.version,
    remember: async (version) => {
      held.version = version;
    },
    ...more,
  });
/** Sends a piece, and ends the connection once the client has stored it. */
let storedPiece: (bytes?: number) => void = () => {};
function cutAfter(res: ServerResponse, piece: Buffer): void {
  let left = piece.length;
  storedPiece = (bytes = 0) => {
    left -= bytes;
    if (left <= 0) res.destroy();
  };
  res.write(piece);
}
/** The store, telling the server when bytes have arrived. */
const watched = (): BlobStore => ({
  ...blobs,
  partial: async (key) => {
    const partial = await blobs.partial(key);
    const append = async (bytes: Buffer) => {
      await partial.append(bytes);
      storedPiece(bytes.length);
    };
    return {
      bytes: partial.bytes,
      append,
      restart: () => partial.restart(),
      close: () => partial.close(),
      commit: () => partial.commit(),
    };
  },
});
const stored = async (key: string) => readBounded(await blobs.read(key), 1e9);
const serve = (bytes = text) => partner.on('/file', (req, res) => file(req, res, bytes));
const requested = () => partner.headers.get('GET /file')!;

test('a file comes whole, through gzip too, byte for byte', async () => {
  serve();
  for (const gzip of [true, false]) {
    const got = await bring({ version: undefined }, { gzip });
    expect(got.bytes).toBe(text.length);
    expect((await stored(got.key)).equals(text)).toBe(true);
  }
});

test('cut at half a file: the next request goes on where it ended, inside a character', async () => {
  const half = text.indexOf('🩺', text.length / 2) + 2;
  const held: Held = { version: undefined };
  partner.on('/file', (req, res, hit) => {
    const etag = '"a"';
    if (hit === 1) {
      res.writeHead(200, { etag, 'content-length': text.length });
      cutAfter(res, text.subarray(0, half));
      return;
    }
    expect(req.headers['if-range']).toBe(etag);
    const from = Number(/\d+/.exec(req.headers.range!)![0]);
    res.writeHead(206, { etag, 'content-range': `bytes ${from}-${text.length - 1}/${text.length}` });
    res.end(text.subarray(from));
  });
  const got = await bring(held, { gzip: false });
  expect((await stored(got.key)).equals(text)).toBe(true);
  expect(requested().map((h) => h.range !== undefined)).toEqual([false, true]);
});

test('a small cut is the next attempt’s matter, which resumes', async () => {
  const small = text.subarray(0, 1000);
  partner.on('/file', (req, res, hit) => {
    if (hit > 1) return file(req, res, small);
    res.writeHead(200, { etag: etagHere(small), 'content-length': small.length });
    cutAfter(res, small.subarray(0, 500));
  });
  const held: Held = { version: undefined };
  expect(await failure(bring(held, { gzip: false }))).toMatchObject({
    class: 'retry',
    reason: 'connection-cut',
  });
  const got = await bring(held, { gzip: false });
  expect(requested().at(-1)!.range).toBe('bytes=500-');
  expect((await stored(got.key)).equals(small)).toBe(true);
});

test('a server that ignores Range, and a file that changed between two requests, begin at zero', async () => {
  const small = text.subarray(0, 1000);
  const changed = Buffer.from('another\n'.repeat(90));
  for (const after of [small, changed]) {
    await blobs.deleteAll('f');
    const held: Held = { version: undefined };
    partner.on('/file', (_req, res, hit) => {
      res.writeHead(200, {
        etag: etagHere(hit === 1 ? small : after),
        'content-length': hit === 1 ? 1000 : after.length,
      });
      if (hit === 1) cutAfter(res, small.subarray(0, 500));
      else res.end(after);
    });
    await failure(bring(held, { gzip: false }));
    const got = await bring(held, { gzip: false });
    expect((await stored(got.key)).equals(after)).toBe(true);
  }
});

test('412, 416 and a 206 of another version or place: asked for whole', async () => {
  const small = text.subarray(0, 1000);
  const odd: [number, Record<string, string>][] = [
    [412, {}],
    [416, { 'content-range': 'bytes */9' }],
    [206, { etag: '"other"', 'content-range': 'bytes 500-999/1000' }],
    [206, { 'content-range': 'bytes 400-999/1000' }],
  ];
  for (const [i, [status, headers]] of odd.entries()) {
    const held: Held = { version: undefined };
    partner.on('/file', (_req, res, hit) => {
      const head = { etag: `"v${i}"`, 'content-length': 1000 };
      if (hit === 2) return void res.writeHead(status, headers).end(status === 206 ? 'x'.repeat(500) : '');
      res.writeHead(200, head);
      if (hit === 1) cutAfter(res, small.subarray(0, 500));
      else res.end(small);
    });
    await failure(bring(held, { gzip: false }));
    const got = await bring(held, { gzip: false });
    expect((await stored(got.key)).equals(small)).toBe(true);
    expect(
      requested()
        .slice(-3)
        .map((h) => h.range),
    ).toEqual([undefined, 'bytes=500-', undefined]);
  }
});

test('a truncated gzip body is not taken for the file', async () => {
  const zipped = gzipSync(text);
  partner.on(
    '/file',
    (_req, res) =>
      void res
        .writeHead(200, { etag: '"z"', 'content-encoding': 'gzip' })
        .end(zipped.subarray(0, zipped.length / 2)),
  );
  expect(await failure(bring({ version: undefined }))).toMatchObject({
    class: 'retry',
    reason: 'gzip-broken',
  });
  expect(await blobs.size('f')).toBeUndefined();
});

test('what the manifest promises is verified', async () => {
  serve();
  const held: Held = { version: undefined };
  expect((await failure(bring(held, { expected: { bytes: 5 } }))).reason).toBe('length-mismatch');
  expect((await failure(bring(held, { expected: { sha256: Buffer.alloc(32) } }))).reason).toBe(
    'checksum-mismatch',
  );
  expect((await failure(bring(held, {}, { fileBytes_max: 1000 }))).reason).toBe('file-too-large');
  partner.on('/file', (_req, res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
  expect((await failure(bring(held))).reason).toBe('html-instead-of-ndjson');
});

function etagHere(bytes: Buffer): string {
  return `"${bytes.length}-${bytes[0]}"`;
}
