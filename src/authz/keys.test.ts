/** Protects our own signing keys: where they rest, that processes agree on them, and how they are replaced. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { openKeys } from './keys.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-keys-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const clock = handClock('2026-06-30T12:00:00Z');
const open = () => openKeys(join(dir, 'keys'), clock, systemRandom);

test('keys are made once, in files that only we can read, and are the same after a restart', async () => {
  const first = await open();
  const files = await readdir(join(dir, 'keys'));
  expect(files.sort()).toEqual(['client-ES384-0001.json', 'client-RS384-0001.json', 'token-ES384-0001.json']);
  for (const file of files) expect((await stat(join(dir, 'keys', file))).mode & 0o777).toBe(0o600);
  const second = await open();
  expect(await second.publicJwks()).toEqual(await first.publicJwks());
});

test('two processes that start together agree on one key', async () => {
  const [a, b] = await Promise.all([open(), open()]);
  expect((await a.signing('token')).kid).toBe((await b.signing('token')).kid);
  expect((await a.publicJwks()).keys).toHaveLength(3);
});

test('a rotated token key signs at once, and another process learns of it before it refuses a token', async () => {
  const [a, b] = [await open(), await open()];
  const before = await a.signing('token');
  await a.rotate('token');
  const after = await a.signing('token');
  expect(after.kid).not.toBe(before.kid);
  expect(await a.tokenKey(before.kid)).toBeDefined();
  expect(await b.tokenKey(after.kid)).toBeDefined();
});

test('a rotated client key is published an hour before it signs', async () => {
  const keys = await open();
  clock.advance(7200);
  const before = await keys.signing('client', 'RS384');
  const [, rsaKid] = await keys.rotate('client');
  expect((await keys.publicJwks()).keys.map((key) => key.kid)).toContain(rsaKid);
  expect((await keys.signing('client', 'RS384')).kid).toBe(before.kid);
  clock.advance(3599);
  expect((await keys.signing('client', 'RS384')).kid).toBe(before.kid);
  clock.advance(2);
  expect((await keys.signing('client', 'RS384')).kid).toBe(rsaKid);
});

test('a key is gone a day after it was replaced, at the next rotation', async () => {
  const keys = await open();
  const first = await keys.signing('token');
  await keys.rotate('token');
  await keys.rotate('token');
  expect(await keys.tokenKey(first.kid)).toBeDefined();
  clock.advance(25 * 3600);
  await keys.rotate('token');
  expect(await keys.tokenKey(first.kid)).toBeUndefined();
  expect((await keys.publicJwks()).keys.filter((key) => key.alg === 'ES384')).toHaveLength(3);
});

test('neither an invented kid nor a client key passes for a token key', async () => {
  const keys = await open();
  expect(await keys.tokenKey('invented')).toBeUndefined();
  expect(await keys.tokenKey((await keys.signing('client')).kid)).toBeUndefined();
});
