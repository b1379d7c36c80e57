// Lines that are not FHIR R4 in shape are named by the first thing that is wrong, and what is right passes.
import { expect, test } from 'vitest';
import type { JsonObject } from './lossless.ts';
import { shapeFault } from './shape.ts';

const claim = (change: JsonObject): JsonObject => ({
  resourceType: 'ExplanationOfBenefit',
  id: 'e1',
  status: 'active',
  type: { text: 'x' },
  use: 'claim',
  patient: { reference: 'Patient/p' },
  created: '2024-01-01',
  insurer: { display: 'x' },
  provider: { display: 'x' },
  outcome: 'complete',
  insurance: [{ focal: true, coverage: { reference: 'Coverage/c' } }],
  ...change,
});

test('a claim of the required elements is in shape, with extensions of primitives too', () => {
  expect(shapeFault(claim({}))).toBeUndefined();
  expect(shapeFault(claim({ _created: { extension: [{ url: 'u', valueCode: 'x' }] } }))).toBeUndefined();
  const { created: _gone, ...rest } = claim({ _created: { extension: [{ url: 'u', valueCode: 'x' }] } });
  expect(shapeFault(rest)).toBeUndefined();
});

test.each<[string, JsonObject, string, string]>([
  [
    'a sequence as text',
    { item: [{ sequence: '1', productOrService: {} }] },
    'wrong-json-type',
    'ExplanationOfBenefit.item.sequence',
  ],
  [
    'the patient as a list',
    { patient: [{ reference: 'Patient/p' }] },
    'wrong-json-type',
    'ExplanationOfBenefit.patient',
  ],
  ['a list that is none', { item: { sequence: 1 } }, 'wrong-json-type', 'ExplanationOfBenefit.item'],
  ['a property of nobody', { colour: 'red' }, 'unknown-property', 'ExplanationOfBenefit.colour'],
  ['a property that holds a value', { 'Jane Doe': 'x' }, 'unknown-property', 'ExplanationOfBenefit'],
  ['an impossible day', { created: '2024-02-30' }, 'invalid-date', 'ExplanationOfBenefit.created'],
  [
    'a period that ends first',
    { billablePeriod: { start: '2024-02-02', end: '2024-02-01' } },
    'period-reversed',
    'ExplanationOfBenefit.billablePeriod',
  ],
  ['a status of no value set', { status: 'maybe' }, 'code-not-in-value-set', 'ExplanationOfBenefit.status'],
  [
    'a line without its sequence',
    { item: [{ productOrService: {} }] },
    'required-missing',
    'ExplanationOfBenefit.item.sequence',
  ],
  [
    'an unknown property deep inside',
    { insurance: [{ focal: true, coverage: { referense: 'x' } }] },
    'unknown-property',
    'ExplanationOfBenefit.insurance.coverage.referense',
  ],
  [
    'a faulty contained resource',
    { contained: [{ resourceType: 'Patient', id: 'c', gender: 'x' }] },
    'code-not-in-value-set',
    'ExplanationOfBenefit.contained.gender',
  ],
])('%s', (_what, change, reason, path) => {
  expect(shapeFault(claim(change))).toEqual({ reason, path });
});

test('a missing patient is named; a type that the table does not know is only checked for the common elements', () => {
  const { patient: _gone, ...rest } = claim({});
  expect(shapeFault(rest)).toEqual({ reason: 'required-missing', path: 'ExplanationOfBenefit.patient' });
  expect(shapeFault({ resourceType: 'Basic', id: 'b', anything: 1 })).toBeUndefined();
  expect(shapeFault({ resourceType: 'Basic', id: 'b', meta: 1 })).toEqual({
    reason: 'wrong-json-type',
    path: 'Basic.meta',
  });
});
