/**
 * Protects the way in: who gets a token, over real HTTP. An independent client library gets one; an assertion that is
 * wrong in any one way does not.
 */
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuthServer, startAuthServer } from '../../../test/env/auth-server.ts';
import {
  type AssertionChanges,
  assertion,
  makeClient,
  type TestClient,
  tokenForm,
} from '../../../test/env/test-client.ts';
import { payerScope } from '../../authz/policy.ts';
import { systemRandom } from '../../clock/random.ts';
import { sql } from '../../db/sql.ts';
import { addClient, removeClient } from '../../directory/clients.ts';

const jwksUrl = 'https://kindcover.example/jwks.json';
let server: AuthServer;
let kindCover: TestClient;
let rsaPayer: TestClient;
let urlPayer: TestClient;
const published: { keys: object[]; reads: number } = { keys: [], reads: 0 };

beforeAll(async () => {
  server = await startAuthServer({
    fetchJwks: async (url) => {
      if (url !== jwksUrl) throw new Error('unexpected URL');
      published.reads++;
      return { jwks: { keys: published.keys }, cacheControl: 'max-age=60' };
    },
    extraRoutes: [
      {
        method: 'GET',
        path: 'test-protected',
        scope: { type: 'Coverage', action: 's' },
        bodyBytes_max: 0,
        contentTypes: [],
        handle: async ({ caller }) => ({ status: 200, body: { clientId: caller.clientId, npi: caller.npi } }),
      },
    ],
    resolvePatient: async (caller, value) =>
      caller.clientId === 'kindcover' && value === 'UMB-1' ? 'patient-1' : undefined,
  });
  [kindCover, rsaPayer, urlPayer] = await Promise.all([
    makeClient('kindcover'),
    makeClient('rsa-payer', 'RS384'),
    makeClient('url-payer'),
  ]);
  const deps = { db: server.db, clock: server.clock, random: systemRandom };
  const common = { npi: '1234567893', scope: payerScope };
  await addClient(deps, { ...common, id: 'kindcover', name: 'KindCover', jwks: { keys: [kindCover.jwk] } });
  await addClient(deps, { ...common, id: 'rsa-payer', name: 'RSA', jwks: { keys: [rsaPayer.jwk] } });
  await addClient(deps, { ...common, id: 'url-payer', name: 'URL', jwksUrl });
  published.keys = [urlPayer.jwk];
});
afterAll(() => server?.stop());

async function post(form: URLSearchParams | string, at = server, headers: Record<string, string> = {}) {
  const response = await fetch(at.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form.toString(),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const sign = (client: TestClient, changes: AssertionChanges = {}) =>
  assertion(client, server.tokenUrl, server.clock, changes);
const inSeconds = (seconds: number) => Math.floor(server.clock.now().getTime() / 1000) + seconds;

describe('an independent client library', () => {
  test.each([
    ['ES384', () => kindCover],
    ['RS384', () => rsaPayer],
  ])(
    'gets a token with %s by what smart-configuration says, and its token opens a protected route',
    async (_alg, who) => {
      const client = who();
      const found = await fetch(`${server.baseUrl}/fhir/.well-known/smart-configuration`);
      const as = (await found.json()) as oauth.AuthorizationServer;
      const response = await oauth.clientCredentialsGrantRequest(
        as,
        { client_id: client.id },
        oauth.PrivateKeyJwt(
          { key: client.privateKey, kid: client.jwk.kid! },
          {
            // The library takes the issuer; SMART wants the token URL. Its clock is the machine's, ours is the test's.
            [oauth.modifyAssertion]: (_header, payload) => {
              const now = inSeconds(0);
              Object.assign(payload, { aud: as.token_endpoint, iat: now, nbf: now, exp: now + 60 });
            },
          },
        ),
        new URLSearchParams({ scope: 'system/*.rs' }),
        { [oauth.allowInsecureRequests]: true },
      );
      const token = await oauth.processClientCredentialsResponse(as, { client_id: client.id }, response);
      expect(token).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'system/*.rs' });
      expect(response.headers.get('cache-control')).toBe('no-store');
      const opened = await fetch(`${server.baseUrl}/fhir/test-protected`, {
        headers: { authorization: `Bearer ${token.access_token}` },
      });
      expect(await opened.json()).toEqual({ clientId: client.id, npi: '1234567893' });
    },
  );
});

