/** The truth table of consents as a table, and what a permit says. The same rows through the real doors: test/flows/truth-table.test.ts. */
import { describe, expect, test } from 'vitest';
import { another, goodInput, judged, labelled, them, us } from '../../test/env/consent-input.ts';
import { consentPolicy } from '../fhir/systems.ts';
import { label } from '../sensitivity/bits.ts';
import { dayIn, endOfDay, oneZone, startOfDay } from './days.ts';
import { type ConsentInput, decideConsent } from './decide.ts';
import type { ConsentFacts } from './facts.ts';
import { isPermit } from './permit.ts';
import { rules } from './rules/rules.ts';
import { unevaluated } from './unevaluated.ts';

const decide = (facts: Partial<ConsentFacts> = {}, situation: Partial<ConsentInput> = {}) =>
  decideConsent({ ...goodInput, consents: [judged(facts)], ...situation });

describe('a member of whom nothing stands against it', () => {
  test('gets a permit for one person, one client, one policy, until the last day is over, of one epoch', () => {
    const decision = decide();
    expect(decision).toEqual({
      permit: {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        personId: 7,
        clientId: 'client',
        recipientNpi: them,
        direction: 'out',
        policy: 'sensitive',
        consentId: 'consent',
        consentVersion: 1,
        consentHash: 'aa'.repeat(32),
        epoch: 3,
        ruleSet: 'none',
        notBefore: new Date('2026-06-01T10:00:00Z'),
        lastDay: '2026-12-31',
        until: new Date('2027-01-01T05:00:00Z'),
        release: {
          policy: 'sensitive',
          deny: { policy: goodInput.terms.regularExcludes, jurisdiction: 0, member: 0, partner: 0 },
          categories: new Set(['claims', 'pharmacy', 'prior-auth', 'clinical']),
          window: { from: null, to: null },
          part2: null,
          declaredOrdinary: new Set(),
        },
        statements: [],
      },
    });
    expect('permit' in decision && isPermit(decision.permit)).toBe(true);
    expect('permit' in decision && isPermit({ ...decision.permit })).toBe(false);
  });

  test('may name several payers in each role, and policies of others beside the HRex one', () => {
    expect(decide({ sources: [them, us], recipients: [us, them] })).toHaveProperty('permit');
    expect(decide({ policies: ['https://example.org/p', consentPolicy.sensitive] })).toHaveProperty('permit');
  });

  test('has the same permit as long as nothing changes, and another after any change', () => {
    const id = (situation: Partial<ConsentInput> = {}) => {
      const decision = decide({}, situation);
      return 'permit' in decision && decision.permit.id;
    };
    expect(id()).toBe(id({ now: new Date('2026-08-01T00:00:00Z') }));
    expect(id({ epoch: 4 })).not.toBe(id());
    expect(id({ terms: labelled })).not.toBe(id());
  });
});

const shown = (facts: Partial<ConsentFacts>): Partial<ConsentInput> => ({ consents: [judged(facts)] });
const state = (state: 'revoked' | 'in-error' | 'superseded' | 'expired' | 'pending' | 'draft' | 'declined') =>
  ({ consents: [judged({}, { state })] }) satisfies Partial<ConsentInput>;
const twin = (facts: Partial<ConsentFacts>): Partial<ConsentInput> => ({
  consents: [judged(), judged({ documentId: 'other', ...facts }, { id: 'twin', hash: 'bb'.repeat(32) })],
});
const parent = { signer: 'representative', capacity: 'MTH' } as const;

