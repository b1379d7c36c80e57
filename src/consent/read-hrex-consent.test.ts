/** What the HRex profile asks of a Consent, and that no breach of it is read as permission. */
import { describe, expect, test } from 'vitest';
import { consentOf, lossless, ourNpi, theirNpi } from '../../test/env/members.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { consentPolicy } from '../fhir/systems.ts';
import { type ReadOptions, readHrexConsent } from './read-hrex-consent.ts';

const consent = consentOf({ id: 'm1' });
const options: ReadOptions = { patientId: 'm1' };

function factsOf(resource: JsonObject, more: Partial<ReadOptions> = {}) {
  const read = readHrexConsent(resource, { ...options, ...more });
  if (!('facts' in read)) throw new Error('expected facts');
  return read.facts;
}
const withProvision = (more: JsonObject): JsonObject => ({
  ...consent,
  provision: { ...(consent.provision as JsonObject), ...more },
});

test('the consent of the guide is read whole', () => {
  expect(factsOf(consent)).toEqual({
    documentId: 'k-m1',
    status: 'active',
    faults: [],
    sources: [ourNpi],
    recipients: [theirNpi],
    policies: [consentPolicy.sensitive],
    days: { first: '2026-06-01', last: '2026-12-31' },
    signer: 'member',
    capacity: null,
    part2Statement: false,
  });
});

test.each([
  ['scope', { ...consent, scope: { coding: [{ code: 'patient-privacy' }] } }],
  ['category', { ...consent, category: [] }],
  ['patient', { ...consent, patient: { reference: 'Patient/m2' } }],
  ['performer', { ...consent, performer: [] }],
  ['source', { ...consent, sourceReference: 'paper' }],
  ['provision type', withProvision({ type: 'deny' })],
  ['action', withProvision({ action: [] })],
  ['provision.provision', withProvision({ provision: [{ type: 'deny' }] })],
  ['provision.dataPeriod', withProvision({ dataPeriod: { start: '2020-01-01' } })],
  ['provision.class', withProvision({ class: [{ code: 'Observation' }] })],
  [
    'modifierExtension',
    { ...consent, modifierExtension: [{ url: 'https://example.org/not', valueBoolean: true }] },
  ],
])('a fault in %s is one', (fault, resource) => {
  expect(factsOf(resource as JsonObject).faults).toEqual([fault]);
});

test('only what is no Consent is structural', () => {
  for (const other of [undefined, null, 'Consent', [], { resourceType: 'Patient' }, {}]) {
    expect(readHrexConsent(other as never, options)).toHaveProperty('structural');
  }
  expect(factsOf({ resourceType: 'Consent' }).faults.length).toBeGreaterThan(5);
});

test.each(['Patient/m1', 'm1', '#m1', 'patient-m1', 'https://new.example/fhir/Patient/m1'])(
  'the patient %s is the submitted one, strictly only the first',
  (reference) => {
    const faults = (strictReferences: boolean) =>
      factsOf({ ...consent, patient: { reference } }, { strictReferences }).faults;
    expect(faults(false)).toEqual([]);
    expect(faults(true)).toEqual(reference === 'Patient/m1' ? [] : ['patient']);
  },
);

test.each([
  'Patient/m11',
  'https://new.example/fhir/Patient/m1/x',
  'https://x.example/?a=/Patient/m1',
  'Group/m1',
])('the patient %s is somebody else', (reference) => {
  expect(factsOf({ ...consent, patient: { reference } }).faults).toEqual(['patient']);
});

describe('payers', () => {
  const actors = (reference: JsonObject) =>
    factsOf({
      ...withProvision({
        actor: [
          {
            role: {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' },
              ],
            },
            reference,
          },
        ],
      }),
      contained: [
        {
          resourceType: 'Organization',
          id: 'org',
          identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: theirNpi }],
        },
      ],
    }).recipients;

  test('are named by NPI, in the actor or in an Organization that the Consent contains', () => {
    expect(actors({ reference: '#org' })).toEqual([theirNpi]);
    expect(actors({ reference: 'Organization/org' })).toEqual([]);
    expect(actors({ display: theirNpi })).toEqual([]);
    expect(actors({ identifier: { system: 'https://other.example', value: theirNpi } })).toEqual([]);
  });
});

