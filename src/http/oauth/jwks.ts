import type { Keys } from '../../authz/keys.ts';
import type { Route } from '../route.ts';

/** Shorter than the lead with which a new key is published before it signs. */
const jwksFresh_seconds = 300;

export const jwksPath = '/.well-known/jwks.json';

/** `GET /.well-known/jwks.json`: our public keys, with which partners verify what we sign. */
export const jwksRoutes = (deps: { keys: Keys }): Route[] => [
  {
    method: 'GET',
    path: jwksPath,
    scope: 'public',
    bodyBytes_max: 0,
    contentTypes: [],
    produces: ['application/jwk-set+json', 'application/json'],
    handle: async () => ({
      status: 200,
      // Not application/jwk-set+json: many clients parse nothing but application/json.
      contentType: 'application/json',
      headers: { 'cache-control': `public, max-age=${jwksFresh_seconds}` },
      body: await deps.keys.publicJwks(),
    }),
  },
];
