/**
 * Protects every route: none is open that was not meant to be. Walks the route table, so that a new route is
 * tested the moment it exists; the lists below are the reviewed exceptions. That no handler ran is sure: handlers are
 * built on rooms that refuse to be used.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payerScope } from '../../src/authz/policy.ts';
import { operationScopeUrl } from '../../src/authz/scopes.ts';
import { systemRandom } from '../../src/clock/random.ts';
import { addClient, removeClient } from '../../src/directory/clients.ts';
import type { Access, Route } from '../../src/http/route.ts';
import { pathOf } from '../../src/http/server.ts';
import { type AuthServer, startAuthServer } from '../env/auth-server.ts';
import { assertion, makeClient, type TestClient, tokenForm } from '../env/test-client.ts';

/** Discovery and the token endpoint: what a caller needs before it can have a token. */
const publicRoutes = [
  'GET /.well-known/davinci-configuration',
  'GET /.well-known/jwks.json',
  'GET /.well-known/smart-configuration',
  'GET /fhir/.well-known/smart-configuration',
  'GET /fhir/metadata',
  'POST /oauth/introspect',
  'POST /oauth/token',
];

/** The job or file is looked up by the caller's client id, and is 404 for everybody else. */
const ownRoutes = [
  'DELETE /fhir/bulk-status/:job',
  'GET /fhir/bulk-file/:job/:name',
  'GET /fhir/bulk-status/:job',
];

/** One of each kind of need, so that no check here ever runs over an empty list. */
const samples: Route[] = (
  [
    ['GET', { type: 'Observation', action: 'r' }],
    ['POST', { operation: 'bulk-member-match' }],
    ['DELETE', { anyType: 's' }],
    ['PUT', { type: 'Group', action: 's' }],
  ] as const
).map(([method, scope]) => ({
  method,
  path: `test-sample/:id/$${method.toLowerCase()}`,
  scope,
  bodyBytes_max: method === 'POST' ? 100 : 0,
  contentTypes: ['application/json'],
  handle: () => Promise.reject(new Error('a handler ran')),
}));

let server: AuthServer;
let client: TestClient;
beforeAll(async () => {
  server = await startAuthServer({ extraRoutes: samples });
  client = await makeClient('kindcover');
  await register(client);
});
afterAll(() => server?.stop());

const nameOf = (route: Route) => `${route.method} ${pathOf(route)}`;
const ofAccess = (fits: (access: Access) => boolean) => server.routes.filter((route) => fits(route.scope));
const deps = () => ({ db: server.db, clock: server.clock, random: systemRandom });
const register = ({ id, jwk }: TestClient) =>
  addClient(deps(), { id, name: id, npi: '1234567893', scope: payerScope, jwks: { keys: [jwk] } });

