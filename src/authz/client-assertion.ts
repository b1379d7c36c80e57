/** Authenticates a client by its signed assertion (SMART Backend Services; RFC 7523). */
import {
  type CompactJWSHeaderParameters,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import { type Client, getClient } from '../directory/clients.ts';
import type { ClientKeys } from './client-keys.ts';
import { invalidClient } from './oauth-error.ts';
import { deleteExpiredAssertions, insertUsedAssertion } from './store.ts';

export interface AssertionDeps {
  db: Queries;
  clock: Clock;
  clientKeys: ClientKeys;
  /** The exact URL that an assertion must name as its audience. */
  tokenUrl: string;
  /** Takes assertions whose `sub` is the member and not the client (pdex-222); SMART and UDAP say it is the client. */
  memberAsSubject?: boolean;
}

/** Who signed, and what they signed for. */
export interface Assertion {
  client: Client;
  /** The member that the client asks for: the claim `patient`, or the subject (pdex-201, pdex-222). Not checked yet. */
  member: unknown;
}

/** How far ahead an assertion may expire (SMART: five minutes). */
export const assertionLife_seconds_max = 300;
/** By how much the two clocks may differ, and a client round: some sign `round(now) + 300`. */
export const assertionSkew_seconds = 10;
/** Longest assertion that is read. */
const assertionCharacters_max = 8192;
const jtiCharacters_max = 256;
/** Least time between two sweeps of expired assertions by one process. */
const sweepGap_seconds = 60;

const keyTypeOf: Record<string, string> = { RS384: 'RSA', ES384: 'EC' };

/**
 * Who signed `assertion`, which can never be used again. Throws `invalid_client`.
 * Nothing is fetched or stored on behalf of a stranger: the client must be known before its keys are read, and the
 * signature right before the jti is remembered.
 */
export async function authenticateClient(deps: AssertionDeps, assertion: string): Promise<Assertion> {
  if (assertion.length > assertionCharacters_max) throw invalidClient('assertion is too long');
  const { header, claims } = decode(assertion);
  const clientId = claimedClientId(claims, deps.memberAsSubject ?? false);
  const client = await getClient(deps.db, clientId);
  if (!client) throw invalidClient('no such client');
  const key = await selectKey(deps.clientKeys, client, header);
  await verifySignature(assertion, key, header);
  const { jti, exp } = checkClaims(claims, deps.tokenUrl, deps.clock.now());
  const expiresAt = new Date((exp + assertionSkew_seconds) * 1000);
  if (!(await insertUsedAssertion(deps.db, { clientId: client.id, jti, expiresAt }))) {
    throw invalidClient(`client ${client.id}: jti was used before`);
  }
  return { client, member: claims.patient ?? (claims.sub === clientId ? undefined : claims.sub) };
}

/** Returns a function that forgets expired assertions, at most once in a while. */
export function assertionSweep(deps: Pick<AssertionDeps, 'db' | 'clock'>): () => Promise<void> {
  let sweptAt_ms = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = deps.clock.now();
    if (now.getTime() - sweptAt_ms < sweepGap_seconds * 1000) return;
    sweptAt_ms = now.getTime();
    await deleteExpiredAssertions(deps.db, now);
  };
}

function decode(assertion: string): { header: CompactJWSHeaderParameters; claims: JWTPayload } {
  try {
    return {
      header: decodeProtectedHeader(assertion) as CompactJWSHeaderParameters,
      claims: decodeJwt(assertion),
    };
  } catch (cause) {
    throw invalidClient('assertion is no JWT', cause);
  }
}

function claimedClientId({ iss, sub }: JWTPayload, memberAsSubject: boolean): string {
  if (typeof iss !== 'string' || iss === '' || typeof sub !== 'string' || sub === '') {
    throw invalidClient('iss or sub is missing');
  }
  if (iss !== sub && !memberAsSubject) throw invalidClient('iss and sub are not the same client id');
  return iss;
}

/** kid and kty select exactly one registered key; anything else is refused. */
async function selectKey(
  clientKeys: ClientKeys,
  client: Client,
  header: CompactJWSHeaderParameters,
): Promise<JWK> {
  const { alg, kid, jku } = header;
  const kty = Object.hasOwn(keyTypeOf, alg) ? keyTypeOf[alg] : undefined;
  if (kty === undefined) throw invalidClient(`client ${client.id}: alg is not RS384 or ES384`);
  if (typeof kid !== 'string' || kid === '') throw invalidClient(`client ${client.id}: no kid`);
  if (header.typ !== undefined && String(header.typ).toUpperCase() !== 'JWT') {
    throw invalidClient(`client ${client.id}: typ is not JWT`);
  }
  if (jku !== undefined && jku !== client.jwksUrl) {
    throw invalidClient(`client ${client.id}: jku is not the registered JWKS URL`);
  }
  let keys: readonly JWK[];
  try {
    keys = await clientKeys.of(client, kid);
  } catch (cause) {
    throw invalidClient(`client ${client.id}: its keys cannot be read`, cause);
  }
  const fitting = keys.filter(
    (key) =>
      key.kid === kid &&
      key.kty === kty &&
      (key.alg === undefined || key.alg === alg) &&
      (key.use === undefined || key.use === 'sig'),
  );
  const [key] = fitting;
  if (key === undefined || fitting.length > 1) {
    throw invalidClient(`client ${client.id}: ${fitting.length} keys fit kid and alg`);
  }
  return key;
}

async function verifySignature(
  assertion: string,
  jwk: JWK,
  header: CompactJWSHeaderParameters,
): Promise<void> {
  try {
    // The algorithm is the header's, but only after selectKey allowed it and found a key of its type.
    await compactVerify(assertion, await importJWK(jwk, header.alg), { algorithms: [header.alg] });
  } catch (cause) {
    throw invalidClient('signature does not verify', cause);
  }
}

function checkClaims(claims: JWTPayload, tokenUrl: string, at: Date): { jti: string; exp: number } {
  const now = at.getTime() / 1000;
  const { aud, exp, nbf, iat, jti } = claims;
  const audience = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (audience !== tokenUrl) throw invalidClient('aud is not the token URL');
  if (!isInstant(exp)) throw invalidClient('no exp');
  if (exp <= now - assertionSkew_seconds) throw invalidClient('assertion has expired');
  if (exp > now + assertionLife_seconds_max + assertionSkew_seconds) {
    throw invalidClient('exp is more than five minutes ahead');
  }
  for (const [name, instant] of Object.entries({ nbf, iat })) {
    if (instant === undefined) continue;
    if (!isInstant(instant)) throw invalidClient(`${name} is no number`);
    if (instant > now + assertionSkew_seconds) throw invalidClient(`${name} is in the future`);
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > jtiCharacters_max || jti.includes('\0')) {
    throw invalidClient('no usable jti');
  }
  return { jti, exp };
}

const isInstant = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
