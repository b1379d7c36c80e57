import { expect, test } from 'vitest';
import { byteRange, tagged, takesGzip } from './ranges.ts';

test.each([
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=99-200', { start: 99, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-0', undefined],
  ['bytes=0-1,3-4', undefined],
  ['bytes=-', undefined],
  ['lines=0-1', undefined],
])('%s of 100 bytes', (range, expected) => {
  expect(byteRange(range, undefined, '"a"', 100)).toEqual(expected);
});

test('If-Range of another version gives the whole', () => {
  expect(byteRange('bytes=0-9', '"b"', '"a"', 100)).toBeUndefined();
  expect(byteRange('bytes=0-9', 'W/"a"', '"a"', 100)).toBeUndefined();
  expect(byteRange('bytes=0-9', '"a"', '"a"', 100)).toEqual({ start: 0, end: 9 });
});

test('If-None-Match', () => {
  expect(['"a"', 'W/"a"', '"b", "a"', '*'].every((header) => tagged(header, '"a"'))).toBe(true);
  expect([undefined, '', '"b"', 'a'].some((header) => tagged(header, '"a"'))).toBe(false);
});

test('gzip only where it is taken', () => {
  expect(['gzip', 'br, GZIP;q=0.5', 'x-gzip'].every(takesGzip)).toBe(true);
  expect([undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.0'].some(takesGzip)).toBe(false);
});
