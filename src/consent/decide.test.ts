/** The truth table of consents as a table, and the promise behind it as properties. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentPolicy } from '../fhir/systems.ts';
import { dayIn, endOfDay, oneZone } from './days.ts';
import { type ConsentInput, decideConsent } from './decide.ts';
import type { ConsentFacts } from './facts.ts';
import { isPermit } from './permit.ts';

const us = '1987877564';
const them = '1907573368';
const another = '1234567893';

const good: ConsentFacts = {
  status: 'active',
  faults: [],
  sources: [us],
  recipients: [them],
  policies: [consentPolicy.sensitive],
  days: { first: '2026-06-01', last: '2026-12-31' },
};

const input: ConsentInput = {
  personId: 7,
  clientId: 'client',
  consentId: 'consent',
  consent: good,
  revoked: false,
  recipientNpi: them,
  sourceNpi: us,
  instructed: false,
  segmentation: 'unlabelled',
  now: new Date('2026-06-30T12:00:00Z'),
};

const decide = (consent: Partial<ConsentFacts>, situation: Partial<ConsentInput> = {}) =>
  decideConsent({ ...input, consent: { ...good, ...consent }, ...situation });

describe('a member of whom nothing stands against it', () => {
  test('gets a permit for one person, one client, one policy and until the last day is over', () => {
    const decision = decide({});
    expect(decision).toEqual({
      permit: {
        personId: 7,
        clientId: 'client',
        recipientNpi: them,
        policy: 'sensitive',
        consentId: 'consent',
        lastDay: '2026-12-31',
        until: new Date('2027-01-01T05:00:00Z'),
      },
    });
    expect('permit' in decision && isPermit(decision.permit)).toBe(true);
    expect('permit' in decision && isPermit({ ...decision.permit })).toBe(false);
  });

  test('may name several payers in each role, and policies of others beside the HRex one', () => {
    expect(decide({ sources: [them, us], recipients: [us, them] })).toHaveProperty('permit');
    expect(decide({ policies: ['https://example.org/p', consentPolicy.sensitive] })).toHaveProperty('permit');
  });
});

const table: [
  condition: string,
  consent: Partial<ConsentFacts> | 'none',
  Partial<ConsentInput>,
  reason: string,
][] = [
  ['no consent', 'none', {}, 'consent-missing'],
  ['a breach of the profile', { faults: ['scope'] }, {}, 'consent-invalid'],
  ['another recipient', { recipients: [another] }, {}, 'wrong-recipient'],
  ['no recipient', { recipients: [] }, {}, 'wrong-recipient'],
  ['a client without NPI', { recipients: [''] }, { recipientNpi: '' }, 'wrong-recipient'],
  ['another source', { sources: [another] }, {}, 'wrong-source'],
  ['roles exchanged', { sources: [them], recipients: [us] }, {}, 'wrong-recipient'],
  ['no policy', { policies: [] }, {}, 'policy-unknown'],
  ['an unknown policy', { policies: [`${consentPolicy.sensitive}x`] }, {}, 'policy-unknown'],
  ['both policies', { policies: [consentPolicy.regular, consentPolicy.sensitive] }, {}, 'policy-unknown'],
  ['a draft', { status: 'draft' }, {}, 'consent-inactive'],
  ['an inactive one', { status: 'inactive' }, {}, 'consent-inactive'],
  ['entered in error', { status: 'entered-in-error' }, {}, 'consent-inactive'],
  ['no usable period', { days: undefined }, {}, 'consent-period-invalid'],
  ['a start tomorrow', { days: { first: '2026-07-01', last: '2026-12-31' } }, {}, 'consent-not-started'],
  ['an end yesterday', { days: { first: '2026-06-01', last: '2026-06-29' } }, {}, 'consent-expired'],
  ['a revocation', {}, { revoked: true }, 'consent-revoked'],
  ["the member's instruction", {}, { instructed: true }, 'local-instruction'],
  ['#regular without labels', { policies: [consentPolicy.regular] }, {}, 'cannot-segment'],
];

test.each(table)('%s is refused', (_condition, consent, situation, reason) => {
  const decision =
    consent === 'none' ? decideConsent({ ...input, consent: undefined }) : decide(consent, situation);
  expect(decision).toEqual({ refused: reason });
});

test.each(['excluded', 'labelled'] as const)(
  '#regular is permitted where sensitive data are %s',
  (segmentation) => {
    expect(decide({ policies: [consentPolicy.regular] }, { segmentation })).toHaveProperty(
      'permit.policy',
      'regular',
    );
  },
);

describe('the days', () => {
  const at = (now: string, zones?: ConsentInput['zones']) =>
    decide(
      { days: { first: '2026-06-30', last: '2026-06-30' } },
      { now: new Date(now), ...(zones && { zones }) },
    );

  test('without an agreed zone start when Hawaii has them and end when New York has had them', () => {
    expect(at('2026-06-30T09:59:59Z')).toEqual({ refused: 'consent-not-started' });
    expect(at('2026-06-30T10:00:00Z')).toHaveProperty('permit');
    expect(at('2026-07-01T03:59:59Z')).toHaveProperty('permit');
    expect(at('2026-07-01T04:00:00Z')).toEqual({ refused: 'consent-expired' });
  });

  test('with one zone are that zone’s, and the permit ends with the day', () => {
    const zones = oneZone('America/Chicago');
    expect(at('2026-06-30T05:00:00Z', zones)).toHaveProperty(
      'permit.until',
      new Date('2026-07-01T05:00:00Z'),
    );
    expect(at('2026-06-30T04:59:59Z', zones)).toEqual({ refused: 'consent-not-started' });
    expect(at('2026-07-01T05:00:00Z', zones)).toEqual({ refused: 'consent-expired' });
  });

  test('end where the clocks change, too', () => {
    expect(endOfDay('America/New_York', '2026-11-01')).toEqual(new Date('2026-11-02T05:00:00Z'));
    expect(endOfDay('America/New_York', '2026-03-08')).toEqual(new Date('2026-03-09T04:00:00Z'));
    expect(dayIn('America/New_York', new Date('2026-11-02T04:59:59Z'))).toBe('2026-11-01');
  });
});

/** Mostly what is right, so that permits come up often enough to be judged. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const npi = fc.constantFrom(us, them, another, '');
const day = fc.constantFrom('2026-06-01', '2026-06-29', '2026-06-30', '2026-07-01', '2026-12-31');
const facts: fc.Arbitrary<ConsentFacts> = fc.record({
  status: mostly('active', 'draft', 'inactive', ''),
  faults: mostly<string[]>([], ['patient']),
  sources: fc.oneof(mostly([us], []), fc.array(npi, { maxLength: 3 })),
  recipients: fc.oneof(mostly([them], []), fc.array(npi, { maxLength: 3 })),
  policies: fc.array(fc.constantFrom(consentPolicy.regular, consentPolicy.sensitive, 'x'), { maxLength: 2 }),
  days: fc.option(fc.record({ first: day, last: day }), { nil: undefined }),
});
const situations: fc.Arbitrary<ConsentInput> = fc.record({
  personId: fc.constant(7),
  clientId: fc.constant('client'),
  consentId: fc.constant('consent'),
  consent: fc.option(facts, { nil: undefined }),
  revoked: mostly(false, true),
  recipientNpi: mostly(them, us, another, ''),
  sourceNpi: mostly(us, them, another, ''),
  instructed: mostly(false, true),
  segmentation: fc.constantFrom('excluded', 'labelled', 'unlabelled'),
  now: fc.constant(new Date('2026-06-30T12:00:00Z')),
});

describe('for every situation', () => {
  test('there is no permit without a live consent that names both payers', () => {
    let permits = 0;
    fc.assert(
      fc.property(situations, (situation) => {
        const decision = decideConsent(situation);
        if (!('permit' in decision)) return;
        permits++;
        const consent = situation.consent!;
        expect(consent.status).toBe('active');
        expect(consent.recipients).toContain(situation.recipientNpi);
        expect(consent.sources).toContain(situation.sourceNpi);
        expect(consent.days!.first <= '2026-06-30' && consent.days!.last >= '2026-06-30').toBe(true);
        expect(situation.revoked || situation.instructed).toBe(false);
        expect(decision.permit.recipientNpi).toBe(situation.recipientNpi);
      }),
      { numRuns: 20_000, seed: 6 },
    );
    expect(permits).toBeGreaterThan(100);
  });

  test('narrowing a consent never permits what it did not permit before', () => {
    const narrowings: ((facts: ConsentFacts) => ConsentFacts)[] = [
      (f) => ({ ...f, sources: f.sources.slice(1) }),
      (f) => ({ ...f, recipients: f.recipients.slice(1) }),
      (f) => ({ ...f, faults: [...f.faults, 'purpose'] }),
      (f) => ({ ...f, status: 'inactive' }),
      (f) => ({
        ...f,
        days: f.days && { ...f.days, last: '2026-06-30' < f.days.last ? '2026-06-30' : f.days.last },
      }),
      (f) => ({ ...f, days: f.days && { ...f.days, first: '2026-07-01' } }),
    ];
    fc.assert(
      fc.property(situations, fc.constantFrom(...narrowings), (situation, narrow) => {
        const before = decideConsent(situation);
        const after = decideConsent({
          ...situation,
          consent: situation.consent && narrow(situation.consent),
        });
        if ('permit' in after) {
          expect(before).toHaveProperty('permit');
          expect('permit' in before && after.permit.until <= before.permit.until).toBe(true);
        }
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });
});
