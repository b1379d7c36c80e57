/** What a reviewer sees of two values: how they differ, and nothing that both have. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverUp, maskPair } from './mask.ts';

describe('two values', () => {
  test.each([
    ['lindqvist', 'lindquist', '•••••v•••', '•••••u•••'],
    ['1980-02-29', '1980-02-28', '••••-••-•9', '••••-••-•8'],
    ['kc80014277101', 'kc8001427710', '••••••••••••1', '••••••••••••'],
    ['tova', 'tova', '••••', '••••'],
  ])('%s and %s show where they differ', (submitted, held, a, b) => {
    expect(maskPair(submitted, held)).toEqual({ submitted: a, held: b });
  });

  test('with little in common show their first letter only', () => {
    expect(maskPair('maria', 'beatriz')).toEqual({ submitted: 'm••••', held: 'b••••••' });
    expect(maskPair('1980-02-29', '1951-11-07')).toEqual({ submitted: '1•••-••-••', held: '1•••-••-••' });
  });

  test('of which one is missing show no more', () => {
    expect(maskPair('tova', '')).toEqual({ submitted: 't•••', held: '' });
  });
});

test('at most four of ten characters ever show, whatever is compared', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '2', 'é'),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const { submitted, held } = maskPair(a, b);
      for (const [shown, value] of [
        [submitted, a],
        [held, b],
      ] as const) {
        expect([...shown].length).toBe([...value].length);
        const visible = [...shown].filter((character) => character !== '•').length;
        expect(visible).toBeLessThanOrEqual(Math.max(1, 0.4 * Math.max([...a].length, [...b].length)));
      }
    }),
  );
});

test('a text of a megabyte is compared in no time, and covered', () => {
  const long = 'x'.repeat(1_000_000);
  expect(maskPair(long, `${long}y`).submitted).not.toContain('x');
  expect(coverUp('')).toBe('');
});
