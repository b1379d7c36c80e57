/**
 * The plan's own identity provider, by OpenID Connect: code flow with PKCE, state, nonce and `iss`. Tokens are looked at here and
 * let go of; the browser gets none (RFC 9700, backend for frontend).
 */
import * as oidc from 'openid-client';
import { Problem } from '../problem/problem.ts';
import { sessionLife_s_max } from './limits.ts';

export interface IdentityProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  /** The claim of the ID token that holds our member id. */
  memberClaim: string;
  /** Where the provider sends the browser back to. */
  redirectUri: string;
  /** Plain http: the development provider on this machine, and nothing else. */
  allowPlain?: boolean;
}

/** What only this sign-in knows. */
export interface SignInSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Whom the provider named, and how sure it is. */
export interface Identity {
  issuer: string;
  subject: string;
  memberId: string | undefined;
  acr: string;
  amr: string[];
  /** Seconds between the member's act and the token, by the provider's own clock: ours may differ. */
  authAge_s: number;
}

export interface IdentityProvider {
  /** Where the browser goes to sign in. `stepUp`: whoever is signed in there signs in again. */
  begin(asked: SignInSecrets & { locale: string; stepUp: boolean }): Promise<URL>;
  /** Exchanges the code. Throws `unauthenticated` for anything that does not fit. */
  finish(came: { url: URL; secrets: SignInSecrets; stepUp: boolean }): Promise<Identity>;
  /** Where the browser goes to end the session there; undefined where the provider has no such place. */
  endSession(returnTo: string): Promise<URL | undefined>;
}

/** Time for one call of the provider. */
const call_s_max = 10;

/** Discovery is done at the first use, again after a failure: a provider that is down does not keep the server from starting. */
export function openIdentityProvider(settings: IdentityProviderSettings): IdentityProvider {
  let known: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw unavailable(error);
    });
    return known;
  };
  return {
    begin: async ({ state, nonce, verifier, locale, stepUp }) =>
      oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUri,
        scope: 'openid',
        response_type: 'code',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ui_locales: locale,
        // Asked for an age, a provider must say when the member acted (OpenID Connect Core 2, auth_time).
        ...(stepUp ? { max_age: '0', prompt: 'login' } : { max_age: String(sessionLife_s_max) }),
      }),
    finish: async ({ url, secrets, stepUp }) => {
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: secrets.verifier,
          expectedState: secrets.state,
          expectedNonce: secrets.nonce,
          idTokenExpected: true,
          maxAge: stepUp ? stepUpAge_s_max : sessionLife_s_max,
        });
        return identityOf(tokens.claims()!, settings.memberClaim);
      } catch (error) {
        throw refusal(error);
      }
    },
    endSession: async (returnTo) => {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo });
    },
  };
}

/** A step-up is the act of just now; a minute for the way back. */
const stepUpAge_s_max = 60;

async function discover(settings: IdentityProviderSettings): Promise<oidc.Configuration> {
  const { clientSecret } = settings;
  return oidc.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
    { timeout: call_s_max, ...(settings.allowPlain ? { execute: [oidc.allowInsecureRequests] } : {}) },
  );
}

type Claims = NonNullable<ReturnType<oidc.TokenEndpointResponseHelpers['claims']>>;

function identityOf(claims: Claims, memberClaim: string): Identity {
  const member = claims[memberClaim];
  const authTime = typeof claims.auth_time === 'number' ? claims.auth_time : undefined;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    memberId: typeof member === 'string' && member.length <= memberIdCharacters_max ? member : undefined,
    acr: typeof claims.acr === 'string' ? claims.acr : '',
    amr: Array.isArray(claims.amr)
      ? claims.amr.filter((word): word is string => typeof word === 'string')
      : [],
    // A provider that tells no time of the act is believed to have asked at an unknown time: never fresh enough to sign.
    authAge_s: authTime === undefined ? Number.POSITIVE_INFINITY : Math.max(0, claims.iat - authTime),
  };
}
const memberIdCharacters_max = 64;

const unavailable = (cause: unknown): Problem =>
  new Problem('busy', 'The identity provider does not answer.', { cause, retryAfterSeconds: 30 });

/** What the provider refused, and what did not fit, is one answer; that it did not answer is another. */
function refusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError || (error as { name?: string }).name === 'TimeoutError')
    return unavailable(error);
  return new Problem('unauthenticated', 'The sign-in did not succeed.', {
    detail: `oidc: ${String((error as { code?: unknown }).code ?? 'unknown')}`,
  });
}
