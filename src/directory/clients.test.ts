/** Protects the register of clients: what cannot be right is not registered, and an id is never used twice. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import {
  addClient,
  type ClientsDeps,
  getClient,
  listClients,
  type NewClient,
  removeClient,
} from './clients.ts';

let database: TestDatabase;
let deps: ClientsDeps;
beforeAll(async () => {
  database = await testDatabase();
  deps = { db: database.db, clock: handClock('2026-06-30T12:00:00Z'), random: systemRandom };
});
afterAll(() => database.drop());

const key = { kty: 'EC', crv: 'P-384', kid: 'a', x: 'x', y: 'y' };
const right: NewClient = {
  name: 'KindCover',
  npi: '1234567893',
  jwks: { keys: [key] },
  scope: 'system/*.rs',
};
const byUrl = (jwksUrl: string, allowPrivate = false) => ({
  ...right,
  jwks: undefined,
  jwksUrl,
  allowPrivate,
});

test('a client is found until it is removed, and its id stays taken', async () => {
  const client = await addClient(deps, right);
  expect(await getClient(deps.db, client.id)).toEqual(client);
  expect(await listClients(deps.db)).toEqual([client]);
  await expect(addClient(deps, { ...right, id: client.id })).rejects.toMatchObject({ category: 'conflict' });
  expect(await removeClient(deps, client.id)).toBe(true);
  expect(await removeClient(deps, client.id)).toBe(false);
  expect(await getClient(deps.db, client.id)).toBeUndefined();
  await expect(addClient(deps, { ...right, id: client.id })).rejects.toMatchObject({ category: 'conflict' });
});

test.each<[string, NewClient]>([
  ['a private key', { ...right, jwks: { keys: [{ ...key, d: 'secret' }] } }],
  ['a shared secret', { ...right, jwks: { keys: [{ kty: 'oct', kid: 'a', k: 'secret' }] } }],
  ['a key without kid', { ...right, jwks: { keys: [{ kty: 'EC' }] } }],
  ['no keys', { ...right, jwks: { keys: [] } }],
  ['neither keys nor URL', { ...right, jwks: undefined }],
  ['both keys and URL', { ...right, jwksUrl: 'https://kind.example/jwks' }],
  ['plain http', byUrl('http://kind.example/jwks')],
  ['a file URL', byUrl('file:///etc/passwd', true)],
  ['credentials in the URL', byUrl('https://me:secret@kind.example/jwks')],
  ['an NPI of nine digits', { ...right, npi: '123456789' }],
  ['no name', { ...right, name: ' ' }],
  ['spaces in the id', { ...right, id: 'kind cover' }],
  ['a time zone that nobody knows', { ...right, timeZone: 'America/Atlantis' }],
  ['an offset for a time zone', { ...right, timeZone: '+05:00' }],
])('a client with %s is not registered', async (_name, input) => {
  await expect(addClient(deps, input)).rejects.toMatchObject({ category: 'invalid' });
});

test('plain http is for a peer on our own machine or network', async () => {
  expect(await addClient(deps, byUrl('http://127.0.0.1:8081/jwks', true))).toMatchObject({
    allowPrivate: true,
  });
});
