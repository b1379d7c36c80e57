import { expect, test } from 'vitest';
import { Problem } from '../problem/problem.ts';
import { describeFailure, retryAfter_s } from './failure.ts';

test('waits double up to ten minutes', () => {
  const plain = new Error();
  expect([1, 2, 3, 4, 10, 11, 5000].map((n) => retryAfter_s(n, plain))).toEqual([1, 2, 4, 8, 512, 600, 600]);
});

test('a longer wait that the failure asks for is kept, up to an hour', () => {
  const asking = (s: number) => new Problem('busy', 'later', { retryAfterSeconds: s });
  expect(retryAfter_s(1, asking(120))).toBe(120);
  expect(retryAfter_s(8, asking(5))).toBe(128);
  expect(retryAfter_s(1, asking(1e9))).toBe(3600);
});

test("no message but our own is kept: others' may quote a member's data", () => {
  const parse = (() => {
    try {
      return JSON.parse('{"family": Smith}');
    } catch (error) {
      return error;
    }
  })();
  expect(describeFailure(parse)).toMatch(/^SyntaxError at /);
  expect(describeFailure(parse)).not.toContain('Smith');
  const db = Object.assign(new Error('Key (birth)=(1970-01-01) exists'), {
    code: '23505',
    constraint: 'member_pkey',
  });
  expect(describeFailure(db)).toMatch(/^Error 23505 member_pkey at /);
  expect(describeFailure('text of Smith')).toBe('not an error');
  expect(describeFailure(new Problem('busy', 'The partner is busy.'))).toBe('busy: The partner is busy.');
});
