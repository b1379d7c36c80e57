/** Who may sign for a member, and until when (consent-and-sensitive-data 4.2): to the day, and to local midnight. */
import { describe, expect, test } from 'vitest';
import { goodInput, judged, labelled } from '../../test/env/consent-input.ts';
import { label } from '../sensitivity/bits.ts';
import { type Authority, lastDayOfMinority, signerStanding } from './authority.ts';
import { oneZone } from './days.ts';
import { decideConsent } from './decide.ts';

const today = '2026-06-30';
const child = { date: '2012-05-05', state: 'MA' };
const adult = { date: '1980-02-29', state: 'MA' };
const nobody = { authorities: [], birth: adult, diedOn: null };
const paper = (kind: Authority['kind'], more: Partial<Authority> = {}): Authority => ({
  kind,
  scope: 'all',
  validFrom: '2026-01-01',
  validTo: null,
  ...more,
});
const by = (capacity: string | null) => ({ signer: 'representative', capacity }) as const;

test.each<
  [string, Parameters<typeof signerStanding>[0], Partial<Parameters<typeof signerStanding>[2]>, boolean]
>([
  ['the member', { signer: 'member', capacity: null }, {}, true],
  ['a mother of a child', by('MTH'), { birth: child }, true],
  ['a guardian of a child', by('GUARD'), { birth: child }, true],
  ['a mother of an adult', by('MTH'), {}, false],
  ['a mother whose child has no birth date here', by('MTH'), { birth: { date: null, state: null } }, false],
  ['a guardian of an adult, without a paper', by('GUARD'), {}, false],
  ['a guardian of an adult, with a court’s order', by('GUARD'), { authorities: [paper('court')] }, true],
  ['an attorney without a paper', by('DPOWATT'), {}, false],
  ['an attorney with the paper', by('DPOWATT'), { authorities: [paper('durable-power')] }, true],
  ['an attorney with another’s paper', by('DPOWATT'), { authorities: [paper('health-care-power')] }, false],
  [
    'an attorney whose paper is not in force yet',
    by('DPOWATT'),
    { authorities: [paper('durable-power', { validFrom: '2026-07-01' })] },
    false,
  ],
  [
    'an attorney on the last day of the paper',
    by('DPOWATT'),
    { authorities: [paper('durable-power', { validTo: today })] },
    true,
  ],
  [
    'an attorney the day after',
    by('DPOWATT'),
    { authorities: [paper('durable-power', { validTo: '2026-06-29' })] },
    false,
  ],
  [
    'an attorney for #regular alone',
    by('DPOWATT'),
    { authorities: [paper('durable-power', { scope: 'regular' })] },
    false,
  ],
  [
    'somebody who tells no capacity, with any paper',
    by(null),
    { authorities: [paper('durable-power')] },
    true,
  ],
  ['a parent on file for an adult', by(null), { authorities: [paper('parent')] }, false],
  ['a parent on file for a child', by(null), { authorities: [paper('parent')], birth: child }, true],
  ['the member, after the death', { signer: 'member', capacity: null }, { diedOn: '2026-06-20' }, false],
  [
    'an attorney, after the death',
    by('DPOWATT'),
    { authorities: [paper('durable-power')], diedOn: today },
    false,
  ],
  ['an executor, after the death', by('EXCEST'), { authorities: [paper('executor')], diedOn: today }, true],
  ['an executor before it', by('EXCEST'), { authorities: [paper('executor')] }, false],
])('%s: %#', (_who, signer, known, may) => {
  expect(signerStanding(signer, 'sensitive', { ...nobody, ...known }, today).may).toBe(may);
});

describe('ageing out', () => {
  test.each([
    ['2008-07-01', 'MA', '2026-06-30'],
    ['2007-07-01', 'AL', '2026-06-30'],
    ['2007-07-01', 'NE', '2026-06-30'],
    ['2008-07-01', null, '2026-06-30'],
    ['2008-02-29', 'MA', '2026-02-27'],
    ['2008-01-01', 'MA', '2025-12-31'],
  ])('who is born on %s, living in %s, is a child until %s', (date, state, last) => {
    expect(lastDayOfMinority({ date, state })).toBe(last);
  });

  const at = (now: string, zone?: string) => {
    const decision = decideConsent({
      ...goodInput,
      terms: labelled,
      consents: [judged({ signer: 'representative', capacity: 'MTH', part2Statement: true })],
      birth: { date: '2008-07-01', state: 'MA' },
      now: new Date(now),
      ...(zone && { zones: oneZone(zone) }),
    });
    return 'permit' in decision ? decision.permit : decision.refused;
  };

  test('a parent’s consent ends at local midnight of the birthday, in the partner’s zone or the cautious one', () => {
    expect(at('2026-07-01T03:59:59Z')).toMatchObject({
      until: new Date('2026-07-01T04:00:00Z'),
      lastDay: '2026-06-30',
    });
    expect(at('2026-07-01T04:00:00Z')).toBe('authority-missing');
    expect(at('2026-07-01T04:00:00Z', 'America/Los_Angeles')).toMatchObject({
      until: new Date('2026-07-01T07:00:00Z'),
    });
    expect(at('2026-07-01T07:00:00Z', 'America/Los_Angeles')).toBe('authority-missing');
  });

  test('what a minor may consent to alone, and records of a programme, stay out of it', () => {
    expect(at('2026-06-30T12:00:00Z')).toMatchObject({
      release: { deny: { member: label.MINOR }, part2: null },
    });
  });
});