const table: [row: number, condition: string, situation: Partial<ConsentInput>, reason: string][] = [
  [1, 'an evaluation that failed', { failed: true }, 'evaluator-error'],
  [2, 'a hold', { held: true }, 'person-hold'],
  [3, 'no consent', { consents: [] }, 'consent-missing'],
  [3, 'a draft', state('draft'), 'consent-missing'],
  [3, 'a "no"', state('declined'), 'consent-missing'],
  [4, 'a breach of the profile', shown({ faults: ['scope'] }), 'consent-invalid'],
  [4, 'no usable period', shown({ days: undefined }), 'consent-invalid'],
  [4, 'a status that is not active', shown({ status: 'inactive' }), 'consent-invalid'],
  [5, 'another recipient', shown({ recipients: [another] }), 'wrong-recipient'],
  [5, 'no recipient', shown({ recipients: [] }), 'wrong-recipient'],
  [5, 'a client without NPI', { ...shown({ recipients: [''] }), recipientNpi: '' }, 'wrong-recipient'],
  [5, 'roles exchanged', shown({ sources: [them], recipients: [us] }), 'wrong-recipient'],
  [5, 'a twin for another recipient', twin({ recipients: [another] }), 'wrong-recipient'],
  [6, 'a twin of another source', twin({ sources: [another] }), 'wrong-source'],
  [6, 'another source', shown({ sources: [another] }), 'wrong-source'],
  [7, 'no policy', shown({ policies: [] }), 'policy-unknown'],
  [7, 'an unknown policy', shown({ policies: [`${consentPolicy.sensitive}x`] }), 'policy-unknown'],
  [7, 'both policies', shown({ policies: Object.values(consentPolicy) }), 'policy-unknown'],
  [
    8,
    'a start tomorrow',
    shown({ days: { first: '2026-07-01', last: '2026-12-31' } }),
    'consent-not-started',
  ],
  [8, 'an end yesterday', shown({ days: { first: '2026-06-01', last: '2026-06-29' } }), 'consent-expired'],
  [8, 'a death', { diedOn: '2026-06-20' }, 'consent-expired'],
  [8, 'one that was marked as over', state('expired'), 'consent-expired'],
  [9, 'a revocation', state('revoked'), 'consent-revoked'],
  [9, 'an error that was found', state('in-error'), 'consent-in-error'],
  [9, 'a newer version', state('superseded'), 'consent-superseded'],
  [10, 'a twin with the other policy', twin({ policies: [consentPolicy.regular] }), 'consent-ambiguous'],
  [
    10,
    'a twin for other days',
    twin({ days: { first: '2026-01-01', last: '2026-05-31' } }),
    'consent-ambiguous',
  ],
  [10, 'one document that says two things', twin({ documentId: 'paper' }), 'consent-ambiguous'],
  [11, 'a representative whom nobody knows', shown({ signer: 'representative' }), 'authority-missing'],
  [11, 'a parent of an adult', shown(parent), 'authority-missing'],
  [11, 'one that waits for a call-back', state('pending'), 'authority-missing'],
  [12, "the member's instruction", { instructed: true }, 'local-instruction'],
  [
    12,
    'a member who left nothing over',
    { keptBack: { categories: ['claims', 'pharmacy', 'prior-auth', 'clinical'], records: false } },
    'local-instruction',
  ],
  [13, '#regular without labels', shown({ policies: [consentPolicy.regular] }), 'cannot-segment'],
  [
    13,
    'a category kept back without labels',
    { keptBack: { categories: ['clinical'], records: false } },
    'cannot-segment',
  ],
  [
    13,
    'a record kept back without labels',
    { keptBack: { categories: [], records: true } },
    'cannot-segment',
  ],
];

test.each(table)('row %i: %s is refused', (_row, _condition, situation, reason) => {
  expect(decide({}, situation)).toMatchObject({ refused: reason });
});

test('of two reasons the earlier row is told', () => {
  for (const [i, [row, , earlier, reason]] of table.entries())
    for (const [later, , other] of table.slice(i + 1)) {
      // What both say in the same place would overwrite each other.
      if (later <= row || Object.keys(other).some((key) => key in earlier)) continue;
      expect(decide({}, { ...other, ...earlier })).toMatchObject({ refused: reason });
    }
});

test('the table has a rule for each row that refuses', () => {
  expect(rules.length).toBe(13);
  expect(new Set(table.map(([row]) => row))).toEqual(new Set(rules.map((_, i) => i + 1)));
});

test('what could not be evaluated is refused without a look at anything', () => {
  expect(unevaluated()).toEqual({ refused: 'evaluator-error', basis: { epoch: 0, ruleSet: 'none' } });
});

test('a refusal says on what it was made, for the audit', () => {
  expect(decide({}, state('revoked'))).toMatchObject({
    basis: { epoch: 3, ruleSet: 'none', consentHash: 'aa'.repeat(32) },
  });
});

