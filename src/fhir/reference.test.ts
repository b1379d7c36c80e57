// What a literal reference points to, told apart without asking anybody.
import { expect, test } from 'vitest';
import { parseReference } from './reference.ts';

const base = 'https://old.example/fhir';

test.each([
  ['Patient/1', { kind: 'local', type: 'Patient', id: '1', fragment: '' }],
  ['Patient/1/_history/2', { kind: 'local', type: 'Patient', id: '1', fragment: '' }],
  ['Patient/1#name', { kind: 'local', type: 'Patient', id: '1', fragment: '#name' }],
  [
    'https://old.example/fhir/Patient/1/_history/2',
    { kind: 'local', type: 'Patient', id: '1', fragment: '' },
  ],
  ['https://old.example/fhirPatient/1', { kind: 'absolute' }],
  ['https://old.example/fhir/metadata', { kind: 'absolute' }],
  ['https://old.example.evil/fhir/Patient/1', { kind: 'absolute' }],
  ['#contained', { kind: 'contained' }],
  ['#', { kind: 'contained' }],
  ['urn:uuid:1', { kind: 'urn' }],
  ['Patient?identifier=1', { kind: 'other' }],
  ['Pattient/1', { kind: 'other' }],
  ['Patient/', { kind: 'other' }],
  ['Patient/a b', { kind: 'other' }],
  [`Patient/${'x'.repeat(65)}`, { kind: 'other' }],
  ['../Patient/1', { kind: 'other' }],
])('%s', (text, expected) => {
  expect(parseReference(text, base)).toEqual(expected);
  expect(parseReference(text, `${base}/`)).toEqual(expected);
});
