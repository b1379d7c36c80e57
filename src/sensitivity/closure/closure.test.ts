// Labels go from the record that earned them to those that would tell it, and no further; what leaves never points at what stays.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../fhir/lossless.ts';
import { classMask, label } from '../bits.ts';
import { type GraphRecord, graphRecord } from './graph.ts';
import { planRelease } from './release-plan.ts';
import { cutFor } from './required.ts';
import { spread } from './spread.ts';

const { SUD, PART2 } = label;
const to = (reference: string) => ({ reference });
const record = (ref: string, more: object = {}, own = 0): GraphRecord => {
  const [resourceType, id] = ref.split('/') as [string, string];
  return graphRecord({ resourceType, id, ...more } as JsonObject, own);
};
const labelled = (records: GraphRecord[]) =>
  [...spread(records)]
    .filter(([, { labels }]) => labels !== 0)
    .map(([ref]) => ref)
    .sort();
const plan = (records: GraphRecord[]) => {
  const final = spread(records);
  return planRelease(records, ({ ref }) => (final.get(ref)!.labels & classMask ? 'sensitive' : undefined));
};
const inEncounter = { encounter: to('Encounter/e') };

describe('a label goes', () => {
  test('K2: to the Encounter of the record, and from there to nobody', () => {
    const records = [
      record('Encounter/e'),
      record('Condition/c', inEncounter, SUD),
      record('Condition/other', inEncounter),
    ];
    expect(labelled(records)).toEqual(['Condition/c', 'Encounter/e']);
    expect(spread(records).get('Encounter/e')!.gained).toEqual([
      { mask: SUD, rule: 'K2', from: 'Condition/c' },
    ]);
    expect(plan(records).drop).toEqual([
      { ref: 'Condition/other', element: 'encounter', target: 'Encounter/e' },
    ]);
  });
  test('K3: from an Encounter hit by itself to all in it, documents included (K8)', () => {
    const document = { context: { encounter: [to('Encounter/e')] } };
    expect(
      labelled([
        record('Encounter/e', {}, SUD),
        record('Observation/o', inEncounter),
        record('DocumentReference/d', document),
      ]),
    ).toHaveLength(3);
  });
  test('K4: to reports, panels, plans and prescriptions', () => {
    expect(
      labelled([
        record('Observation/o', {}, SUD),
        record('DiagnosticReport/r', { result: [to('Observation/o')] }),
        record('Observation/panel', { hasMember: [to('Observation/o')] }),
        record('Observation/next', { derivedFrom: [to('Observation/panel')] }),
        record('Medication/m', { subject: to('Patient/p') }, SUD),
        record('MedicationRequest/q', { medicationReference: to('Medication/m') }),
        record('CarePlan/plan', { goal: [to('Goal/g')] }),
        record('Goal/g', {}, SUD),
        record('Observation/answer', { derivedFrom: [to('QuestionnaireResponse/s')] }),
        record('QuestionnaireResponse/s', {}, SUD),
        record('Patient/p'),
      ]),
    ).toHaveLength(10);
  });
  test('K5: not from a Condition to what it was the reason for; the reference is dropped', () => {
    const records = [
      record('Condition/c', {}, SUD),
      record('Procedure/p', { reasonReference: [to('Condition/c')] }),
    ];
    expect(labelled(records)).toEqual(['Condition/c']);
    expect(plan(records).drop).toEqual([
      { ref: 'Procedure/p', element: 'reasonReference', target: 'Condition/c' },
    ]);
  });
  test('K6: to other versions of the claim and to the claims of one stay', () => {
    const stay = {
      facility: to('Organization/f'),
      supportingInfo: [
        { category: { coding: [{ code: 'admissionperiod' }] }, timingPeriod: { start: '2026-01-02' } },
      ],
    };
    const claims = [
      record('ExplanationOfBenefit/1', { use: 'claim', identifier: [{ value: 'C1' }] }, SUD),
      record('ExplanationOfBenefit/2', {
        use: 'claim',
        identifier: [{ value: 'C2' }],
        related: [{ reference: { value: 'c1' } }],
        ...stay,
      }),
      record('ExplanationOfBenefit/3', { use: 'claim', identifier: [{ value: 'C3' }], ...stay }),
      record('ExplanationOfBenefit/4', { use: 'claim', identifier: [{ value: 'C4' }] }),
    ];
    expect(labelled(claims)).toEqual([
      'ExplanationOfBenefit/1',
      'ExplanationOfBenefit/2',
      'ExplanationOfBenefit/3',
    ]);
  });
  test('K7: between an authorization, its documents and orders, and the claims under its number', () => {
    const parts = (hit: string) => {
      const own = (ref: string) => (ref === hit ? SUD : 0);
      return labelled([
        record(
          'ExplanationOfBenefit/pa',
          {
            use: 'preauthorization',
            identifier: [{ value: 'PA7' }],
            supportingInfo: [{ valueReference: to('DocumentReference/d') }],
            referral: to('ServiceRequest/s'),
          },
          own('pa'),
        ),
        record('DocumentReference/d', {}, own('d')),
        record('ServiceRequest/s', {}, own('s')),
        record('ExplanationOfBenefit/c', { use: 'claim', insurance: [{ preAuthRef: ['PA7'] }] }, own('c')),
        record('ExplanationOfBenefit/x', { use: 'claim', insurance: [{ preAuthRef: ['PA8'] }] }),
      ]);
    };
    for (const hit of ['pa', 'd', 's', 'c']) expect(parts(hit), hit).toHaveLength(4);
  });
  test('K10: from a Provenance whose agent is a programme to its targets', () => {
    const found = spread([
      record('Provenance/v', { target: [to('Observation/o')] }, PART2 | SUD),
      record('Observation/o'),
    ]);
    expect(found.get('Observation/o')!.labels).toBe(PART2 | SUD);
  });
  test('K12: never to the Patient', () => {
    expect(
      labelled([record('Patient/p'), record('Provenance/v', { target: [to('Patient/p')] }, PART2 | SUD)]),
    ).toEqual(['Provenance/v']);
  });
});