describe('rows 14 and 15: a permit', () => {
  test.each(['excluded', 'labelled'] as const)('for #regular where sensitive data are %s', (segmentation) => {
    const terms = { ...labelled, segmentation };
    expect(decide({ policies: [consentPolicy.regular] }, { terms })).toMatchObject({
      permit: {
        policy: 'regular',
        release: { policy: 'regular', deny: { policy: labelled.regularExcludes } },
      },
    });
  });

  test('whose records of a programme leave only by a statement, never by #sensitive alone (S1)', () => {
    const part2 = (facts: Partial<ConsentFacts>, rule: ConsentInput['terms']['part2']) => {
      const decision = decide(facts, { terms: { ...labelled, part2: rule } });
      return 'permit' in decision && decision.permit.release.part2;
    };
    expect(part2({}, 'require-statement')).toBeNull();
    expect(part2({ part2Statement: true }, 'require-statement')).toBe('statement');
    expect(part2({}, 'hipaa-redisclosure')).toBe('tpo');
    expect(part2({ part2Statement: true }, 'never')).toBeNull();
  });

  test('that state law narrows, where a state is not known too', () => {
    const rule = {
      id: 'CA-1',
      from: null,
      to: null,
      when: { holderState: 'CA' },
      mask: label.ABORTION,
      deny: { recipientStateNot: 'CA' },
      require: null,
      unless: [],
      attach: null,
      basis: 'x',
    };
    const deny = (holderState?: string) => {
      const terms = { ...labelled, jurisdictions: [rule], ...(holderState && { holderState }) };
      const decision = decide({}, { terms });
      return 'permit' in decision && decision.permit.release.deny.jurisdiction;
    };
    expect([deny(), deny('CA'), deny('TX')]).toEqual([label.ABORTION, label.ABORTION, 0]);
  });

  test('that the agreement with one client narrows', () => {
    const terms = { ...labelled, partnerDeny: { client: label.SDV, other: label.SEX } };
    expect(decide({}, { terms })).toMatchObject({ permit: { release: { deny: { partner: label.SDV } } } });
  });
});

describe('the days', () => {
  const at = (now: string, zone?: string) =>
    decide(
      { days: { first: '2026-06-30', last: '2026-06-30' } },
      { now: new Date(now), ...(zone && { zones: oneZone(zone) }) },
    );
  const notStarted = { refused: 'consent-not-started' };
  const expired = { refused: 'consent-expired' };

  test.each([
    ['without an agreed zone', undefined, '2026-06-30T10:00:00Z', '2026-07-01T04:00:00Z'],
    ['in Chicago', 'America/Chicago', '2026-06-30T05:00:00Z', '2026-07-01T05:00:00Z'],
    ['in Honolulu', 'Pacific/Honolulu', '2026-06-30T10:00:00Z', '2026-07-01T10:00:00Z'],
    ['in Puerto Rico', 'America/Puerto_Rico', '2026-06-30T04:00:00Z', '2026-07-01T04:00:00Z'],
    ['in Guam', 'Pacific/Guam', '2026-06-29T14:00:00Z', '2026-06-30T14:00:00Z'],
  ])('%s begin and end at midnight, to the second', (_where, zone, first, end) => {
    const secondBefore = (instant: string) => new Date(Date.parse(instant) - 1000).toISOString();
    expect(at(secondBefore(first), zone)).toMatchObject(notStarted);
    expect(at(first, zone)).toHaveProperty('permit.until', new Date(end));
    expect(at(first, zone)).toHaveProperty('permit.notBefore', new Date(first));
    expect(at(secondBefore(end), zone)).toHaveProperty('permit');
    expect(at(end, zone)).toMatchObject(expired);
  });

  test('begin and end where the clocks change, too', () => {
    expect(endOfDay('America/New_York', '2026-11-01')).toEqual(new Date('2026-11-02T05:00:00Z'));
    expect(endOfDay('America/New_York', '2026-03-08')).toEqual(new Date('2026-03-09T04:00:00Z'));
    expect(startOfDay('America/New_York', '2026-03-08')).toEqual(new Date('2026-03-08T05:00:00Z'));
    expect(dayIn('America/New_York', new Date('2026-11-02T04:59:59Z'))).toBe('2026-11-01');
  });
});
