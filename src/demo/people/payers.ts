import { c4bb, systems, usCore } from './codes.ts';
import { npiFrom } from './draw.ts';
import type { Resource } from './resource.ts';

/** A health plan as the sample data knows it. */
export interface SamplePayer {
  name: string;
  npi: string;
  /** Where its own identifiers come from. */
  identifiers: string;
}

/** John's prior plan: holds the history, answers. */
export const kindCover: SamplePayer = {
  name: 'KindCover Health Insurance',
  npi: npiFrom('198765432'),
  identifiers: 'https://kindcover.example',
};

/** John's new plan: asks. */
export const unitedCare: SamplePayer = {
  name: 'UnitedCare Health Insurance',
  npi: npiFrom('123456702'),
  identifiers: 'https://unitedcare.example',
};

/** A plan that has nothing to do with the exchange: consents that name it are somebody else's. */
export const thirdPlan: SamplePayer = {
  name: 'Meridian Mutual Health',
  npi: npiFrom('155555501'),
  identifiers: 'https://meridianmutual.example',
};

/** The plan as an Organization: US Core and CARIN at once. */
export function payerOrganization(payer: SamplePayer, id: string, lastUpdated: string): Resource {
  return {
    resourceType: 'Organization',
    id,
    meta: { lastUpdated, profile: [usCore('organization'), c4bb('Organization')] },
    identifier: [{ system: systems.npi, value: payer.npi }],
    active: true,
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'pay',
            display: 'Payer',
          },
        ],
      },
    ],
    name: payer.name,
    telecom: [{ system: 'phone', value: '+1-800-555-0100', use: 'work' }],
    address: [{ line: ['1 Harbor Plaza'], city: 'Boston', state: 'MA', postalCode: '02110', country: 'US' }],
  };
}
