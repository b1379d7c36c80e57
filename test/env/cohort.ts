import { consentPolicy, npiSystem, system } from '../../src/fhir/systems.ts';

const coding = (codeSystem: string, code: string) => ({ coding: [{ system: codeSystem, code }] });
const payer = (npi: string, display: string) => ({ identifier: { system: npiSystem, value: npi }, display });
export const oldPayer = { npi: '1987877564', name: 'UnitedCare' };
export const newPayer = { npi: '1907573368', name: 'KindCover' };

/** A MemberBundle of a made-up member, as the guides want it. */
export function memberBundle(id: string, number = Number(/\d+/.exec(id)?.[0] ?? 1)) {
  const beneficiary = { reference: `Patient/${id}` };
  const coverage = (coverageId: string, payor: object, memberId: string) => ({
    resourceType: 'Coverage',
    id: coverageId,
    identifier: [
      {
        type: coding('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'),
        system: `urn:${coverageId[0]}`,
        value: memberId,
      },
    ],
    status: 'active',
    beneficiary,
    relationship: coding(system.subscriberRelationship, 'self'),
    payor: [payor],
  });
  const resources = {
    MemberPatient: {
      resourceType: 'Patient',
      id,
      name: [{ family: `Family${number}`, given: ['Ada'] }],
      gender: 'female',
      birthDate: `19${String(50 + (number % 50))}-02-03`,
    },
    CoverageToMatch: coverage(`old-${id}`, payer(oldPayer.npi, oldPayer.name), `OLD${number}`),
    Consent: {
      resourceType: 'Consent',
      id: `consent-${id}`,
      status: 'active',
      scope: coding(system.consentScope, 'patient-privacy'),
      category: [coding(system.actCode, 'IDSCL')],
      patient: beneficiary,
      performer: [beneficiary],
      sourceReference: { reference: 'https://new.example/fhir/DocumentReference/1' },
      policy: [{ uri: consentPolicy.sensitive }],
      provision: {
        type: 'permit',
        period: { start: '2026-06-01', end: '2026-12-31' },
        actor: [
          {
            role: coding(system.participantType, 'performer'),
            reference: payer(oldPayer.npi, oldPayer.name),
          },
          { role: coding(system.participationType, 'IRCP'), reference: payer(newPayer.npi, newPayer.name) },
        ],
        action: [coding(system.consentAction, 'disclose')],
      },
    },
    CoverageToLink: coverage(`new-${id}`, payer(newPayer.npi, newPayer.name), `NEW${number}`),
  };
  return {
    name: 'MemberBundle',
    part: Object.entries(resources).map(([name, resource]) => ({ name, resource })),
  };
}

/** The bytes of a `$bulk-member-match` Parameters. */
export const cohortFile = (...ids: string[]): Buffer =>
  Buffer.from(JSON.stringify({ resourceType: 'Parameters', parameter: ids.map((id) => memberBundle(id)) }));
