import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { Clock } from '../clock/clock.ts';
import type { Agents } from './agents.ts';
import { failureOfException, PartnerFailure } from './failure.ts';
import { limitsOf } from './limits.ts';
import type { Peer } from './peer.ts';
import { targetOf } from './target.ts';

export interface NetDeps {
  clock: Clock;
  agents: Agents;
}

export type Headers = Record<string, string>;

export interface Sending {
  url: string;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Headers;
  body?: string | Buffer | undefined;
  /** Milliseconds for everything, body included. */
  total_ms: number;
  signal?: AbortSignal | undefined;
}

export interface Received {
  status: number;
  headers: Headers;
  body: Readable;
  /** Where the answer came from, after redirects. */
  url: string;
  /** Ends the timer; to be called when the body is read or given up. */
  done(): void;
  /** What an error while reading the body means: when our own timer or the caller's signal ended it, that. */
  failureOf(error: unknown): PartnerFailure;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * One request with its redirects. Each hop must be an origin of the peer and an address that may be called.
 * `Authorization` and the body never cross to another origin; a POST follows only 307 and 308, which keep it a POST.
 */
export async function send(deps: NetDeps, peer: Peer, sending: Sending): Promise<Received> {
  const limits = limitsOf(peer.limits ?? {});
  const dispatcher = deps.agents.agentFor(peer.allowPrivate, limits);
  const timer = new AbortController();
  const timeout = setTimeout(
    () => timer.abort(new PartnerFailure('retry', 'total-timeout')),
    sending.total_ms,
  );
  const done = () => clearTimeout(timeout);
  const failureOf = (error: unknown) => failureOfException(signal.aborted ? signal.reason : error);
  const signal = sending.signal ? AbortSignal.any([timer.signal, sending.signal]) : timer.signal;
  try {
    let url = targetOf(peer, sending.url);
    let headers = sending.headers;
    for (let hops = 0; ; hops++) {
      const answer = await request(url, {
        dispatcher,
        method: sending.method,
        headers,
        body: sending.body ?? null,
        headersTimeout: limits.answer_ms,
        bodyTimeout: limits.idle_ms,
        signal,
      });
      const location = redirectStatuses.has(answer.statusCode) && headerText(answer.headers.location);
      // A body that is given up half read says so as an error, to whoever no longer listens.
      answer.body.on('error', () => {});
      if (!location)
        return {
          status: answer.statusCode,
          headers: flat(answer.headers),
          body: answer.body,
          url: url.href,
          done,
          failureOf,
        };
      await answer.body.dump();
      if (hops >= limits.redirects_max) throw new PartnerFailure('wait', 'too-many-redirects');
      const next = targetOf(peer, location, url);
      const keepsMethod = answer.statusCode >= 307 || sending.method === 'GET';
      if (!keepsMethod) throw new PartnerFailure('wait', 'redirect-loses-body');
      if (next.origin !== url.origin) {
        if (sending.body !== undefined) throw new PartnerFailure('wait', 'redirect-across-origins');
        headers = withoutCredentials(headers);
      }
      url = next;
    }
  } catch (error) {
    done();
    throw failureOf(error);
  }
}

function withoutCredentials(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

const headerText = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

function flat(headers: Dispatcher.ResponseData['headers']): Headers {
  const out: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = headerText(value);
    if (text !== undefined) out[name.toLowerCase()] = text;
  }
  return out;
}