async function tokenFor(scope: string, who = client): Promise<string> {
  const form = tokenForm(await assertion(who, server.tokenUrl, server.clock), { scope });
  const response = await fetch(server.tokenUrl, { method: 'POST', body: form });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function call(route: Route, authorization?: string) {
  const path = pathOf(route).replaceAll(/:[A-Za-z]+/g, 'x');
  const response = await fetch(`${server.baseUrl}${path}`, {
    method: route.method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(route.bodyBytes_max > 0 ? { 'content-type': route.contentTypes[0]! } : {}),
    },
    ...(route.bodyBytes_max > 0 ? { body: '{}' } : {}),
  });
  const text = await response.text();
  return {
    route: nameOf(route),
    status: response.status,
    challenge: response.headers.get('www-authenticate')?.split(' ')[0],
    body: text.includes('OperationOutcome')
      ? 'OperationOutcome'
      : /^\{"type":"about:blank","status":\d+,/.test(text)
        ? 'problem'
        : text,
    text,
  };
}

/** Every protected route answers this to that Authorization header. */
async function expectEverywhere(routes: Route[], status: number, authorization?: string) {
  const answers = await Promise.all(routes.map((route) => call(route, authorization)));
  expect(answers.map(({ text: _text, ...answer }) => answer)).toEqual(
    routes.map((route) => ({
      route: nameOf(route),
      status,
      challenge: 'Bearer',
      body: route.errors === 'problem' ? 'problem' : 'OperationOutcome',
    })),
  );
}
const protectedRoutes = () => ofAccess((access) => access !== 'public');

test('only discovery and the token endpoint are public', () => {
  expect(
    ofAccess((access) => access === 'public')
      .map(nameOf)
      .sort(),
  ).toEqual(publicRoutes);
});

test('a route that any token opens shows its caller nothing but its own', () => {
  expect(
    ofAccess((access) => access === 'authenticated')
      .map(nameOf)
      .sort(),
  ).toEqual(ownRoutes);
});

describe('every protected route', () => {
  test('is 401 without a token', () => expectEverywhere(protectedRoutes(), 401));

  test.each([
    ['garbage', 'Bearer invalidToken'],
    ['Basic credentials', 'Basic a2luZGNvdmVyOnNlY3JldA=='],
    ['nothing after Bearer', 'Bearer '],
    ['an unsigned JWT', `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"client_id":"kindcover"}')}.`],
  ])('is 401 with %s', (_name, authorization) => expectEverywhere(protectedRoutes(), 401, authorization));

  test('is 401 with a client assertion in the place of a token', async () => {
    const own = await assertion(client, server.tokenUrl, server.clock);
    await expectEverywhere(protectedRoutes(), 401, `Bearer ${own}`);
  });

  test('is 401 with a token that another payer issued to the same client', async () => {
    const other = await startAuthServer();
    const foreign = await (async () => {
      const { issueToken } = await import('../../src/authz/access-token.ts');
      const { scopeOf, parseScopes } = await import('../../src/authz/scopes.ts');
      const known = { id: client.id, name: 'x', npi: '1234567893', scope: payerScope, allowPrivate: false };
      return issueToken(
        { ...deps(), keys: other.keys, issuer: server.baseUrl, audience: `${server.baseUrl}/fhir` },
        known,
        scopeOf(parseScopes(payerScope).entries),
      );
    })().finally(() => other.stop());
    await expectEverywhere(protectedRoutes(), 401, `Bearer ${foreign}`);
  });

  test('is 401 once the client was removed, though its token lives', async () => {
    const gone = await makeClient('gone');
    await register(gone);
    const token = await tokenFor(payerScope, gone);
    await removeClient(deps(), 'gone');
    await expectEverywhere(protectedRoutes(), 401, `Bearer ${token}`);
  });

  test('is 403 with a token whose scope is for something else', async () => {
    const reading = await tokenFor('system/*.rs');
    const elsewhere = await tokenFor('system/Basic.rs');
    const matching = await tokenFor(operationScopeUrl('member-match'));
    const bulkMatching = await tokenFor(operationScopeUrl('bulk-member-match'));
    const forOperation = ofAccess((access) => typeof access === 'object' && 'operation' in access);
    await expectEverywhere(forOperation, 403, `Bearer ${reading}`);
    for (const [name, token] of [
      ['member-match', bulkMatching],
      ['bulk-member-match', matching],
    ] as const) {
      const routes = ofAccess((a) => typeof a === 'object' && 'operation' in a && a.operation === name);
      await expectEverywhere(routes, 403, `Bearer ${token}`);
    }
    await expectEverywhere(
      ofAccess((access) => typeof access === 'object' && 'intake' in access),
      403,
      `Bearer ${reading}`,
    );
    await expectEverywhere(
      ofAccess((access) => typeof access === 'object' && !('operation' in access)),
      403,
      `Bearer ${matching}`,
    );
    await expectEverywhere(
      ofAccess((access) => typeof access === 'object' && 'type' in access),
      403,
      `Bearer ${elsewhere}`,
    );
  });

  test('of one member is 403 with an organisation’s token, and says how to get the right one', async () => {
    const token = await tokenFor('system/*.rs');
    const routes = server.routes.filter((route) => route.forOneMember);
    expect(routes.map(nameOf)).toContain('GET /fhir/Patient/:id/$everything');
    for (const route of routes) {
      const { status, text } = await call(route, `Bearer ${token}`);
      expect([nameOf(route), status]).toEqual([nameOf(route), 403]);
      expect(text).toContain('patient/ scopes');
    }
  });

  test('is 401 when the token has expired', async () => {
    const token = await tokenFor(payerScope);
    server.clock.advance(301);
    await expectEverywhere(protectedRoutes(), 401, `Bearer ${token}`);
  });
});
