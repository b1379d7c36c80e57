/**
 * Protects the token for one member (pdex-201, 202, 222 to 224): every way to ask for it, and that nobody learns from a refusal
 * whether a member exists, was matched by another or took consent back. And what a client may see of its tokens later.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuthServer, startAuthServer } from '../../../test/env/auth-server.ts';
import { assertion, makeClient, type TestClient, tokenForm } from '../../../test/env/test-client.ts';
import { payerScope } from '../../authz/policy.ts';
import { systemRandom } from '../../clock/random.ts';
import { addClient, removeClient } from '../../directory/clients.ts';

let strict: AuthServer;
let tolerant: AuthServer;
let kindCover: TestClient;
let other: TestClient;
let consents = true;

beforeAll(async () => {
  const resolvePatient = async (caller: { clientId: string }, value: string) =>
    consents && caller.clientId === 'kindcover' && ['UMB-1', 'patient-1'].includes(value)
      ? 'patient-1'
      : undefined;
  strict = await startAuthServer({ resolvePatient });
  tolerant = await startAuthServer({ resolvePatient, memberAsSubject: true });
  [kindCover, other] = await Promise.all([makeClient('kindcover'), makeClient('other')]);
  for (const { db, clock } of [strict, tolerant]) {
    for (const { id, jwk } of [kindCover, other]) {
      await addClient(
        { db, clock, random: systemRandom },
        { id, name: id, npi: '1234567893', scope: payerScope, jwks: { keys: [jwk] } },
      );
    }
  }
});
afterAll(async () => {
  await strict?.stop();
  await tolerant?.stop();
});
beforeEach(() => {
  consents = true;
});

interface Asked {
  at?: AuthServer;
  who?: TestClient;
  form?: Record<string, string>;
  claims?: Record<string, unknown>;
  path?: string;
}

async function post({ at = strict, who = kindCover, form = {}, claims = {}, path = 'token' }: Asked) {
  const signed = await assertion(who, at.tokenUrl, at.clock, { claims });
  const response = await fetch(`${at.baseUrl}/oauth/${path}`, {
    method: 'POST',
    body: tokenForm(signed, { scope: 'patient/*.rs', ...form }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const forPatient = { status: 200, body: { patient: 'patient-1', scope: 'patient/*.rs' } };

describe('a token for one member is asked for', () => {
  test.each<[string, Asked]>([
    ['by the identifier of the match', { form: { patient: 'UMB-1' } }],
    ['by the Patient id of the match', { form: { patient: 'patient-1' } }],
    ['in the signed assertion', { claims: { patient: 'UMB-1' } }],
    ['in both, which say the same', { form: { patient: 'UMB-1' }, claims: { patient: 'UMB-1' } }],
  ])('%s', async (_how, asked) => expect(await post(asked)).toMatchObject(forPatient));

  test('in version 1 scopes, and by type', async () => {
    const form = { patient: 'UMB-1', scope: 'patient/Coverage.read patient/Patient.r' };
    expect(await post({ form })).toMatchObject({ status: 200, body: { scope: form.scope } });
  });

  test('as the subject of the assertion, where the payer is set to take it', async () => {
    const claims = { sub: 'UMB-1' };
    expect(await post({ at: tolerant, claims })).toMatchObject(forPatient);
    expect(await post({ at: strict, claims })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await post({ at: tolerant, claims: { ...claims, iss: 'nobody' } })).toMatchObject({ status: 401 });
    expect(await post({ at: tolerant, claims: { sub: 'nobody' } })).toMatchObject({ status: 400 });
  });
});

describe('a refusal tells nothing', () => {
  test('a stranger, a member whom another matched, a consent that ended and nonsense are one answer', async () => {
    const answers = [
      await post({ form: { patient: 'UMB-unknown' } }),
      await post({ form: { patient: 'UMB-1' }, who: other }),
      await post({ claims: { patient: 'UMB-1' }, who: other }),
      await post({ claims: { patient: { id: 'UMB-1' } } }),
      await post({ claims: { patient: '' } }),
      await post({ form: { patient: 'x'.repeat(5000) } }),
      await post({ at: tolerant, claims: { sub: 'UMB-1' }, form: { client_id: 'other' }, who: other }),
    ];
    consents = false;
    answers.push(await post({ form: { patient: 'UMB-1' } }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('two names for the member are a broken request', async () => {
    const asked = { form: { patient: 'UMB-1' }, claims: { patient: 'patient-1' } };
    expect(await post(asked)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  test.each([
    ['patient scopes and no member', {}],
    ['a scope for users', { patient: 'UMB-1', scope: 'user/*.rs' }],
    ['a write scope', { patient: 'UMB-1', scope: 'patient/Patient.write' }],
    [
      'an operation',
      { patient: 'UMB-1', scope: 'http://hl7.org/fhir/us/davinci-hrex/OperationDefinition/member-match' },
    ],
  ])('%s are no scope that can be granted', async (_what, form: Record<string, string>) => {
    expect(await post({ form })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });
});

describe('introspection', () => {
  const look = async (token: unknown, asked: Asked = {}) =>
    (await post({ ...asked, path: 'introspect', form: { token: String(token) } })).body;

  test('tells a client what its token means', async () => {
    const { body } = await post({ form: { patient: 'UMB-1' } });
    expect(await look(body.access_token)).toEqual({
      active: true,
      scope: 'patient/*.rs',
      client_id: 'kindcover',
      exp: Math.floor(strict.clock.now().getTime() / 1000) + 300,
      token_type: 'bearer',
      patient: 'patient-1',
    });
    const { body: plain } = await post({ form: { scope: 'system/*.rs' } });
    expect(await look(plain.access_token)).not.toHaveProperty('patient');
  });

  test('tells nothing of nonsense, of others’ tokens, or where consent or time have ended', async () => {
    const { access_token: token } = (await post({ form: { patient: 'UMB-1' } })).body;
    expect(await look('nonsense')).toEqual({ active: false });
    expect(await look(token, { who: other })).toEqual({ active: false });
    consents = false;
    expect(await look(token)).toEqual({ active: false });
    consents = true;
    expect(await look(token)).toMatchObject({ active: true });
    strict.clock.advance(301);
    expect(await look(token)).toEqual({ active: false });
  });

  test('is for clients: it needs an assertion of its own, and a token', async () => {
    const url = `${strict.baseUrl}/oauth/introspect`;
    const bare = await fetch(url, { method: 'POST', body: new URLSearchParams({ token: 'x' }) });
    expect([bare.status, await bare.json()]).toMatchObject([400, { error: 'invalid_request' }]);
    expect(await post({ path: 'introspect' })).toMatchObject({ body: { error: 'invalid_request' } });
    await removeClient(strict, 'other');
    const removed = await post({ path: 'introspect', form: { token: 'x' }, who: other });
    expect(removed).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});
