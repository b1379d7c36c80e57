/** Protects what an issued token still means when it is used: the client's row of today decides, not the token alone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { sql } from '../db/sql.ts';
import { addClient, type Client } from '../directory/clients.ts';
import { callerOf, issueToken, type TokenDeps } from './access-token.ts';
import { openKeys } from './keys.ts';
import { payerScope } from './policy.ts';
import { type GrantedScope, parseScopes, scopeOf } from './scopes.ts';

let database: TestDatabase;
let dir: string;
let deps: TokenDeps;
const clock = handClock('2026-06-30T12:00:00Z');
beforeAll(async () => {
  database = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-keys-'));
  const keys = await openKeys(dir, clock, systemRandom);
  const base = 'https://united.example';
  deps = { db: database.db, keys, clock, random: systemRandom, issuer: base, audience: `${base}/fhir` };
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  await database.drop();
});

const scope = (text: string): GrantedScope => scopeOf(parseScopes(text).entries);
const register = (id: string): Promise<Client> =>
  addClient(deps, {
    id,
    name: id,
    npi: '1234567893',
    scope: payerScope,
    jwksUrl: 'https://kind.example/jwks',
  });
const refused = {
  category: 'unauthenticated',
  publicText: 'The access token is missing, invalid or expired.',
};

test('a token names its client, its scope and the one patient that it is for', async () => {
  const client = await register('kindcover');
  const token = await issueToken(deps, client, scope('patient/*.rs'), 'patient-1');
  expect(await callerOf(deps, token)).toEqual({
    clientId: 'kindcover',
    npi: '1234567893',
    name: 'kindcover',
    scope: scope('patient/*.rs'),
    patient: 'patient-1',
  });
});

test('a policy that was narrowed after the token was issued counts at once', async () => {
  const token = await issueToken(deps, await register('narrowed'), scope('system/*.rs'));
  await database.db.run(sql`update client set scope = 'system/Patient.r' where id = 'narrowed'`);
  expect((await callerOf(deps, token)).scope.text).toBe('system/Patient.r');
  await database.db.run(sql`update client set scope = 'system/Patient.cud' where id = 'narrowed'`);
  expect((await callerOf(deps, token)).scope).toEqual(scope(''));
});

test('a client that became another payer has no use of its old tokens', async () => {
  const token = await issueToken(deps, await register('renamed'), scope('system/*.rs'));
  await database.db.run(sql`update client set npi = '1999999992' where id = 'renamed'`);
  await expect(callerOf(deps, token)).rejects.toMatchObject(refused);
});

test.each<[string, JWTPayload, object]>([
  ['another audience', { aud: 'https://united.example' }, {}],
  ['another issuer', { iss: 'https://kind.example' }, {}],
  ['the type of an ID token', {}, { typ: 'JWT' }],
  ['no expiry', { exp: undefined as never }, {}],
  ['a kid of a client key', {}, { kid: 'client' }],
])('a token of our own key, but with %s, is refused', async (_name, claims, header) => {
  const key = await deps.keys.signing('token');
  const kid = 'kid' in header ? (await deps.keys.signing('client')).kid : key.kid;
  const now = clock.now().getTime() / 1000;
  const right = { client_id: 'kindcover', npi: '1234567893', scope: 'system/*.rs', jti: 'x', exp: now + 300 };
  const token = await new SignJWT({ ...right, iss: deps.issuer, aud: deps.audience, ...claims })
    .setProtectedHeader({ alg: key.alg, typ: 'at+jwt', ...header, kid })
    .sign(key.privateKey);
  await expect(callerOf(deps, token)).rejects.toMatchObject(refused);
});

test('a token dies at its expiry, to the second', async () => {
  const token = await issueToken(deps, await register('aging'), scope('system/*.rs'));
  clock.advance(299);
  expect((await callerOf(deps, token)).clientId).toBe('aging');
  clock.advance(1);
  await expect(callerOf(deps, token)).rejects.toMatchObject(refused);
});
