// What goes out for a member is what HRex asks: the Consent and both Coverages are judged by the published packages.
import { describe, expect, test } from 'vitest';
import { hasPackages, openTestPackages } from '../../test/env/fhir-packages.ts';
import { readHrexConsent } from '../consent/read-hrex-consent.ts';
import { rosterOf } from '../demo/people/roster.ts';
import type { Json } from '../fhir/lossless.ts';
import { validatorOf } from '../validation/validator.ts';
import type { NamedPlan } from './decision.ts';
import {
  coverageToLink,
  coverageToMatch,
  memberPatient,
  otherAddress,
  ownMemberOf,
} from './member-bundle.ts';
import { evidenceDocument, type WireConsentFacts, wireConsent } from './wire-consent.ts';

const source = { name: 'KindCover Health Insurance', npi: '1987654328' };
const recipient = { name: 'UnitedCare Health Insurance', npi: '1234567026' };
const facts = (more: Partial<WireConsentFacts> = {}): WireConsentFacts => ({
  id: 'c-1',
  decisionId: 'd-1',
  patientId: 'uc3001',
  scope: 'all',
  decidedAt: new Date('2026-11-24T02:00:00Z'),
  endsOn: '2027-02-22',
  source,
  recipient,
  evidence: { signer: 'self', channel: 'portal', method: 'typed-name' },
  shown: {
    id: 'p2p-optin',
    version: '2027.1',
    locale: 'en',
    sha256: 'ab',
    source: 'the words',
    at: new Date('2026-11-24T02:00:00Z'),
  },
  baseUrl: 'https://unitedcare.example',
  ...more,
});
const plan: NamedPlan = {
  partnerId: 1,
  name: source.name,
  kind: 'prior',
  relationship: 'self',
  memberIdThere: 'KC80014277101',
  otherName: 'John Delgado',
  otherAddress: '12 Elm St, Boston, MA 02110',
  endedYear: 2026,
};
const own = ownMemberOf(
  rosterOf(new Date('2026-11-24T15:00:00Z'))
    .slice(0, 2)
    .map((resource) => ({ type: resource.resourceType, text: JSON.stringify(resource) })),
  '2026-11-24',
)!;

test('the Consent is read by the other side without a fault, for both scopes', () => {
  for (const scope of ['all', 'regular'] as const) {
    const read = readHrexConsent(wireConsent(facts({ scope })) as unknown as Json, {
      patientId: 'uc3001',
      strictReferences: true,
    });
    expect(read).toMatchObject({
      facts: { faults: [], status: 'active', sources: [source.npi], recipients: [recipient.npi] },
    });
  }
});

test('its first day has begun everywhere in the States when the member decides: the evening before, by UTC', () => {
  expect(wireConsent(facts()).provision).toMatchObject({
    period: { start: '2026-11-23', end: '2027-02-22' },
  });
});

test('a wish for kinds and a label never cross the wire', () => {
  expect(JSON.stringify(wireConsent(facts()))).not.toMatch(/securityLabel|"class"|"code":\{|dataPeriod/);
});

test('the evidence names nobody, and holds the very words', () => {
  const [content] = evidenceDocument(facts()).content as { attachment: { data: string; size: number } }[];
  const words = Buffer.from(content!.attachment.data, 'base64');
  expect(words.length).toBe(content!.attachment.size);
  expect(words.toString()).toMatch(/^the words\n---\nDecision d-1\n/);
});

test('the member goes out with demographics and both cards, and nothing else of our file', () => {
  const patient = memberPatient(own, 'uc3001', plan);
  expect(Object.keys(patient).sort()).toEqual(
    ['address', 'birthDate', 'gender', 'id', 'name', 'resourceType', 'telecom'].sort(),
  );
  expect(patient.name).toMatchObject([
    { family: 'Smith' },
    { use: 'old', family: 'Delgado', given: ['John'] },
  ]);
  expect(otherAddress('12 Elm St, Boston, MA 02110')).toEqual({
    use: 'old',
    line: ['12 Elm St'],
    city: 'Boston',
    state: 'MA',
    postalCode: '02110',
  });
  expect(otherAddress('by the river')).toEqual({ use: 'old', line: ['by the river'] });
});

describe.runIf(hasPackages)('by the packages', () => {
  const validator = validatorOf(openTestPackages().definitions, 'hl7.fhir.us.davinci-hrex#1.2.0');
  const hrex = 'http://hl7.org/fhir/us/davinci-hrex/StructureDefinition';
  const errors = (resource: object, profile: string) =>
    validator
      .validate(resource, { profiles: [`${hrex}/${profile}`] })
      .issues.filter(({ severity }) => severity !== 'warning' && severity !== 'information');
  test('the Consent is a valid HRex Consent, and a broken one is not', () => {
    for (const scope of ['all', 'regular'] as const)
      expect(errors(wireConsent(facts({ scope })), 'hrex-consent')).toEqual([]);
    const { sourceReference: _gone, ...broken } = wireConsent(facts());
    expect(errors(broken, 'hrex-consent').length).toBeGreaterThan(0);
  });
  test('so are both Coverages', () => {
    expect(errors(coverageToMatch('a', 'uc3001', plan, source), 'hrex-coverage')).toEqual([]);
    expect(errors(coverageToLink(own, 'b', 'uc3001', recipient)!, 'hrex-coverage')).toEqual([]);
    const { memberIdThere: _none, ...cardless } = plan;
    expect(errors(coverageToMatch('a', 'uc3001', cardless, source), 'hrex-coverage')).toEqual([]);
  });
});
