import { rawCallerFor } from '../net/call.ts';
import { PartnerFailure } from '../net/failure.ts';
import { originsOf } from '../net/peer.ts';
import type { NetDeps } from '../net/send.ts';
import type { FetchJwks } from './client-keys.ts';

/** A key set is small and waited for by a caller: it gets less time and room than a partner's other answers. */
const jwksCall_ms = 10_000;
const jwksBytes_max = 256 * 1024;

/** Reads key sets over the network, from the registered URL's own origin only. */
export const fetchJwksOver =
  (net: NetDeps): FetchJwks =>
  async (url, allowPrivate) => {
    const call = rawCallerFor(net, {
      name: 'jwks',
      origins: originsOf(url),
      allowPrivate,
      limits: { call_ms: jwksCall_ms, jsonBytes_max: jwksBytes_max },
    });
    const headers = { accept: 'application/jwk-set+json, application/json' };
    const { status, headers: answered, body } = await call({ method: 'GET', url, headers });
    if (status !== 200) throw new PartnerFailure('retry', `status-${status}`, { status });
    return { jwks: JSON.parse(body.toString('utf8')), cacheControl: answered['cache-control'] };
  };