describe('an assertion that is refused', () => {
  const hs384 = async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS384', kid: kindCover.jwk.kid, typ: 'JWT' })}.${part({ iss: 'kindcover', sub: 'kindcover', aud: server.tokenUrl, exp: inSeconds(300), jti: randomUUID() })}`;
    const secret = JSON.stringify(kindCover.jwk);
    return `${text}.${createHmac('sha384', secret).update(text).digest('base64url')}`;
  };
  const unsigned = async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', kid: kindCover.jwk.kid })}.${part({ iss: 'kindcover', sub: 'kindcover', aud: server.tokenUrl, exp: inSeconds(300), jti: randomUUID() })}.`;
  };
  const forged = async () => {
    const [header, , signature] = (await sign(kindCover)).split('.');
    const claims = {
      iss: 'rsa-payer',
      sub: 'rsa-payer',
      aud: server.tokenUrl,
      exp: inSeconds(300),
      jti: 'x',
    };
    return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
  };
  const cases: [string, () => Promise<string>][] = [
    ['is no JWT', async () => 'invalid test value'],
    ['is unsigned', unsigned],
    ['is signed with a shared secret', hs384],
    ['has its claims changed after signing', forged],
    ['is signed by another key', () => sign(kindCover, { key: urlPayer.privateKey })],
    ['is signed with ES256', () => sign(kindCover, es256())],
    ['names another token URL', () => sign(kindCover, { claims: { aud: 'https://elsewhere/token' } })],
    ['names our base URL as audience', () => sign(kindCover, { claims: { aud: server.baseUrl } })],
    [
      'names a second audience',
      () => sign(kindCover, { claims: { aud: [server.tokenUrl, 'https://other'] } }),
    ],
    ['has iss other than sub', () => sign(kindCover, { claims: { iss: 'rsa-payer' } })],
    ['is of an unknown client', () => sign(kindCover, { claims: { iss: 'nobody', sub: 'nobody' } })],
    [
      "is of another client than its key's",
      () => sign(kindCover, { claims: { iss: 'rsa-payer', sub: 'rsa-payer' } }),
    ],
    ['has no exp', () => sign(kindCover, { claims: { exp: undefined } })],
    ['has a text as exp', () => sign(kindCover, { claims: { exp: String(inSeconds(100)) } })],
    ['has expired', () => sign(kindCover, { claims: { exp: inSeconds(-11) } })],
    [
      'lives longer than five minutes and the skew',
      () => sign(kindCover, { claims: { exp: inSeconds(311) } }),
    ],
    ['is not valid yet', () => sign(kindCover, { claims: { nbf: inSeconds(60) } })],
    ['was issued in the future', () => sign(kindCover, { claims: { iat: inSeconds(60) } })],
    ['has no jti', () => sign(kindCover, { claims: { jti: undefined } })],
    ['has an endless jti', () => sign(kindCover, { claims: { jti: 'j'.repeat(257) } })],
    ['has no kid', () => sign(kindCover, { header: { kid: undefined } })],
    ['has a kid that is not registered', () => sign(kindCover, { header: { kid: 'other' } })],
    ['has a jku of its own choice', () => sign(kindCover, { header: { jku: 'https://evil.example/jwks' } })],
    ['has a typ of another kind', () => sign(kindCover, { header: { typ: 'at+jwt' } })],
    ['is far too long', async () => 'a'.repeat(9000)],
  ];
  test.each(cases)('%s', async (_name, make) => {
    const { status, body } = await post(tokenForm(await make()));
    expect({ status, body }).toEqual({
      status: 401,
      body: { error: 'invalid_client', error_description: 'Client authentication failed.' },
    });
  });

  function es256(): AssertionChanges {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { header: { alg: 'ES256' }, key: privateKey as unknown as CryptoKey };
  }
});

describe('an assertion at the edge of what is allowed', () => {
  test.each([
    ['300.5 seconds ahead', { exp: 300.5 }],
    ['the skew further', { exp: 310 }],
    ['just expired by our clock', { exp: -9 }],
    ['issued a little ahead of our clock', { exp: 300, iat: 9, nbf: 9 }],
  ])('passes: %s', async (_name, offsets) => {
    const claims = Object.fromEntries(
      Object.entries(offsets).map(([name, seconds]) => [name, inSeconds(0) + seconds]),
    );
    expect(await post(tokenForm(await sign(kindCover, { claims })))).toMatchObject({ status: 200 });
  });

  test('passes: its one audience in an array, and no typ', async () => {
    const changes = { claims: { aud: [server.tokenUrl] }, header: { typ: undefined } };
    expect(await post(tokenForm(await sign(kindCover, changes)))).toMatchObject({ status: 200 });
  });
});

describe('an assertion is used once', () => {
  test('a second time it is refused, by another process and after a restart too', async () => {
    const used = await sign(kindCover);
    expect(await post(tokenForm(used))).toMatchObject({ status: 200 });
    expect(await post(tokenForm(used))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const other = await server.another();
    const there = await assertion(kindCover, other.tokenUrl, server.clock, { claims: { jti: 'seen-there' } });
    expect(await post(tokenForm(there), other)).toMatchObject({ status: 200 });
    const here = await sign(kindCover, { claims: { jti: 'seen-there' } });
    expect(await post(tokenForm(here))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('of two at the same moment one passes', async () => {
    const used = await sign(kindCover);
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(tokenForm(used))));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 401, 401, 401]);
  });

  test('two clients may use the same jti', async () => {
    const claims = { jti: 'shared' };
    expect(await post(tokenForm(await sign(kindCover, { claims })))).toMatchObject({ status: 200 });
    expect(await post(tokenForm(await sign(rsaPayer, { claims })))).toMatchObject({ status: 200 });
  });

  test('what could no longer pass for its age is forgotten', async () => {
    await post(tokenForm(await sign(kindCover, { claims: { jti: 'old' } })));
    server.clock.advance(400);
    await post(tokenForm(await sign(kindCover)));
    const kept = await server.db.query<{ jti: string }>(
      sql`select jti from used_assertion where jti = 'old'`,
    );
    expect(kept).toEqual([]);
  });
});