test.each([
  [
    { start: '2026-06', end: '2026-07' },
    { first: '2026-06-01', last: '2026-07-31' },
  ],
  [
    { start: '2026-06-01T00:00:00Z', end: '2026-06-30T23:59:59Z' },
    { first: '2026-06-01', last: '2026-06-30' },
  ],
  [
    { start: '2026-06-01T08:00:00-05:00', end: '2026-06-30T08:00:00-05:00' },
    { first: '2026-06-02', last: '2026-06-29' },
  ],
  [{ start: '2026-06-30', end: '2026-06-01' }, undefined],
  [{ start: '2026-06-01' }, undefined],
  [{ end: '2026-06-01' }, undefined],
  [{ start: '2026-02-30', end: '2026-06-01' }, undefined],
  [{ start: 'soon', end: 'later' }, undefined],
])('the period %j is %j', (period, days) => {
  expect(factsOf(withProvision({ period })).days).toEqual(days);
});

test('hostile shapes are faults and no exceptions', () => {
  for (const text of [
    '{"resourceType":"Consent","provision":[]}',
    '{"resourceType":"Consent","provision":{"actor":{"role":1},"action":"x","period":3},"policy":"x","category":{"a":1},"performer":7}',
  ]) {
    expect(factsOf(lossless(text)).faults).not.toEqual([]);
  }
});

describe('who signed', () => {
  const role = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }],
  });
  const signedBy = (reference: string, more: JsonObject = {}) => {
    const { signer, capacity, faults } = factsOf({ ...consent, performer: [{ reference }], ...more });
    return { signer, capacity, faults };
  };
  const related = (code: string) => ({
    contained: [{ resourceType: 'RelatedPerson', id: 'rp', relationship: [role(code)] }],
  });

  test('is the member, in whatever spelling the patient is named', () => {
    const member = { signer: 'member', capacity: null, faults: [] };
    expect(signedBy('Patient/m1')).toEqual(member);
    expect(signedBy('https://new.example/Patient/m1')).toEqual(member);
    const odd = { reference: 'urn:uuid:1' };
    expect(factsOf({ ...consent, patient: odd, performer: [odd] })).toMatchObject({
      signer: 'member',
      faults: ['patient'],
    });
  });

  test('is a representative, in the capacity that the contained person or an actor tells', () => {
    expect(signedBy('#rp', related('MTH'))).toEqual({
      signer: 'representative',
      capacity: 'MTH',
      faults: [],
    });
    expect(signedBy('RelatedPerson/9')).toEqual({ signer: 'representative', capacity: null, faults: [] });
    // Another person's relationship says nothing of this one.
    expect(signedBy('RelatedPerson/9', related('MTH'))).toMatchObject({ capacity: null });
    const { actor, ...rest } = consent.provision as { actor: JsonObject[] };
    const provision = {
      ...rest,
      actor: [...actor, { role: role('HPOWATT'), reference: { reference: '#rp' } }],
    };
    expect(signedBy('RelatedPerson/9', { provision })).toMatchObject({ capacity: 'HPOWATT' });
  });

  test('is nobody where another patient is named, or nothing', () => {
    expect(signedBy('Patient/m2').faults).toEqual(['performer']);
    expect(factsOf({ ...consent, performer: [{ display: 'Tova' }] }).faults).toEqual(['performer']);
  });

  test('may name records of programmes expressly', () => {
    const category = [
      ...(consent.category as JsonObject[]),
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: '42CFRPart2CD' }] },
    ];
    expect(factsOf({ ...consent, category }).part2Statement).toBe(true);
    expect(factsOf(consent).part2Statement).toBe(false);
  });
});
