/** Protects how long a client's keys are kept: no longer than it says, no longer than we allow, and read no more than needed. */
import { expect, test } from 'vitest';
import { handClock } from '../clock/clock.ts';
import type { Client } from '../directory/clients.ts';
import { freshFor_seconds, openClientKeys } from './client-keys.ts';

test.each([
  [undefined, 300],
  ['max-age=60', 60],
  ['public, Max-Age="120"', 120],
  ['max-age=999999999', 3600],
  ['no-store', 0],
  ['no-cache, max-age=60', 0],
  ['max-age=0', 0],
  ['nonsense', 300],
])('Cache-Control %s keeps a copy for %s seconds', (header, seconds) => {
  expect(freshFor_seconds(header)).toBe(seconds);
});

const client: Client = {
  id: 'c',
  name: 'C',
  npi: '1234567893',
  scope: 'system/*.rs',
  jwksUrl: 'https://c.example/jwks',
  allowPrivate: false,
};

function source(cacheControl?: string) {
  const clock = handClock('2026-06-30T12:00:00Z');
  const state = { reads: 0, kid: 'a', down: false };
  const keys = openClientKeys({
    clock,
    fetchJwks: async () => {
      state.reads++;
      if (state.down) throw new Error('down');
      return { jwks: { keys: [{ kty: 'EC', kid: state.kid }, null, 'junk'] }, cacheControl };
    },
  });
  return {
    clock,
    state,
    kidsFor: async (missing?: string) => (await keys.of(client, missing)).map((key) => key.kid),
  };
}

test('a copy serves until it is stale; callers at the same time share one reading', async () => {
  const { clock, state, kidsFor } = source('max-age=60');
  expect(await Promise.all([kidsFor('a'), kidsFor('a')])).toEqual([['a'], ['a']]);
  clock.advance(59);
  await kidsFor('a');
  expect(state.reads).toBe(1);
  clock.advance(1);
  await kidsFor('a');
  expect(state.reads).toBe(2);
});

test('an unknown kid reads again, but not within the cool-down', async () => {
  const { clock, state, kidsFor } = source();
  await kidsFor('a');
  state.kid = 'b';
  expect(await kidsFor('b')).toEqual(['a']);
  clock.advance(10);
  expect(await kidsFor('b')).toEqual(['b']);
  expect(await kidsFor('c')).toEqual(['b']);
  expect(state.reads).toBe(2);
});

test('a stale copy is not used when the URL cannot be read', async () => {
  const { clock, state, kidsFor } = source();
  await kidsFor('a');
  state.down = true;
  clock.advance(301);
  await expect(kidsFor('a')).rejects.toThrow('down');
});
