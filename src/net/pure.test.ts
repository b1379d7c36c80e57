import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemRandom } from '../clock/random.ts';
import { addressAllowed } from './address.ts';
import { backoff_max_s, backoff_s, parseRetryAfter, retryAfter_max_s } from './retry-after.ts';

const now = new Date('2026-11-24T12:00:00Z');

test.each([
  ['120', undefined, 120],
  [' 0 ', undefined, 0],
  ['Tue, 24 Nov 2026 12:01:00 GMT', undefined, 60],
  ['Tue, 24 Nov 2026 10:01:00 GMT', 'Tue, 24 Nov 2026 10:00:00 GMT', 60], // by the partner's own clock
  ['Mon, 23 Nov 2026 12:00:00 GMT', undefined, undefined],
  [String(now.getTime() / 1000 + 30), undefined, 30],
  [String(now.getTime() + 30_000), undefined, 30],
  ['999999', undefined, retryAfter_max_s],
  ['NaN', undefined, undefined],
  ['-5', undefined, undefined],
  ['soon', undefined, undefined],
  ['', undefined, undefined],
  [undefined, undefined, undefined],
])('Retry-After %s is %s seconds', (header, date, seconds) => {
  expect(parseRetryAfter(header, date, now)).toBe(seconds);
});

test('Retry-After: whatever is sent, the wait is nothing or 0 to six hours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.bigInt().map(String)), (header) => {
      const seconds = parseRetryAfter(header, undefined, now);
      expect(seconds === undefined || (seconds >= 0 && seconds <= retryAfter_max_s)).toBe(true);
    }),
  );
});

test('backoff doubles, is at least half, and ends', () => {
  for (let failures = 1; failures < 60; failures++) {
    const full = Math.min(2 ** (failures - 1), backoff_max_s);
    const seconds = backoff_s(failures, systemRandom);
    expect(seconds).toBeGreaterThanOrEqual(full / 2);
    expect(seconds).toBeLessThanOrEqual(full);
  }
});

test.each([
  ['8.8.8.8', true, true],
  ['2606:4700::1', true, true],
  ['127.0.0.1', false, true],
  ['10.1.2.3', false, true],
  ['192.168.0.1', false, true],
  ['::1', false, true],
  ['fd00::1', false, true],
  ['::ffff:127.0.0.1', false, true],
  ['::ffff:169.254.169.254', false, false],
  ['169.254.169.254', false, false],
  ['fe80::1', false, false],
  ['224.0.0.1', false, false],
  ['ff02::1', false, false],
  ['0.0.0.0', false, false],
  ['100.64.0.1', false, false],
  ['255.255.255.255', false, false],
  ['64:ff9b::7f00:1', false, false],
  ['not-an-address', false, false],
])('%s may be called: %s, with allowPrivate: %s', (address, open, withPrivate) => {
  expect(addressAllowed(address, false)).toBe(open);
  expect(addressAllowed(address, true)).toBe(withPrivate);
});
