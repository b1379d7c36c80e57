// FHIR dates as calendar days: real ones only, partial ones as the span that they mean.
import { expect, test } from 'vitest';
import { addMonths, daysOf, endsBeforeItStarts, isInstant } from './date.ts';

test.each([
  ['2024', '2024-01-01', '2024-12-31'],
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2023-02', '2023-02-01', '2023-02-28'],
  ['2024-02-29', '2024-02-29', '2024-02-29'],
  ['2024-12-31T23:30:00-05:00', '2024-12-31', '2024-12-31'],
  ['2016-12-31T23:59:60Z', '2016-12-31', '2016-12-31'],
])('%s means %s to %s', (text, first, last) => {
  expect(daysOf(text)).toEqual({ first, last });
});

test.each([
  '2023-02-30',
  '2023-13',
  '1900-02-29',
  '23-01-01',
  '2023-1-1',
  '0000',
  '2023-01-01T25:00:00Z',
  '2023-01-01T10:00:00',
  '2023-01-01T10:00Z',
  ' 2023',
  '',
])('%j is no FHIR date', (text) => {
  expect(daysOf(text)).toBeUndefined();
});

test('an instant has a time and a zone', () => {
  expect(isInstant('2023-01-01T10:00:00.5Z')).toBe(true);
  expect(isInstant('2023-01-01')).toBe(false);
});

test('a period is reversed only when its whole end lies before its start', () => {
  expect(endsBeforeItStarts('2024-05-02', '2024-05-01')).toBe(true);
  expect(endsBeforeItStarts('2024-05', '2024')).toBe(false);
  expect(endsBeforeItStarts('2024-01-01T01:00:00+02:00', '2023-12-31T23:30:00Z')).toBe(false);
  expect(endsBeforeItStarts('2024-01-01T10:00:00Z', '2024-01-01T09:59:59Z')).toBe(true);
});

test('months are counted on the calendar, to the last day where the day does not exist', () => {
  expect(addMonths('2026-06-30', -60)).toBe('2021-06-30');
  expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
  expect(addMonths('2024-01-15', -1)).toBe('2023-12-15');
});
