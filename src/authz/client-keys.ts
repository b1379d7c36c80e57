/**
 * A client's public keys: registered inline, or read from its JWKS URL and kept as long as Cache-Control allows
 * (SMART Backend Services), within our caps.
 */
import type { JWK } from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { Client } from '../directory/clients.ts';

/**
 * Gets a key set over the network. Redirects, size, time and private addresses are the implementation's to limit.
 * Rejects when there is no 2xx answer with JSON.
 */
export type FetchJwks = (
  url: string,
  allowPrivate: boolean,
) => Promise<{ jwks: unknown; cacheControl: string | undefined }>;

export interface ClientKeys {
  /** The client's keys. `missing` is a kid that the kept copy lacks: reads the URL again, within the cool-down. */
  of(client: Client, missing?: string): Promise<readonly JWK[]>;
}

/** How long a copy is kept when the answer has no Cache-Control. */
const keysFresh_seconds_default = 300;
/** Longest that a copy is kept, whatever Cache-Control says: a withdrawn key lives no longer. */
const keysFresh_seconds_max = 3600;
/** Least time between two readings of one URL because of an unknown kid: strangers can invent kids. */
const keysRefetch_seconds_min = 10;
/** Most keys of a fetched set that are looked at. */
const keysFetched_max = 100;

interface Copy {
  keys: readonly JWK[];
  readAt_ms: number;
  freshUntil_ms: number;
}

export function openClientKeys(deps: { fetchJwks: FetchJwks; clock: Clock }): ClientKeys {
  const copies = new Map<string, Copy>();
  const reading = new Map<string, Promise<Copy>>();

  async function read(url: string, allowPrivate: boolean): Promise<Copy> {
    const { jwks, cacheControl } = await deps.fetchJwks(url, allowPrivate);
    const readAt_ms = deps.clock.now().getTime();
    const copy = {
      keys: keysIn(jwks),
      readAt_ms,
      freshUntil_ms: readAt_ms + freshFor_seconds(cacheControl) * 1000,
    };
    copies.set(url, copy);
    return copy;
  }

  /** Callers that want the same URL at the same time share one reading. */
  function readShared(url: string, allowPrivate: boolean): Promise<Copy> {
    const key = `${allowPrivate} ${url}`;
    const running = reading.get(key) ?? read(url, allowPrivate).finally(() => reading.delete(key));
    reading.set(key, running);
    return running;
  }

  return {
    of: async (client, missing) => {
      if (client.jwksUrl === undefined) return (client.jwks?.keys ?? []) as JWK[];
      const now_ms = deps.clock.now().getTime();
      const copy = copies.get(client.jwksUrl);
      const stale = copy === undefined || now_ms >= copy.freshUntil_ms;
      const lacking =
        copy !== undefined &&
        missing !== undefined &&
        now_ms - copy.readAt_ms >= keysRefetch_seconds_min * 1000 &&
        !copy.keys.some((key) => key.kid === missing);
      if (stale || lacking) return (await readShared(client.jwksUrl, client.allowPrivate)).keys;
      return copy.keys;
    },
  };
}

/** Seconds that an answer may be kept (RFC 9111 5.2.2), at most our cap. */
export function freshFor_seconds(cacheControl: string | undefined): number {
  const directives = (cacheControl ?? '')
    .toLowerCase()
    .split(',')
    .map((d) => d.trim());
  if (directives.some((d) => d === 'no-store' || d === 'no-cache' || d.startsWith('no-cache='))) return 0;
  const age = directives.map((d) => /^max-age="?(\d+)"?$/.exec(d)?.[1]).find((value) => value !== undefined);
  return Math.min(age === undefined ? keysFresh_seconds_default : Number(age), keysFresh_seconds_max);
}

function keysIn(jwks: unknown): JWK[] {
  const keys = (jwks as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('the key set has no keys array');
  return keys.slice(0, keysFetched_max).filter((key): key is JWK => typeof key === 'object' && key !== null);
}
