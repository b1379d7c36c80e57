/**
 * Our access tokens: JWTs (RFC 9068) that we sign and only we read. A token alone is not enough: the client is looked
 * up at every request, so that a removed client or a narrowed policy counts at once.
 */
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Queries } from '../db/db.ts';
import { type Client, getClient } from '../directory/clients.ts';
import { Problem } from '../problem/problem.ts';
import type { Caller } from './caller.ts';
import type { Keys } from './keys.ts';
import { type GrantedScope, grant, scopeOf } from './scopes.ts';

export interface TokenDeps {
  db: Queries;
  keys: Keys;
  clock: Clock;
  random: Random;
  issuer: string;
  /** The FHIR base that tokens are for. */
  audience: string;
}

/** SMART: an access token should not live longer than five minutes. */
export const tokenLife_seconds = 300;
/** Longest token that is read. */
const tokenCharacters_max = 8192;

/** A signed token for `client`, valid for `tokenLife_seconds`. With `patient`, for that Patient's data alone. */
export async function issueToken(
  deps: TokenDeps,
  client: Client,
  scope: GrantedScope,
  patient?: string,
): Promise<string> {
  const key = await deps.keys.signing('token');
  const now = Math.floor(deps.clock.now().getTime() / 1000);
  return new SignJWT({
    client_id: client.id,
    npi: client.npi,
    scope: scope.text,
    ...(patient === undefined ? {} : { patient }),
  })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .setIssuer(deps.issuer)
    .setSubject(client.id)
    .setAudience(deps.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + tokenLife_seconds)
    .setJti(deps.random.uuid())
    .sign(key.privateKey);
}

/** Who holds `token`. Throws `unauthenticated`. */
export const callerOf = async (deps: TokenDeps, token: string): Promise<Caller> =>
  (await openToken(deps, token)).caller;

/** The same, and when it ends (seconds since 1970). Throws `unauthenticated`. */
export async function openToken(deps: TokenDeps, token: string): Promise<{ caller: Caller; exp: number }> {
  const claims = await verify(deps, token);
  const client = await getClient(deps.db, claims.clientId);
  if (!client) throw refused('the client was removed');
  if (client.npi !== claims.npi) throw refused('the client is another payer now');
  const decision = grant(claims.scope, client.scope, claims.patient !== undefined);
  const caller: Caller = {
    clientId: client.id,
    npi: client.npi,
    name: client.name,
    scope: 'granted' in decision ? decision.granted : scopeOf([]),
    ...(claims.patient === undefined ? {} : { patient: claims.patient }),
  };
  return { caller, exp: claims.exp };
}

interface Claims {
  clientId: string;
  npi: string;
  scope: string;
  patient: string | undefined;
  exp: number;
}

async function verify(deps: TokenDeps, token: string): Promise<Claims> {
  if (token.length > tokenCharacters_max) throw refused('the token is too long');
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = kid === undefined ? undefined : await deps.keys.tokenKey(kid);
    if (!key) throw new Error('the token is signed by no key of ours');
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['ES384'],
      typ: 'at+jwt',
      issuer: deps.issuer,
      audience: deps.audience,
      currentDate: deps.clock.now(),
      requiredClaims: ['exp', 'jti', 'client_id', 'npi', 'scope'],
    });
    return {
      clientId: String(payload.client_id),
      npi: String(payload.npi),
      scope: String(payload.scope),
      patient: payload.patient === undefined ? undefined : String(payload.patient),
      exp: Number(payload.exp),
    };
  } catch (cause) {
    throw refused(cause instanceof Error ? cause.message : 'the token does not verify', cause);
  }
}

const refused = (detail: string, cause?: unknown): Problem =>
  new Problem('unauthenticated', 'The access token is missing, invalid or expired.', { detail, cause });
