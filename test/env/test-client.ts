/** A payer that calls us: its key pair, and assertions that can be made wrong in any one way. */
import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Clock } from '../../src/clock/clock.ts';

export interface TestClient {
  id: string;
  jwk: JWK;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  alg: 'ES384' | 'RS384';
}

export async function makeClient(id: string, alg: 'ES384' | 'RS384' = 'ES384'): Promise<TestClient> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: `${id}-key`, alg, use: 'sig' };
  return { id, jwk, privateKey, publicKey, alg };
}

export interface AssertionChanges {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs with this instead. */
  key?: CryptoKey | Uint8Array;
}

/** A right assertion but for `changes`; a claim that is `undefined` is left out. */
export function assertion(
  client: TestClient,
  tokenUrl: string,
  clock: Clock,
  changes: AssertionChanges = {},
): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  const claims = {
    iss: client.id,
    sub: client.id,
    aud: tokenUrl,
    exp: now + 300,
    jti: randomUUID(),
    ...changes.claims,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: client.alg, kid: client.jwk.kid!, typ: 'JWT', ...changes.header })
    .sign(changes.key ?? client.privateKey);
}

export function tokenForm(clientAssertion: string, more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: clientAssertion,
    scope: 'system/*.rs',
    ...more,
  });
}
