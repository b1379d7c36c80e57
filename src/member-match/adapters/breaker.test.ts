/** A service that fails again and again is left alone, and one question finds out whether it is back: by a clock that is moved by hand. */
import { beforeEach, expect, test } from 'vitest';
import { type HandClock, handClock } from '../../clock/clock.ts';
import { type Breaker, openBreaker } from './breaker.ts';

let clock: HandClock;
let changes: string[];
let breaker: Breaker;
beforeEach(() => {
  clock = handClock('2026-06-01T12:00:00Z');
  changes = [];
  breaker = openBreaker({
    clock,
    failuresInRow_max: 3,
    open_seconds: 30,
    changed: (state) => changes.push(state),
  });
});

const fail = (times: number) => {
  for (let i = 0; i < times; i++) breaker.admit()!(false);
};

test('opens at the last allowed failure in a row, not before', () => {
  fail(2);
  expect(breaker.state()).toEqual({ state: 'closed', failuresInRow: 2 });
  fail(1);
  expect(breaker.state()).toMatchObject({ state: 'open', openUntil: new Date('2026-06-01T12:00:30Z') });
  expect(breaker.admit()).toBeUndefined();
  expect(changes).toEqual(['open']);
});

test('a success between starts the count anew', () => {
  fail(2);
  breaker.admit()!(true);
  fail(2);
  expect(breaker.state().state).toBe('closed');
});

test('after its time one question tries, and its success closes', () => {
  fail(3);
  clock.advance(29);
  expect(breaker.admit()).toBeUndefined();
  clock.advance(1);
  expect(breaker.state().state).toBe('half-open');
  const report = breaker.admit()!;
  expect(breaker.admit()).toBeUndefined();
  report(true);
  expect(breaker.state()).toEqual({ state: 'closed', failuresInRow: 0 });
  expect(changes).toEqual(['open', 'closed']);
});

test('a trial that fails opens again at once, for the whole time', () => {
  fail(3);
  clock.advance(30);
  breaker.admit()!(false);
  expect(breaker.state()).toMatchObject({ state: 'open', openUntil: new Date('2026-06-01T12:01:00Z') });
  expect(changes).toEqual(['open']);
});

test('who asked before it opened neither closes nor prolongs it', () => {
  const [early, late] = [breaker.admit()!, breaker.admit()!];
  fail(3);
  clock.advance(10);
  early(true);
  late(false);
  expect(breaker.state()).toMatchObject({ state: 'open', openUntil: new Date('2026-06-01T12:00:30Z') });
});
