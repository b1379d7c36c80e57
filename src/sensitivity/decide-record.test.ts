// One record under one permit: every row of the table at its edge, and what holds of all records and all permits.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classMask, label, maskOf } from './bits.ts';
import {
  decideRecord,
  type RecordFacts,
  type ReleasePermit,
  regularExcludes_default,
  rows,
} from './decide-record.ts';

const record = (more: Partial<RecordFacts> = {}): RecordFacts => ({
  labels: 0,
  type: 'Condition',
  category: 'clinical',
  start: '2026-01-01',
  end: '2026-01-02',
  hold: false,
  memberAdd: false,
  ...more,
});
const permit = (policy: 'regular' | 'sensitive', more: Partial<ReleasePermit> = {}): ReleasePermit => ({
  policy,
  deny: { policy: regularExcludes_default, jurisdiction: 0, member: 0, partner: 0 },
  categories: new Set(['clinical']),
  window: { from: '2021-01-01', to: null },
  part2: null,
  declaredOrdinary: new Set(),
  ...more,
});
const both = (facts: Partial<RecordFacts>, more: Partial<ReleasePermit> = {}) =>
  (['regular', 'sensitive'] as const).map((policy) => {
    const decision = decideRecord(record(facts), permit(policy, more));
    return decision.release
      ? `release${decision.emit ? ' labelled' : ''}${decision.part2 ? ' part2' : ''}`
      : decision.withhold;
  });
const deny = (more: Partial<ReleasePermit['deny']>) => ({ deny: { ...permit('regular').deny, ...more } });
const HIV = maskOf('HIV')!;
const MH = maskOf('MH')!;

describe('the rows of the table', () => {
  test.each<[string, Partial<RecordFacts>, Partial<ReleasePermit>, string[]]>([
    ['unclassified', { labels: label.UNCLASSIFIED }, {}, ['unclassified', 'unclassified']],
    ['a SUD counselling note', { labels: label.SUDNOTE }, { part2: 'statement' }, ['never', 'never']],
    ['a psychotherapy note', { labels: label.PSYNOTE }, {}, ['never', 'never']],
    ['on hold', { hold: true }, {}, ['never', 'never']],
    ['a category that was not granted', { category: 'pharmacy' }, {}, ['scope-category', 'scope-category']],
    ['what every permit grants', { category: 'always' }, {}, ['release', 'release']],
    ['before the window', { end: '2020-12-31' }, {}, ['scope-date', 'scope-date']],
    [
      'after the window',
      { start: '2026-02-01', end: '2026-02-01' },
      { window: { from: null, to: '2026-01-31' } },
      ['scope-date', 'scope-date'],
    ],
    ["the member's wish", { labels: label.OWN }, {}, ['sensitive', 'member-instruction']],
    ["the member's addition", { memberAdd: true }, {}, ['sensitive', 'member-instruction']],
    [
      'a class that the member keeps',
      { labels: HIV },
      deny({ member: HIV }),
      ['sensitive', 'member-instruction'],
    ],
    [
      "a class under a state's law",
      { labels: HIV },
      deny({ jurisdiction: HIV }),
      ['sensitive', 'jurisdiction'],
    ],
    [
      "a class outside the partner's agreement",
      { labels: HIV },
      deny({ partner: HIV }),
      ['sensitive', 'partner-agreement'],
    ],
    ['Part 2 without basis', { labels: label.PART2 | label.SUD }, {}, ['sensitive', 'part2-no-basis']],
    [
      'Part 2 with the statement',
      { labels: label.PART2 },
      { part2: 'statement' },
      ['sensitive', 'release labelled part2'],
    ],
    [
      'Part 2 received for TPO',
      { labels: label.PART2 },
      { part2: 'tpo' },
      ['sensitive', 'release labelled part2'],
    ],
    ['SUD', { labels: label.SUD }, {}, ['sensitive', 'release labelled']],
    [
      'a class that the payer does not exclude',
      { labels: MH },
      deny({ policy: classMask & ~MH }),
      ['release', 'release labelled'],
    ],
    [
      'that class beside another',
      { labels: MH | HIV },
      deny({ policy: classMask & ~MH }),
      ['sensitive', 'release labelled'],
    ],
    ['an attachment', { labels: label.OPAQUE }, {}, ['opaque', 'release']],
    [
      'an attachment of an ordinary type',
      { labels: label.OPAQUE },
      { declaredOrdinary: new Set(['Condition']) },
      ['release', 'release'],
    ],
    ['nothing special', {}, {}, ['release', 'release']],
  ])('%s', (_name, facts, more, expected) => {
    expect(both(facts, more)).toEqual(expected);
  });

  test('stand in the order of the specification: the first that fits decides', () => {
    expect(both({ labels: label.UNCLASSIFIED | label.PSYNOTE })).toEqual(['unclassified', 'unclassified']);
    expect(both({ labels: label.PSYNOTE, category: 'pharmacy' })).toEqual(['never', 'never']);
    expect(both({ labels: label.OWN | HIV }, deny({ jurisdiction: HIV }))[1]).toBe('member-instruction');
    expect(both({ labels: HIV | label.PART2 }, deny({ jurisdiction: HIV }))[1]).toBe('jurisdiction');
    expect(rows).toHaveLength(12);
  });

  test('a day over the edge of the window turns the decision, once', () => {
    const days = ['2020-12-30', '2020-12-31', '2021-01-01', '2021-01-02'];
    expect(days.map((end) => both({ start: '2020-01-01', end })[0])).toEqual([
      'scope-date',
      'scope-date',
      'release',
      'release',
    ]);
    expect(both({ start: null, end: null })).toEqual(['release', 'release']);
  });
});

