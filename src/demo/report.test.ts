/** When the demo may say that all is well: every number must meet its neighbour. */
import { describe, expect, it } from 'vitest';
import { isComplete, type MemberOutcome, type TypeCounts } from './report.ts';

const stored: MemberOutcome = { id: 'm1', outcome: 'match', state: 'stored', reason: null };
const failed: MemberOutcome = { id: 'm2', outcome: 'nomatch', state: 'match-failed', reason: 'nomatch' };
const counts = (more: Partial<TypeCounts> = {}): TypeCounts => ({
  type: 'Observation',
  released: 10,
  manifest: 10,
  received: 10,
  stored: 8,
  quarantined: 1,
  duplicate: 1,
  ...more,
});

describe('the demo is complete', () => {
  it('when matched members are stored and every line is accounted for', () => {
    expect(isComplete({ byMember: [stored, failed], types: [counts()] })).toBe(true);
  });

  it.each([
    ['a matched member is not stored', [{ ...stored, state: 'exporting' }], [counts()]],
    ['a member was not heard of', [{ ...stored, outcome: null, state: 'matching' }], [counts()]],
    ['nobody was asked for', [], [counts()]],
    ['a line is missing that the manifest announced', [stored], [counts({ manifest: 11 })]],
    ['a received line went nowhere', [stored], [counts({ stored: 7 })]],
  ] as const)('not when %s', (_, byMember, types) => {
    expect(isComplete({ byMember: [...byMember], types: [...types] })).toBe(false);
  });
});
