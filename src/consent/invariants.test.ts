/** The promises behind the truth table, for every situation (consent-and-sensitive-data 5.3: 1, 2, 13, 16). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { another, goodInput, judged, labelled, them, us } from '../../test/env/consent-input.ts';
import { consentPolicy } from '../fhir/systems.ts';
import { bits, classMask, label } from '../sensitivity/bits.ts';
import { decideRecord, type RecordFacts } from '../sensitivity/decide-record.ts';
import { type ConsentDecision, type ConsentInput, decideConsent } from './decide.ts';
import type { ConsentFacts } from './facts.ts';
import type { Grant } from './grants.ts';
import { policyOf } from './rules/policy.ts';
import { releaseTerms_default } from './terms.ts';

/** Mostly what is right, so that permits come up often enough to be judged. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const npi = fc.constantFrom(us, them, another, '');
const day = fc.constantFrom('2026-06-01', '2026-06-29', '2026-06-30', '2026-07-01', '2026-12-31');
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });
const policies = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<string[]>([consentPolicy.regular], [consentPolicy.sensitive]) },
  { weight: 1, arbitrary: fc.subarray<string>([consentPolicy.regular, consentPolicy.sensitive, 'x']) },
);

const facts: fc.Arbitrary<ConsentFacts> = fc.record({
  documentId: fc.constantFrom('paper', 'other', ''),
  status: mostly('active', 'draft', 'inactive', ''),
  faults: mostly<string[]>([], ['patient']),
  sources: fc.oneof(mostly([us], []), fc.array(npi, { maxLength: 3 })),
  recipients: fc.oneof(mostly([them], []), fc.array(npi, { maxLength: 3 })),
  policies,
  days: fc.oneof(
    { weight: 9, arbitrary: fc.constant({ first: '2026-06-01', last: '2026-12-31' }) },
    { weight: 1, arbitrary: fc.option(fc.record({ first: day, last: day }), { nil: undefined }) },
  ),
  signer: mostly<ConsentFacts['signer']>('member', 'representative'),
  capacity: fc.constantFrom(null, 'MTH', 'GUARD', 'DPOWATT', 'EXCEST'),
  part2Statement: fc.boolean(),
});
const mask = fc.subarray(bits.map(({ bit }) => 1 << bit)).map((some) => some.reduce((a, b) => a | b, 0));
const category = fc.constantFrom('claims', 'pharmacy', 'prior-auth', 'clinical');
const grant: fc.Arbitrary<Grant> = fc.record({
  categories: nullable(fc.uniqueArray(category)),
  labels: nullable(mask),
  serviceFrom: nullable(day),
  serviceTo: nullable(day),
  validFrom: nullable(fc.constantFrom('2026-06-01', '2026-07-01')),
  validTo: nullable(fc.constantFrom('2026-06-29', '2026-06-30', '2026-12-31')),
});
const consents = fc.array(
  fc
    .record({ facts, state: mostly<'active' | 'revoked'>('active', 'revoked'), hash: fc.nat(15) })
    .map((one) =>
      judged(one.facts, { state: one.state, hash: one.hash.toString(16).repeat(64), id: `k${one.hash}` }),
    ),
  { maxLength: 2 },
);
const terms = fc.record({
  segmentation: mostly<ConsentInput['terms']['segmentation']>('labelled', 'unlabelled', 'excluded'),
  part2: fc.constantFrom<ConsentInput['terms']['part2']>('require-statement', 'hipaa-redisclosure', 'never'),
  partnerDeny: fc.record({ client: mask }),
});
const situations: fc.Arbitrary<ConsentInput> = fc.record({
  personId: fc.constant(7),
  clientId: fc.constant('client'),
  recipientNpi: mostly(them, us, another, ''),
  sourceNpi: mostly(us, them, another, ''),
  now: fc.constant(goodInput.now),
  zones: fc.constant(goodInput.zones),
  terms: terms.map((some) => ({ ...labelled, ...some })),
  failed: mostly(false, true),
  held: mostly(false, true),
  instructed: mostly(false, true),
  consents,
  grants: fc.array(grant, { maxLength: 2 }),
  keptBack: fc.record({
    categories: fc.uniqueArray(category, { maxLength: 2 }),
    records: mostly(false, true),
  }),
  authorities: fc.array(
    fc.record({
      kind: fc.constantFrom('guardian' as const, 'durable-power' as const, 'executor' as const),
      scope: fc.constantFrom('all' as const, 'regular' as const),
      validFrom: fc.constant('2020-01-01'),
      validTo: nullable(day),
    }),
    { maxLength: 1 },
  ),
  birth: fc.record({
    date: fc.constantFrom(null, '1980-02-29', '2008-06-30', '2008-07-01', '2015-01-01'),
    state: fc.constantFrom(null, 'MA', 'NE'),
  }),
  diedOn: mostly<string | null>(null, '2026-06-20'),
  epoch: fc.nat(9),
});

const records: fc.Arbitrary<RecordFacts> = fc.record({
  labels: fc.oneof(fc.constant(0), mask, fc.constantFrom(label.OPAQUE, label.UNCLASSIFIED)),
  type: fc.constantFrom('Condition', 'DocumentReference'),
  category: fc.oneof(category, fc.constant('always')),
  start: nullable(day),
  end: nullable(day),
  hold: mostly(false, true),
  memberAdd: mostly(false, true),
});
const leaves = (decision: ConsentDecision, record: RecordFacts): boolean =>
  'permit' in decision && decideRecord(record, decision.permit.release).release;

const runs = { numRuns: 20_000, seed: 6 };

test('there is no permit without a live consent that names both payers', () => {
  let permits = 0;
  fc.assert(
    fc.property(situations, (situation) => {
      const decision = decideConsent(situation);
      if (!('permit' in decision)) return;
      permits++;
      for (const consent of situation.consents) {
        expect(consent.state).toBe('active');
        expect(consent.facts.days!.first <= '2026-06-30' && consent.facts.days!.last >= '2026-06-30').toBe(
          true,
        );
      }
      const { facts: words } = situation.consents.find(({ id }) => id === decision.permit.consentId)!;
      expect(words.status).toBe('active');
      expect(words.recipients).toContain(situation.recipientNpi);
      expect(words.sources).toContain(situation.sourceNpi);
      expect(situation.held || situation.instructed || situation.failed).toBe(false);
      expect(decision.permit).toMatchObject({ recipientNpi: situation.recipientNpi, epoch: situation.epoch });
      expect(decision.permit.until > situation.now && decision.permit.notBefore <= situation.now).toBe(true);
    }),
    runs,
  );
  expect(permits).toBeGreaterThan(500);
});

describe('invariant 1: nothing that narrows ever adds a released record', () => {
  const consent = (change: (facts: ConsentFacts) => Partial<ConsentFacts>) => (input: ConsentInput) => ({
    ...input,
    consents: input.consents.map((one) => ({ ...one, facts: { ...one.facts, ...change(one.facts) } })),
  });
  const narrowings: [string, (input: ConsentInput) => ConsentInput][] = [
    ['a source less', consent((f) => ({ sources: f.sources.slice(1) }))],
    ['a recipient less', consent((f) => ({ recipients: f.recipients.slice(1) }))],
    ['a fault', consent((f) => ({ faults: [...f.faults, 'purpose'] }))],
    [
      '#regular for #sensitive',
      consent((f) => ({
        policies: policyOf(f.policies) === 'sensitive' ? [consentPolicy.regular] : f.policies,
      })),
    ],
    [
      'an earlier end',
      consent((f) => ({
        days: f.days && { ...f.days, last: '2026-06-30' < f.days.last ? '2026-06-30' : f.days.last },
      })),
    ],
    ['a later start', consent((f) => ({ days: f.days && { ...f.days, first: '2026-07-01' } }))],
    ['no statement on programmes', consent(() => ({ part2Statement: false }))],
    [
      'a revocation',
      (i) => ({ ...i, consents: i.consents.map((one) => ({ ...one, state: 'revoked' as const })) }),
    ],
    ['a hold', (i) => ({ ...i, held: true })],
    ['an instruction', (i) => ({ ...i, instructed: true })],
    [
      'a category kept back',
      (i) => ({ ...i, keptBack: { ...i.keptBack, categories: [...i.keptBack.categories, 'claims'] } }),
    ],
    ['a record kept back', (i) => ({ ...i, keptBack: { ...i.keptBack, records: true } })],
    [
      'a grant',
      (i) => ({
        ...i,
        grants: [
          ...i.grants,
          {
            categories: ['claims'],
            labels: label.SEX,
            serviceFrom: '2026-06-29',
            serviceTo: '2026-07-01',
            validFrom: '2026-06-01',
            validTo: '2026-06-30',
          },
        ],
      }),
    ],
    ['authority lost', (i) => ({ ...i, authorities: [] })],
    ['a stricter store', (i) => ({ ...i, terms: { ...i.terms, segmentation: 'unlabelled' as const } })],
    ['a stricter agreement', (i) => ({ ...i, terms: { ...i.terms, partnerDeny: { client: classMask } } })],
    ['a stricter rule for programmes', (i) => ({ ...i, terms: { ...i.terms, part2: 'never' as const } })],
  ];
  test.each(narrowings)('%s', (_what, narrow) => {
    fc.assert(
      fc.property(situations, fc.array(records, { maxLength: 6 }), (situation, some) => {
        const [before, after] = [decideConsent(situation), decideConsent(narrow(situation))];
        // To end a contradiction is no narrowing: it was not known what the member wants.
        fc.pre(!('refused' in before) || before.refused !== 'consent-ambiguous');
        if ('permit' in after) {
          expect(before).toHaveProperty('permit');
          expect('permit' in before && after.permit.until <= before.permit.until).toBe(true);
        }
        for (const record of some) if (leaves(after, record)) expect(leaves(before, record)).toBe(true);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});

test('invariant 2: what leaves under #regular leaves under #sensitive', () => {
  let released = 0;
  fc.assert(
    fc.property(situations, fc.array(records, { maxLength: 8 }), (situation, some) => {
      const under = (policy: string) =>
        decideConsent({
          ...situation,
          // An authority that covers #regular alone is no wider policy.
          authorities: situation.authorities.map((one) => ({ ...one, scope: 'all' as const })),
          consents: situation.consents.map((one) => ({
            ...one,
            facts: { ...one.facts, policies: [policy] },
          })),
        });
      const [regular, sensitive] = [under(consentPolicy.regular), under(consentPolicy.sensitive)];
      for (const record of some) {
        if (!leaves(regular, record)) continue;
        released++;
        expect(leaves(sensitive, record)).toBe(true);
      }
    }),
    runs,
  );
  expect(released).toBeGreaterThan(200);
});

test('invariant 13: the order of consents and of grants is irrelevant', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const turned = {
        ...situation,
        consents: [...situation.consents].reverse(),
        grants: [...situation.grants].reverse(),
        authorities: [...situation.authorities].reverse(),
      };
      // Two documents of one digest are one document.
      fc.pre(new Set(situation.consents.map(({ hash }) => hash)).size === situation.consents.length);
      const words = (decision: ConsentDecision) =>
        'refused' in decision ? decision.refused : { ...decision.permit };
      expect(words(decideConsent(turned))).toEqual(words(decideConsent(situation)));
    }),
    runs,
  );
});

test('invariant 16: as time goes on a consent begins once and ends once, at the instants that its permit names', () => {
  const instants = fc.array(
    fc.date({
      min: new Date('2026-05-30T00:00:00Z'),
      max: new Date('2026-07-04T00:00:00Z'),
      noInvalidDate: true,
    }),
    { minLength: 2, maxLength: 20 },
  );
  const zone = fc.constantFrom(
    { start: 'Pacific/Honolulu', end: 'America/New_York' },
    { start: 'America/Chicago', end: 'America/Chicago' },
    { start: 'Pacific/Guam', end: 'Pacific/Guam' },
  );
  fc.assert(
    fc.property(
      instants,
      zone,
      fc.constantFrom('2026-06-01', '2026-06-15'),
      fc.constantFrom('2026-06-20', '2026-07-01'),
      (times, zones, first, last) => {
        const flips = times
          .map((now) => now.getTime())
          .sort((a, b) => a - b)
          .map((ms) => ({
            ms,
            decision: decideConsent({
              ...goodInput,
              zones,
              now: new Date(ms),
              terms: releaseTerms_default,
              consents: [judged({ days: { first, last } })],
            }),
          }));
        const words = flips.map(({ decision }) => ('permit' in decision ? 'permit' : decision.refused));
        const order = ['consent-not-started', 'permit', 'consent-expired'];
        expect(words.map((word) => order.indexOf(word))).toEqual(
          words.map((word) => order.indexOf(word)).sort((a, b) => a - b),
        );
        for (const { ms, decision } of flips)
          if ('permit' in decision)
            expect(decision.permit.notBefore.getTime() <= ms && ms < decision.permit.until.getTime()).toBe(
              true,
            );
      },
    ),
    { numRuns: 2000, seed: 16 },
  );
});