const anyMask = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const anyRecord = fc.record({
  labels: fc.oneof(
    fc.constant(0),
    anyMask,
    fc.integer({ min: 0, max: 17 }).map((bit) => 1 << bit),
  ),
  type: fc.constantFrom('Condition', 'DocumentReference'),
  category: fc.constantFrom('clinical', 'pharmacy', 'always'),
  start: fc.constantFrom('2020-01-01', '2026-01-01'),
  end: fc.constantFrom('2026-01-02', '2020-01-01'),
  hold: fc.boolean(),
  memberAdd: fc.boolean(),
});
const some = fc.oneof(fc.constant(0), anyMask);
const anyPermit = fc.record({
  deny: fc.record({ policy: some, jurisdiction: some, member: some, partner: some }),
  categories: fc.subarray(['clinical', 'pharmacy']).map((list) => new Set(list)),
  window: fc.record({ from: fc.constantFrom(null, '2021-01-01'), to: fc.constantFrom(null, '2025-01-01') }),
  part2: fc.constantFrom(null, 'statement' as const, 'tpo' as const),
  declaredOrdinary: fc.subarray(['DocumentReference', 'Condition']).map((list) => new Set(list)),
});
const released = (facts: RecordFacts, policy: 'regular' | 'sensitive', more: Omit<ReleasePermit, 'policy'>) =>
  decideRecord(facts, { policy, ...more }).release;

describe('of all records and permits', () => {
  test('what leaves under #regular leaves under #sensitive', () => {
    fc.assert(
      fc.property(
        anyRecord,
        anyPermit,
        (facts, more) => !released(facts, 'regular', more) || released(facts, 'sensitive', more),
      ),
      { numRuns: 2000 },
    );
  });
  test('a label, an instruction, a rule more or a narrower grant releases nothing that stayed', () => {
    fc.assert(
      fc.property(
        anyRecord,
        anyPermit,
        anyMask,
        fc.constantFrom('regular' as const, 'sensitive' as const),
        (facts, more, extra, policy) => {
          if (released(facts, policy, more)) return;
          expect(released({ ...facts, labels: facts.labels | extra }, policy, more)).toBe(false);
          expect(released({ ...facts, memberAdd: true }, policy, more)).toBe(false);
          for (const who of ['policy', 'jurisdiction', 'member', 'partner'] as const)
            expect(
              released(facts, policy, { ...more, deny: { ...more.deny, [who]: more.deny[who] | extra } }),
            ).toBe(false);
          expect(released(facts, policy, { ...more, categories: new Set() })).toBe(false);
          expect(released(facts, policy, { ...more, part2: null })).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
