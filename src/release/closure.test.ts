// Nothing that leaves may refer to something that stays: by cases, and by any graph of records.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeRecords, type LinkedRecord } from './closure.ts';

const record = (ref: string, more: Partial<LinkedRecord> = {}): LinkedRecord => ({
  ref,
  type: ref.split('/')[0]!,
  serviceEnd: null,
  reach: null,
  authorization: false,
  withheld: null,
  refs: [],
  ...more,
});
const close = (records: LinkedRecord[], elsewhere: string[] = []) =>
  closeRecords(new Map(records.map((r) => [r.ref, r])), (target) => elsewhere.includes(target));

test('an old encounter reaches as far as what refers to it, through others too', () => {
  const closed = close([
    record('Encounter/e', { serviceEnd: '2010-01-01' }),
    record('Condition/c', { serviceEnd: '2012-01-01', refs: ['Encounter/e'] }),
    record('Procedure/p', { serviceEnd: '2024-01-01', refs: ['Condition/c'] }),
  ]);
  expect([...closed].map(([ref, c]) => [ref, c.reach])).toEqual([
    ['Encounter/e', '2024-01-01'],
    ['Condition/c', '2024-01-01'],
    ['Procedure/p', '2024-01-01'],
  ]);
});

test('what has no date is always inside, and so is what it refers to', () => {
  const closed = close([
    record('AllergyIntolerance/a', { refs: ['Encounter/e'] }),
    record('Encounter/e', { serviceEnd: '1990-01-01' }),
  ]);
  expect(closed.get('Encounter/e')!.reach).toBe('infinity');
  expect(closed.get('AllergyIntolerance/a')!.reach).toBeNull();
});

test('withheld records and Provenance give no reach, claims gain none', () => {
  const closed = close([
    record('Encounter/e', { serviceEnd: '2010-01-01' }),
    record('ExplanationOfBenefit/old', { serviceEnd: '2010-01-01' }),
    record('Basic/b', { withheld: 'type-not-in-payload', refs: ['Encounter/e'] }),
    record('Provenance/p', { refs: ['Encounter/e', 'ExplanationOfBenefit/old'] }),
  ]);
  expect(closed.get('Encounter/e')!.reach).toBe('2010-01-01');
  expect(closed.get('ExplanationOfBenefit/old')!.reach).toBe('2010-01-01');
});

test('a document of prior authorizations only leaves with one; what others refer to is an ordinary record', () => {
  const pa = { authorization: true, reach: '2024-01-01', serviceEnd: '2020-01-01' };
  const closed = close([
    record('ExplanationOfBenefit/pa', { ...pa, refs: ['DocumentReference/d1', 'DocumentReference/d2'] }),
    record('DocumentReference/d1', { serviceEnd: '2015-01-01' }),
    record('DocumentReference/d2', { serviceEnd: '2015-01-01' }),
    record('Observation/o', { serviceEnd: '2020-01-01', refs: ['DocumentReference/d2'] }),
  ]);
  expect(closed.get('DocumentReference/d1')).toMatchObject({ paDocument: true, reach: '2024-01-01' });
  expect(closed.get('DocumentReference/d2')).toMatchObject({ paDocument: false, reach: '2024-01-01' });
});

test('a target that is neither here nor among the payer-wide records dangles', () => {
  const closed = close(
    [record('Encounter/e', { refs: ['Practitioner/p', 'Location/l'] })],
    ['Practitioner/p'],
  );
  expect(closed.get('Encounter/e')!.dangling).toEqual(['Location/l']);
});

test('in any graph, at any boundary, all that an inside record refers to is inside, cycles included', () => {
  const day = fc.constantFrom(null, '2010-01-01', '2015-01-01', '2020-01-01', '2025-01-01', 'infinity');
  const graph = fc.array(fc.record({ end: day, to: fc.array(fc.nat(9), { maxLength: 3 }) }), {
    minLength: 10,
    maxLength: 10,
  });
  fc.assert(
    fc.property(graph, fc.constantFrom('2012-01-01', '2018-01-01', '2024-01-01'), (nodes, boundary) => {
      const ref = (i: number) => `Observation/${i}`;
      const records = nodes.map(({ end, to }, i) => record(ref(i), { serviceEnd: end, refs: to.map(ref) }));
      const closed = close(records);
      const inside = (r: string) => (closed.get(r)!.reach ?? 'infinity') >= boundary;
      for (const { ref: r, refs, serviceEnd } of records) {
        if (inside(r)) for (const target of refs) expect(inside(target)).toBe(true);
        if ((serviceEnd ?? 'infinity') >= boundary) expect(inside(r)).toBe(true);
      }
    }),
  );
});
