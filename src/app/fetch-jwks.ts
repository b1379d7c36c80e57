import type { FetchJwks } from '../authz/client-keys.ts';
import type { Clock } from '../clock/clock.ts';
import type { Agents } from '../net/agents.ts';
import { callerFor } from '../net/call.ts';
import { originsOf } from '../net/peer.ts';

/** Most time that a client's JWKS URL may take: a token request waits for it. */
const jwks_ms_max = 10_000;
const jwksBytes_max = 256 * 1024;

/** Reads clients' key sets over the network, with the same guards as calls to partners. */
export const fetchJwksOver =
  (deps: { agents: Agents; clock: Clock }): FetchJwks =>
  async (url, allowPrivate) => {
    const call = callerFor(deps, {
      name: 'jwks',
      origins: originsOf(url),
      allowPrivate,
      limits: { call_ms: jwks_ms_max, answer_ms: jwks_ms_max, jsonBytes_max: jwksBytes_max },
    });
    const answer = await call({ url, accept: 'json' });
    return { jwks: answer.body, cacheControl: answer.headers['cache-control'] };
  };
