/** What members let go behind the coarse policy of the wire: everything that applies applies together (consent-and-sensitive-data 3.8). */
import { describe, expect, test } from 'vitest';
import { goodInput, labelled } from '../../test/env/consent-input.ts';
import { classMask, label } from '../sensitivity/bits.ts';
import { type ConsentInput, decideConsent } from './decide.ts';
import { daysWithin, everything, type Grant, granted, isNothing } from './grants.ts';

const none: Grant = {
  categories: null,
  labels: null,
  serviceFrom: null,
  serviceTo: null,
  validFrom: null,
  validTo: null,
};
const all = (...grants: Partial<Grant>[]) => granted(grants.map((grant) => ({ ...none, ...grant })));

test('nothing said is everything', () => {
  expect(granted([])).toEqual(everything);
  expect(all({}, {})).toEqual(everything);
});

describe('two grants are what both let go', () => {
  test.each<[string, Partial<Grant>, Partial<Grant>, object]>([
    [
      'categories',
      { categories: ['claims', 'pharmacy'] },
      { categories: ['claims', 'clinical'] },
      { categories: new Set(['claims']) },
    ],
    ['classes', { labels: label.SEX | label.SDV }, { labels: label.SDV | label.SUD }, { labels: label.SDV }],
    ['no class at all', { labels: 0 }, {}, { labels: 0 }],
    [
      'dates of service',
      { serviceFrom: '2024-01-01', serviceTo: '2025-12-31' },
      { serviceFrom: '2024-06-01', serviceTo: '2026-01-01' },
      { window: { from: '2024-06-01', to: '2025-12-31' } },
    ],
    [
      'open ends',
      { serviceFrom: '2024-01-01' },
      { serviceTo: '2025-12-31' },
      { window: { from: '2024-01-01', to: '2025-12-31' } },
    ],
    [
      'days',
      { validFrom: '2026-01-01', validTo: '2026-12-31' },
      { validFrom: '2026-02-01', validTo: '2026-06-30' },
      { valid: { from: '2026-02-01', to: '2026-06-30' } },
    ],
  ])('%s, in either order', (_what, a, b, both) => {
    expect(all(a, b)).toMatchObject(both);
    expect(all(b, a)).toEqual(all(a, b));
  });
});

test.each<[string, Partial<Grant>[], boolean]>([
  ['no category', [{ categories: [] }], true],
  ['no category in common', [{ categories: ['claims'] }, { categories: ['clinical'] }], true],
  ['no day of service in common', [{ serviceTo: '2023-12-31' }, { serviceFrom: '2024-01-01' }], true],
  ['one day of service', [{ serviceTo: '2024-01-01' }, { serviceFrom: '2024-01-01' }], false],
  ['no class', [{ labels: 0 }], false],
])('%s leaves nothing: %#', (_what, grants, nothing) => {
  expect(isNothing(all(...grants))).toBe(nothing);
  const decision = decideConsent({
    ...goodInput,
    terms: labelled,
    grants: grants.map((g) => ({ ...none, ...g })),
  });
  expect('refused' in decision && decision.refused).toBe(nothing && 'local-instruction');
});

test('the days of a consent are never more than its grants’', () => {
  const days = { first: '2026-06-01', last: '2026-12-31' };
  expect(daysWithin(days, everything)).toEqual(days);
  expect(daysWithin(days, all({ validTo: '2026-06-30' }))).toEqual({
    first: '2026-06-01',
    last: '2026-06-30',
  });
  expect(daysWithin(days, all({ validFrom: '2027-01-01' }))).toBeUndefined();
});

describe('in a permit', () => {
  const permit = (grant: Partial<Grant>, more: Partial<ConsentInput> = {}) => {
    const decision = decideConsent({
      ...goodInput,
      terms: labelled,
      grants: [{ ...none, ...grant }],
      ...more,
    });
    return 'permit' in decision ? decision.permit : decision.refused;
  };

  test('classes that were not chosen are the member’s denial', () => {
    expect(permit({ labels: label.SEX })).toMatchObject({
      release: { deny: { member: classMask & ~label.SEX } },
    });
  });

  test('the days end with the grant, and a grant that is over permits nothing', () => {
    expect(permit({ validTo: '2026-07-31' })).toMatchObject({ lastDay: '2026-07-31' });
    expect(permit({ validTo: '2026-06-29' })).toBe('consent-expired');
    expect(permit({ validFrom: '2026-07-01' })).toBe('consent-not-started');
  });

  test('what the member keeps back is missing', () => {
    expect(
      permit(
        { categories: ['claims', 'clinical'] },
        { keptBack: { categories: ['clinical'], records: false } },
      ),
    ).toMatchObject({
      release: { categories: new Set(['claims']) },
    });
  });
});
