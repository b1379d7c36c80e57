/** Protects how we call a partner's token endpoint: what is sent, that a token is shared and renewed, how refusals read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { PartnerFailure } from '../net/failure.ts';
import { type Call, type TokenPartner, tokenSource } from './backend-client.ts';
import { type Keys, openKeys } from './keys.ts';

const tokenUrl = 'https://unitedcare.example/auth/token';
const clock = handClock('2026-06-30T12:00:00.700Z');
let dir: string;
let keys: Keys;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-keys-'));
  keys = await openKeys(dir, clock, systemRandom);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** A partner that answers as it is told and remembers what it was sent. */
function partner(reply: (n: number) => Reply, configuration: object = { token_endpoint: tokenUrl }) {
  const forms: URLSearchParams[] = [];
  const discoveries: string[] = [];
  const call: Call = async ({ method, url, headers, body }) => {
    const answer = (r: Reply) => ({
      status: r.status,
      headers: r.headers ?? {},
      body: Buffer.from(typeof r.body === 'string' ? r.body : JSON.stringify(r.body)),
    });
    if (method === 'GET') {
      discoveries.push(url);
      return answer({ status: 200, body: configuration });
    }
    expect(url).toBe(tokenUrl);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    forms.push(new URLSearchParams(body));
    return answer(reply(forms.length));
  };
  const open = (more: Partial<TokenPartner> = {}) =>
    tokenSource({
      partner: { fhirBase: 'https://unitedcare.example/fhir', clientId: 'kindcover-at-united', ...more },
      keys,
      call,
      clock,
      random: systemRandom,
    });
  return { forms, discoveries, open };
}
const good = (n: number): Reply => ({ status: 200, body: { access_token: `token-${n}`, expires_in: 300 } });

async function verified(form: URLSearchParams, alg: string): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(
    form.get('client_assertion')!,
    createLocalJWKSet(await keys.publicJwks()),
    {
      audience: tokenUrl,
      issuer: 'kindcover-at-united',
      subject: 'kindcover-at-united',
      currentDate: clock.now(),
    },
  );
  expect(protectedHeader).toMatchObject({ alg, typ: 'JWT' });
  return payload;
}

test('a token request is what SMART Backend Services asks for', async () => {
  const { forms, discoveries, open } = partner(good);
  expect(await open().accessToken('system/*.rs', { patient: 'UMB-1' })).toBe('token-1');
  expect(discoveries).toEqual(['https://unitedcare.example/fhir/.well-known/smart-configuration']);
  expect(Object.fromEntries(forms[0]!)).toMatchObject({
    grant_type: 'client_credentials',
    scope: 'system/*.rs',
    patient: 'UMB-1',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
  const { exp } = await verified(forms[0]!, 'ES384');
  expect(exp! * 1000 - clock.now().getTime()).toBeLessThanOrEqual(300_000);
});

test('a partner that lists RS384 alone gets RS384', async () => {
  const listed = { token_endpoint: tokenUrl, token_endpoint_auth_signing_alg_values_supported: ['RS384'] };
  const { forms, open } = partner(good, listed);
  await open().accessToken('system/*.rs');
  await verified(forms[0]!, 'RS384');
});

test('callers at the same time share one request; each scope and patient has its own token', async () => {
  const { forms, open } = partner(good);
  const source = open({ tokenEndpoint: tokenUrl });
  const tokens = await Promise.all([1, 2, 3].map(() => source.accessToken('system/*.rs')));
  expect(new Set(tokens)).toEqual(new Set(['token-1']));
  expect(await source.accessToken('system/Patient.rs')).toBe('token-2');
  expect(await source.accessToken('system/*.rs', { patient: 'UMB-1' })).toBe('token-3');
  expect(await source.accessToken('system/*.rs')).toBe('token-1');
  expect(forms).toHaveLength(3);
});

test('a token is renewed before it expires, or when the partner no longer takes it, and no jti is used twice', async () => {
  const { forms, open } = partner(good);
  const source = open();
  expect(await source.accessToken('system/*.rs')).toBe('token-1');
  clock.advance(269);
  expect(await source.accessToken('system/*.rs')).toBe('token-1');
  clock.advance(2);
  expect(await source.accessToken('system/*.rs')).toBe('token-2');
  source.forget('token-2');
  expect(await source.accessToken('system/*.rs')).toBe('token-3');
  const jtis = forms.map((form) => JSON.parse(atob(form.get('client_assertion')!.split('.')[1]!)).jti);
  expect(new Set(jtis).size).toBe(3);
});

test('after a failure the next caller asks anew', async () => {
  const { open } = partner((n) => (n === 1 ? { status: 500, body: 'boom' } : good(n)));
  const source = open();
  await expect(source.accessToken('system/*.rs')).rejects.toThrow(PartnerFailure);
  expect(await source.accessToken('system/*.rs')).toBe('token-2');
});

const refused = (status: number, codes: string[] = []) => ({
  class: 'wait',
  reason: 'token-refused',
  status,
  codes,
});
test.each<[string, Reply, object]>([
  ['500', { status: 500, body: '<html>' }, { class: 'retry', status: 500 }],
  ['429', { status: 429, headers: { 'retry-after': '7' }, body: {} }, { class: 'retry', retryAfter_s: 7 }],
  ['invalid_client', { status: 401, body: { error: 'invalid_client' } }, refused(401, ['invalid_client'])],
  ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, refused(400, ['invalid_scope'])],
  ['HTML instead of a token', { status: 200, body: '<html>John Smith</html>' }, refused(200)],
  ['an empty token', { status: 200, body: { access_token: '' } }, refused(200)],
])('%s becomes its own kind of failure', async (_name, reply, expected) => {
  const { open } = partner(() => reply);
  await expect(open().accessToken('system/*.rs')).rejects.toMatchObject(expected);
});

test.each([
  [{ token_endpoint: 'not a URL' }, 'no-token-endpoint'],
  [{}, 'no-token-endpoint'],
])('a partner whose smart-configuration is %j is for a person to look at', async (configuration, reason) => {
  const { open } = partner(good, configuration);
  await expect(open().accessToken('system/*.rs')).rejects.toMatchObject({ class: 'wait', reason });
});

test('an https partner cannot send our assertion over plain http', async () => {
  const { open } = partner(good, { token_endpoint: 'http://unitedcare.example/token' });
  await expect(open().accessToken('system/*.rs')).rejects.toMatchObject({
    reason: 'token-endpoint-not-https',
  });
});
