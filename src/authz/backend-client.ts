/** Our side of SMART Backend Services: gets access tokens from a partner's authorization server. */
import { SignJWT } from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import { failureOfStatus } from '../net/call.ts';
import { PartnerFailure } from '../net/failure.ts';
import { codesOf } from '../net/json.ts';
import { parseRetryAfter } from '../net/retry-after.ts';
import { assertionLife_seconds_max } from './client-assertion.ts';
import { assertionType } from './client-form.ts';
import type { KeyAlg, Keys } from './keys.ts';

/** One HTTP request to a partner. Limits, TLS and private addresses are the implementation's. Names of headers are in lower case. */
export type Call = (request: {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}) => Promise<{ status: number; headers: Record<string, string>; body: Buffer }>;

export interface TokenPartner {
  fhirBase: string;
  /** Who we are there. */
  clientId: string;
  /** Read from the partner's smart-configuration when absent. */
  tokenEndpoint?: string | undefined;
  /** The strongest that the partner lists when absent: ES384, else RS384. */
  assertionAlg?: KeyAlg | undefined;
}

export interface TokenSourceDeps {
  partner: TokenPartner;
  keys: Keys;
  call: Call;
  clock: Clock;
  random: Random;
}

export interface TokenSource {
  /**
   * A token that is good for a while yet; callers that want the same at the same time share one request. With `patient`
   * (MemberId or UMB), a token for that patient alone. Throws `PartnerFailure`: `retry` when the
   * endpoint is not there just now, `wait` when the partner refuses us.
   */
  accessToken(scope: string, options?: { patient?: string }): Promise<string>;
  /** Drops a token that the partner no longer takes (401), so that the next call gets another. */
  forget(token: string): void;
}

/** A token is replaced this long before it expires, or at half its life when that is sooner. */
const renewBefore_seconds = 30;
/** A token whose answer does not say how long it lives. */
const tokenLife_seconds_default = 60;
const tokenLife_seconds_max = 3600;
const discoveryFresh_seconds = 3600;

interface Endpoint {
  tokenUrl: string;
  alg: KeyAlg;
}

export function tokenSource(deps: TokenSourceDeps): TokenSource {
  const kept = new Map<string, { token: string; renewAt_ms: number }>();
  const asking = new Map<string, Promise<string>>();
  let known: { endpoint: Endpoint; until_ms: number } | undefined;
  const now_ms = () => deps.clock.now().getTime();

  async function endpoint(): Promise<Endpoint> {
    if (known && now_ms() < known.until_ms) return known.endpoint;
    const found = await discover(deps);
    known = { endpoint: found, until_ms: now_ms() + discoveryFresh_seconds * 1000 };
    return found;
  }

  async function ask(key: string, scope: string, patient: string | undefined): Promise<string> {
    const asked_ms = now_ms();
    const { token, life_seconds } = await requestToken(deps, await endpoint(), scope, patient);
    const renew_seconds = Math.max(life_seconds - renewBefore_seconds, life_seconds / 2);
    kept.set(key, { token, renewAt_ms: asked_ms + renew_seconds * 1000 });
    return token;
  }

  return {
    accessToken: (scope, options = {}) => {
      const key = JSON.stringify([scope, options.patient]);
      const held = kept.get(key);
      if (held && now_ms() < held.renewAt_ms) return Promise.resolve(held.token);
      kept.delete(key);
      const running = asking.get(key) ?? ask(key, scope, options.patient).finally(() => asking.delete(key));
      asking.set(key, running);
      return running;
    },
    forget: (token) => {
      for (const [key, held] of kept) if (held.token === token) kept.delete(key);
    },
  };
}

async function requestToken(
  deps: TokenSourceDeps,
  { tokenUrl, alg }: Endpoint,
  scope: string,
  patient: string | undefined,
): Promise<{ token: string; life_seconds: number }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: assertionType,
    client_assertion: await signAssertion(deps, tokenUrl, alg),
    ...(patient === undefined ? {} : { patient }),
  });
  const answer = await deps.call({
    method: 'POST',
    url: tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
  const body = jsonObject(answer.body);
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    const { 'retry-after': retryAfter, date } = answer.headers;
    throw failureOfStatus(answer.status, body, parseRetryAfter(retryAfter, date, deps.clock.now()));
  }
  if (typeof body?.access_token !== 'string' || body.access_token === '') {
    throw new PartnerFailure('wait', 'token-refused', { status: answer.status, codes: codesOf(body) });
  }
  const told = Number(body.expires_in);
  const life_seconds = Number.isFinite(told) && told > 0 ? told : tokenLife_seconds_default;
  return { token: body.access_token, life_seconds: Math.min(life_seconds, tokenLife_seconds_max) };
}

/** A new assertion each time: its jti is never used again. */
async function signAssertion(deps: TokenSourceDeps, tokenUrl: string, alg: KeyAlg): Promise<string> {
  const key = await deps.keys.signing('client', alg);
  const now = Math.floor(deps.clock.now().getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(deps.partner.clientId)
    .setSubject(deps.partner.clientId)
    .setAudience(tokenUrl)
    .setIssuedAt(now)
    .setExpirationTime(now + assertionLife_seconds_max)
    .setJti(deps.random.uuid())
    .sign(key.privateKey);
}

async function discover({ partner, call }: TokenSourceDeps): Promise<Endpoint> {
  if (partner.tokenEndpoint !== undefined) {
    return { tokenUrl: partner.tokenEndpoint, alg: partner.assertionAlg ?? 'ES384' };
  }
  const answer = await call({
    method: 'GET',
    url: `${partner.fhirBase.replace(/\/$/, '')}/.well-known/smart-configuration`,
    headers: { accept: 'application/json' },
  });
  const document = answer.status === 200 ? jsonObject(answer.body) : undefined;
  const tokenUrl = document?.token_endpoint;
  if (typeof tokenUrl !== 'string' || !URL.canParse(tokenUrl)) {
    if (answer.status !== 200) throw failureOfStatus(answer.status, document, undefined);
    throw new PartnerFailure('wait', 'no-token-endpoint', { status: answer.status });
  }
  if (new URL(partner.fhirBase).protocol === 'https:' && new URL(tokenUrl).protocol !== 'https:') {
    throw new PartnerFailure('wait', 'token-endpoint-not-https');
  }
  const listed = document?.token_endpoint_auth_signing_alg_values_supported;
  const onlyRsa = Array.isArray(listed) && !listed.includes('ES384') && listed.includes('RS384');
  return { tokenUrl, alg: partner.assertionAlg ?? (onlyRsa ? 'RS384' : 'ES384') };
}

function jsonObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