describe('the form', () => {
  const withForm = async (change: (form: URLSearchParams) => void) => {
    const form = tokenForm(await sign(kindCover));
    change(form);
    return post(form);
  };
  test.each([
    ['grant_type', 'invalid_request', 400],
    ['client_assertion_type', 'invalid_request', 400],
    ['client_assertion', 'invalid_request', 400],
    ['scope', 'invalid_scope', 400],
  ])('without %s is %s', async (name, error, status) => {
    expect(await withForm((form) => form.delete(name))).toMatchObject({ status, body: { error } });
  });
  test.each([
    ['grant_type', 'unsupported_grant_type', 400],
    ['client_assertion_type', 'invalid_request', 400],
    ['client_assertion', 'invalid_client', 401],
    ['scope', 'invalid_scope', 400],
    ['client_id', 'invalid_client', 401],
  ])('with a wrong %s is %s', async (name, error, status) => {
    expect(await withForm((form) => form.set(name, 'invalid test value'))).toMatchObject({
      status,
      body: { error },
    });
  });
  test('with a parameter twice is invalid_request', async () => {
    expect(await withForm((form) => form.append('scope', 'system/*.rs'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
  test.each([
    ['JSON', { 'content-type': 'application/json' }, '{}'],
    [
      'of another character set',
      { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' },
      'a=b',
    ],
    ['too large', {}, `scope=${'x'.repeat(20_000)}`],
  ])('that is %s is invalid_request', async (_name, headers, body) => {
    expect(await post(body, server, headers)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
  test('that is empty is invalid_request', async () => {
    const response = await fetch(server.tokenUrl, { method: 'POST' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });
  test.each([
    ['system/Patient.write'],
    ['system/Patient.unknownAction'],
    ['system/UnknownResource.read'],
    [''],
  ])('asking for the scope "%s" is invalid_scope', async (scope) => {
    expect(await withForm((form) => form.set('scope', scope))).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });
});

describe('a token for one patient', () => {
  test('names the patient that its identifier stands for', async () => {
    const form = tokenForm(await sign(kindCover), { scope: 'patient/*.rs', patient: 'UMB-1' });
    expect(await post(form)).toMatchObject({
      status: 200,
      body: { patient: 'patient-1', scope: 'patient/*.rs' },
    });
  });
  test('is refused for a patient that this client did not match', async () => {
    const form = tokenForm(await sign(rsaPayer), { scope: 'patient/*.rs', patient: 'UMB-1' });
    expect(await post(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('keys by URL', () => {
  test('a rotated key is found at once, an invented kid does not make us read again and again', async () => {
    expect(await post(tokenForm(await sign(urlPayer)))).toMatchObject({ status: 200 });
    const jku = { header: { jku: jwksUrl } };
    expect(await post(tokenForm(await sign(urlPayer, jku)))).toMatchObject({ status: 200 });
    server.clock.advance(15);
    const next = { ...(await makeClient('url-payer')), jwk: { kid: 'next' } };
    published.keys = [{ ...(await exportJWK(next.publicKey)), kid: 'next' }];
    expect(await post(tokenForm(await sign(next)))).toMatchObject({ status: 200 });
    const reads = published.reads;
    const invented = { header: { kid: 'invented' } };
    expect(await post(tokenForm(await sign(next, invented)))).toMatchObject({ status: 401 });
    expect(await post(tokenForm(await sign(next, invented)))).toMatchObject({ status: 401 });
    expect(published.reads).toBe(reads);
    expect(await post(tokenForm(await sign(urlPayer)))).toMatchObject({ status: 401 });
  });
});

test('a removed client gets no token any more', async () => {
  const gone = await makeClient('gone');
  const deps = { db: server.db, clock: server.clock, random: systemRandom };
  await addClient(deps, {
    id: 'gone',
    name: 'Gone',
    npi: '1234567893',
    scope: payerScope,
    jwks: { keys: [gone.jwk] },
  });
  expect(await post(tokenForm(await sign(gone)))).toMatchObject({ status: 200 });
  expect(await removeClient(deps, 'gone')).toBe(true);
  expect(await post(tokenForm(await sign(gone)))).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
});

test('the key set holds public keys only', async () => {
  const response = await fetch(`${server.baseUrl}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
  expect(keys.map((key) => key.alg).sort()).toEqual(['ES384', 'ES384', 'RS384']);
  for (const key of keys) {
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(key).not.toHaveProperty(member);
    expect(key).toMatchObject({ use: 'sig', kid: expect.any(String) });
  }
});
