import type { Readable } from 'node:stream';
import { assert } from '../problem/problem.ts';
import { classOfStatus, PartnerFailure } from './failure.ts';
import { codesOf, parseJson } from './json.ts';
import { limitsOf } from './limits.ts';
import type { Peer } from './peer.ts';
import { parseRetryAfter } from './retry-after.ts';
import { type Headers, type NetDeps, type Sending, send } from './send.ts';

export interface CallRequest {
  url: string;
  method?: 'GET' | 'POST' | 'DELETE';
  headers?: Headers;
  /** Bearer token. */
  token?: string | undefined;
  /** An object goes out as `application/fhir+json`, URLSearchParams as a form. */
  body?: object | URLSearchParams | undefined;
  /** Statuses besides 2xx that are answers to the caller, not failures. */
  expect?: readonly number[];
  /** `fhir` (default), or plain `json` for discovery, tokens and bulk status. */
  accept?: 'fhir' | 'json';
  signal?: AbortSignal | undefined;
}

export interface CallAnswer {
  status: number;
  /** Names in lower case. */
  headers: Headers;
  /** Parsed JSON; undefined for an empty body. For an expected error status also when it is not JSON. */
  body: unknown;
  /** Where the answer came from: relative URLs in it are relative to this. */
  url: string;
  /** Seconds, capped. */
  retryAfter_s: number | undefined;
}

/** A JSON call to one peer. Throws `PartnerFailure`. */
export type Call = (request: CallRequest) => Promise<CallAnswer>;

/** Binds calls to one peer: nothing but its origins can be reached through the result. */
export function callerFor(deps: NetDeps, peer: Peer): Call {
  return (request) => call(deps, peer, request);
}

/** A call whose answer is neither read as JSON nor judged by its status. Throws `PartnerFailure` for the network's. */
export type RawCall = (request: {
  method: string;
  url: string;
  headers: Headers;
  body?: string;
}) => Promise<{ status: number; headers: Headers; body: Buffer; url: string }>;

export function rawCallerFor(deps: NetDeps, peer: Peer): RawCall {
  const { call_ms, jsonBytes_max } = limitsOf(peer.limits ?? {});
  return ({ method, ...rest }) => {
    assert(method === 'GET' || method === 'POST' || method === 'DELETE', 'a method that we use');
    return sendAndRead(deps, peer, { ...rest, method, total_ms: call_ms }, jsonBytes_max);
  };
}

async function sendAndRead(deps: NetDeps, peer: Peer, sending: Sending, bytes_max: number) {
  const received = await send(deps, peer, sending);
  try {
    const { status, headers, url } = received;
    return { status, headers, url, body: await readBounded(received.body, bytes_max) };
  } catch (error) {
    throw received.failureOf(error);
  } finally {
    received.done();
    received.body.destroy();
  }
}

async function call(deps: NetDeps, peer: Peer, request: CallRequest): Promise<CallAnswer> {
  const limits = limitsOf(peer.limits ?? {});
  const received = await sendAndRead(
    deps,
    peer,
    {
      url: request.url,
      method: request.method ?? 'GET',
      headers: headersOf(request),
      body: bodyText(request.body),
      total_ms: limits.call_ms,
      signal: request.signal,
    },
    limits.jsonBytes_max,
  );
  const { status, headers, url, body: bytes } = received;
  const retryAfter_s = parseRetryAfter(headers['retry-after'], headers.date, deps.clock.now());
  const success = status >= 200 && status < 300;
  if (success) {
    const body = parseJson(bytes, headers['content-type'] ?? '', limits.jsonDepth_max);
    return { status, headers, body, url, retryAfter_s };
  }
  const body = jsonIfAny(bytes, limits.jsonDepth_max);
  if (request.expect?.includes(status)) return { status, headers, body, url, retryAfter_s };
  throw failureOfStatus(status, body, retryAfter_s);
}

/** The failure of an answer with an error status. */
export function failureOfStatus(status: number, body: unknown, retryAfter_s: number | undefined) {
  return new PartnerFailure(classOfStatus(status), `status-${status}`, {
    status,
    codes: codesOf(body),
    ...(retryAfter_s === undefined ? {} : { retryAfter_s }),
  });
}

function headersOf(request: CallRequest): Headers {
  const json = request.body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : fhirJson;
  return {
    accept: request.accept === 'json' ? 'application/json' : fhirJson,
    ...(request.body ? { 'content-type': json } : {}),
    ...(request.token ? { authorization: `Bearer ${request.token}` } : {}),
    ...request.headers,
  };
}
const fhirJson = 'application/fhir+json';

function bodyText(body: CallRequest['body']): string | undefined {
  if (body === undefined) return undefined;
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

/** Reads a whole body of at most `bytes_max` bytes. */
export async function readBounded(body: Readable, bytes_max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytes_max) throw new PartnerFailure('wait', 'answer-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonIfAny(bytes: Buffer, depth_max: number): unknown {
  try {
    return parseJson(bytes, '', depth_max);
  } catch {
    return undefined;
  }
}
