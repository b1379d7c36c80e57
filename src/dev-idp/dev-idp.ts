import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import type { Random } from '../clock/random.ts';
import { assert } from '../problem/problem.ts';
import { isLoopback, memberClaim } from './loopback.ts';
import { openMemory } from './memory.ts';
import { banner, page, usersPage } from './pages.ts';

/** Somebody made up, who can sign in here by name. */
export interface ExampleUser {
  name: string;
  displayName: string;
  /** Our member id of that person. */
  memberId: string;
  note?: string;
}

export interface DevIdpOptions {
  port: number;
  /** The portal that it signs people in to; on this machine. */
  portalUrl: string;
  users: readonly ExampleUser[];
  random: Random;
}

export interface DevIdp {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close(): Promise<void>;
}

const clientId = 'throughline-portal';
const host = '127.0.0.1';

/** Starts the provider on the loopback address. Refuses to sign anybody in to a portal that others can reach. */
export async function startDevIdp(options: DevIdpOptions): Promise<DevIdp> {
  const { port, portalUrl, users, random } = options;
  assert(isLoopback(portalUrl), 'the development sign-in serves this machine only');
  const issuer = `http://${host}:${port}`;
  const clientSecret = random.bytes(24).toString('base64url');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'dev' } as JWK;
  const provider = new Provider(issuer, configurationOf({ portalUrl, users, clientSecret, jwk, random }));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    if (!path.startsWith('/sign-in/')) return void answer(request, response);
    signIn(provider, { users, portalUrl }, request, response).catch(() => {
      show(
        response,
        400,
        page('Start again', '<p>This sign-in has ended. Go back to the portal.</p>'),
        portalUrl,
      );
    });
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(port, host, ready);
  });
  return {
    issuer,
    clientId,
    clientSecret,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function configurationOf(of: {
  portalUrl: string;
  users: readonly ExampleUser[];
  clientSecret: string;
  jwk: JWK;
  random: Random;
}): Configuration {
  const { portalUrl, users, clientSecret, jwk, random } = of;
  return {
    adapter: openMemory(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${portalUrl}/portal/callback`],
        post_logout_redirect_uris: [`${portalUrl}/portal/logged-out`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: [random.bytes(24).toString('base64url')] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', memberClaim], acr: null, amr: null, auth_time: null },
    acrValues: ['urn:throughline:development'],
    findAccount: async (_ctx, id) => {
      const user = users.find(({ name }) => name === id);
      return user && { accountId: id, claims: async () => ({ sub: id, [memberClaim]: user.memberId }) };
    },
    // Nobody is asked whether the portal may know who signed in: it is the plan's own.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = page(
            'Sign out',
            `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
          );
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = page('Signed out', '<p>You can close this page.</p>');
        },
      },
    },
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = page('Sign-in failed', `<p>${String(out.error).replace(/[^a-z_]/g, '')}</p>`);
    },
    ttl: { Interaction: 600, Session: 12 * 3600, Grant: 12 * 3600, AccessToken: 300, IdToken: 300 },
  };
}

async function signIn(
  provider: Provider,
  { users, portalUrl }: { users: readonly ExampleUser[]; portalUrl: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return show(response, 200, usersPage(request.url!, users), portalUrl);
  const chosen = new URLSearchParams(await bodyOf(request)).get('user');
  const user = users.find(({ name }) => name === chosen);
  if (!user) return show(response, 400, usersPage(request.url!, users), portalUrl);
  await provider.interactionFinished(request, response, {
    login: { accountId: user.name, acr: 'urn:throughline:development', amr: ['pwd'], remember: true },
  });
}

const bodyBytes_max = 4096;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    assert(text.length <= bodyBytes_max, 'a choice is a short form');
  }
  return text;
}

function show(response: ServerResponse, status: number, html: string, portalUrl: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${portalUrl}; frame-ancestors 'none'; base-uri 'none'`,
    'x-development-sign-in': banner,
  });
  response.end(html);
}