describe('what leaves', () => {
  test('a record whose required reference stays, stays with it, and so on', () => {
    const { withheld } = plan([
      record('Medication/m', { subject: to('Patient/p') }, SUD),
      record('PractitionerRole/r', { organization: to('Organization/otp') }),
      record('Organization/otp', {}, SUD),
      record('CareTeam/t', { participant: [{ member: to('PractitionerRole/r') }] }),
      record('Patient/p'),
    ]);
    expect(Object.fromEntries(withheld)).toEqual({
      'Medication/m': 'sensitive',
      'Organization/otp': 'sensitive',
      'PractitionerRole/r': 'required-reference',
      'CareTeam/t': 'required-reference',
    });
  });
  test('K9, K10: a part goes while another is left', () => {
    const { withheld, drop } = plan([
      record('Organization/otp', {}, SUD),
      record('Practitioner/a'),
      record('CareTeam/t', {
        participant: [{ member: to('Practitioner/a') }, { member: to('Organization/otp') }],
      }),
      record('Observation/o', {}, SUD),
      record('Observation/n'),
      record('Provenance/v', { target: [to('Observation/o'), to('Observation/n')] }),
      record('Provenance/w', { target: [to('Observation/o')] }),
    ]);
    expect([...withheld.keys()].sort()).toEqual(['Observation/o', 'Organization/otp', 'Provenance/w']);
    expect(drop).toEqual([
      { ref: 'CareTeam/t', element: 'participant.member', target: 'Organization/otp', part: 'participant' },
      { ref: 'Provenance/v', element: 'target', target: 'Observation/o', part: 'target' },
    ]);
  });
  test('K11: a helper leaves only with a record that points at it', () => {
    const { withheld } = plan([
      record('Practitioner/a', {}),
      record('Practitioner/b', {}),
      record('Encounter/e', { participant: [{ individual: to('Practitioner/a') }] }, SUD),
      record('Encounter/f', { participant: [{ individual: to('Practitioner/b') }] }),
    ]);
    expect(withheld.get('Practitioner/a')).toBe('helper-unused');
    expect(withheld.has('Practitioner/b')).toBe(false);
  });
});

const graph = fc
  .array(
    fc.record({
      type: fc.constantFrom(
        'Encounter',
        'Condition',
        'Observation',
        'DiagnosticReport',
        'CarePlan',
        'Goal',
        'ExplanationOfBenefit',
        'Provenance',
        'MedicationRequest',
        'Medication',
        'Practitioner',
        'CareTeam',
      ),
      own: fc.constantFrom(0, 0, 0, SUD, PART2 | SUD, label.ABORTION),
      links: fc.array(
        fc.tuple(
          fc.constantFrom(
            'encounter',
            'result',
            'hasMember',
            'goal',
            'reasonReference',
            'target',
            'medicationReference',
            'requester',
            'participant.member',
            'supportingInfo.valueReference',
          ),
          fc.nat(11),
        ),
        { maxLength: 3 },
      ),
      keys: fc.subarray(['claim:1', 'pa:1', 'stay:1']),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(
      (row, i): GraphRecord => ({
        ref: `${row.type}/${i}`,
        type: row.type,
        own: row.own,
        links: row.links
          .filter(([, at]) => at < rows.length)
          .map(([element, at]) => ({ element, target: `${rows[at]!.type}/${at}` })),
        keys: row.keys,
        helper: row.type === 'Practitioner',
      }),
    ),
  );
const labels = (records: GraphRecord[]) =>
  new Map([...spread(records)].map(([ref, final]) => [ref, final.labels]));

describe('of any records', () => {
  test('the order does not matter, and running twice changes nothing', () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (records, seeds) => {
        const once = labels(records);
        const shuffled = records
          .map((one) => ({ one, at: seeds.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const again = labels(shuffled);
        expect([...once].every(([ref, mask]) => again.get(ref) === mask)).toBe(true);
        expect(spread(records)).toEqual(spread(records));
      }),
    );
  });
  test('a label more never adds a released record, and never takes a label away', () => {
    fc.assert(
      fc.property(graph, fc.nat(11), (records, at) => {
        const more = records.map((one, i) => (i === at ? { ...one, own: one.own | label.SDV } : one));
        const before = plan(records);
        const after = plan(more);
        expect([...after.released].filter((ref) => !before.released.has(ref))).toEqual([]);
        const now = labels(more);
        for (const [ref, mask] of labels(records)) expect(now.get(ref)! & mask).toBe(mask);
      }),
    );
  });
  test('held is released and withheld together, each with one reason; no reference that leaves points at what stays, and none that is required is cut', () => {
    fc.assert(
      fc.property(graph, (records) => {
        const { released, withheld, drop } = plan(records);
        expect(released.size + withheld.size).toBe(records.length);
        const cut = new Set(drop.map(({ ref, element, target }) => `${ref} ${element} ${target}`));
        for (const one of records.filter(({ ref }) => released.has(ref))) {
          expect(withheld.has(one.ref)).toBe(false);
          for (const { element, target } of one.links) {
            if (released.has(target)) continue;
            expect(cut.has(`${one.ref} ${element} ${target}`)).toBe(true);
            expect(cutFor(one.type, element).do).toBe('drop');
          }
        }
      }),
    );
  });
});
