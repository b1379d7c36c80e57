// What counts among decisions, how long a yes lasts, and what somebody may decide for another.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionKind, Election, Scope } from '../decision.ts';
import { countsNow } from './newest-counts.ts';
import { lastDay } from './period.ts';
import { ageOn, decideRepresented } from './representative.ts';

type Standing = Pick<Election, 'status' | 'scope' | 'decidedAt'>;
interface Said {
  kind: DecisionKind;
  scope: Scope | undefined;
  decidedAt: Date;
}

const apply = (standing: Standing | undefined, said: Said): Standing | undefined => {
  if (said.kind === 'withdraw' && !standing) return undefined;
  if (!countsNow(said, standing)) return standing;
  return said.kind === 'withdraw'
    ? { ...standing!, status: 'stopped', decidedAt: said.decidedAt }
    : { status: 'given', scope: said.scope!, decidedAt: said.decidedAt };
};

const said: fc.Arbitrary<Said> = fc
  .tuple(
    fc.constantFrom<DecisionKind>('opt-in', 'change', 'withdraw'),
    fc.constantFrom<Scope>('all', 'regular'),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([kind, scope, minute]) => ({
    kind,
    scope: kind === 'withdraw' ? undefined : scope,
    decidedAt: new Date(Date.UTC(2026, 10, 24, 10, minute)),
  }));

describe('among decisions', () => {
  test('property: once a plan is named, the order of arrival decides nothing', () => {
    const width = (s: Standing | undefined) => (s?.status === 'given' ? (s.scope === 'all' ? 2 : 1) : 0);
    const first: Said = { kind: 'opt-in', scope: 'all', decidedAt: new Date(Date.UTC(2026, 10, 24, 9)) };
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (list, picks) => {
        const inOrder = [first, ...list].reduce<Standing | undefined>(apply, undefined);
        const rest = [...list];
        const shuffled: Said[] = [];
        while (rest.length > 0) shuffled.push(rest.splice(picks.next().value % rest.length, 1)[0]!);
        const other = [first, ...shuffled].reduce<Standing | undefined>(apply, undefined);
        expect([width(other), other!.decidedAt]).toEqual([width(inOrder), inOrder!.decidedAt]);
      }),
    );
  });

  test('the later counts; of two at one instant the narrower', () => {
    const at = new Date('2026-11-24T10:00:00Z');
    const given: Standing = { status: 'given', scope: 'regular', decidedAt: at };
    expect(countsNow({ kind: 'withdraw', decidedAt: at }, given)).toBe(true);
    expect(countsNow({ kind: 'opt-in', scope: 'all', decidedAt: at }, given)).toBe(false);
    expect(countsNow({ kind: 'opt-in', scope: 'all', decidedAt: new Date(at.getTime() + 1) }, given)).toBe(
      true,
    );
    expect(countsNow({ kind: 'withdraw', decidedAt: new Date(at.getTime() - 1) }, given)).toBe(false);
  });
});

test('a yes lasts to the end of the plan year, or ninety days after the coverage here began', () => {
  expect(lastDay('concurrent', '2026-11-24', undefined)).toBe('2026-12-31');
  expect(lastDay('prior', '2026-11-24', undefined)).toBe('2027-02-22');
  expect(lastDay('prior', '2026-11-24', '2027-01-01')).toBe('2027-04-01');
  expect(lastDay('prior', '2026-11-24', '2020-01-01')).toBe('2027-02-22');
});

describe('for another', () => {
  const asked = {
    kind: 'opt-in' as const,
    scope: 'all' as const,
    standing: [undefined],
    basis: 'guardian',
    memberAge: 80,
  };
  test('narrowing acts at once, widening waits', () => {
    expect(decideRepresented(asked)).toBe('waiting');
    expect(decideRepresented({ ...asked, standing: ['regular'] })).toBe('waiting');
    expect(decideRepresented({ ...asked, scope: 'regular', standing: ['all'] })).toBe('effective');
    expect(decideRepresented({ ...asked, kind: 'withdraw' })).toBe('effective');
    expect(decideRepresented({ ...asked, kind: 'decline' })).toBe('effective');
  });

  test('a parent decides until the eighteenth birthday, from twelve on only to leave out what is sensitive', () => {
    const parent = { ...asked, basis: 'parent' };
    expect(decideRepresented({ ...parent, memberAge: 11 })).toBe('waiting');
    expect(decideRepresented({ ...parent, memberAge: 12 })).toBe('refused');
    expect(decideRepresented({ ...parent, memberAge: 12, scope: 'regular' })).toBe('waiting');
    expect(decideRepresented({ ...parent, memberAge: 17, scope: 'regular' })).toBe('waiting');
    expect(decideRepresented({ ...parent, memberAge: 18, scope: 'regular' })).toBe('refused');
    expect(decideRepresented({ ...parent, memberAge: 18, kind: 'withdraw' })).toBe('effective');
    expect(decideRepresented({ ...parent, memberAge: undefined })).toBe('refused');
  });

  test('age is whole years, on the birthday itself one more', () => {
    expect(ageOn('2008-11-24', '2026-11-23')).toBe(17);
    expect(ageOn('2008-11-24', '2026-11-24')).toBe(18);
    expect(ageOn('2008', '2026-11-24')).toBeUndefined();
  });
});
