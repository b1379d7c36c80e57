import { c4bb, systems, usCore } from './codes.ts';
import { npiFrom } from './draw.ts';
import { kindCover, payerOrganization } from './payers.ts';
import { concept, type Reference, type Resource, refTo } from './resource.ts';

/** Who gives care, where. Everything in it belongs to no member and is shared by all. */
export interface Network {
  payer: Reference;
  practice: Site;
  hospital: Site;
  pharmacy: Site;
  dental: Site;
  eyeCare: Site;
  family: Clinician;
  endocrinology: Clinician;
  cardiology: Clinician;
  dentist: Clinician;
  optometrist: Clinician;
  resources: Resource[];
}

export interface Site {
  organization: Reference;
  location: Reference;
}

export interface Clinician {
  practitioner: Reference;
  role: Reference;
  name: string;
}

interface SiteFacts {
  id: string;
  name: string;
  line: string;
  city: string;
  postalCode: string;
  type: readonly [code: string, name: string];
}

/** The provider network of the sample plan, as of `lastUpdated`. */
export function makeNetwork(lastUpdated: string): Network {
  const resources: Resource[] = [];
  let count = 0;
  const keep = (resource: Resource): Resource => {
    resources.push(resource);
    return resource;
  };
  const npi = () => npiFrom(`14${String(1_030_211 + 7_919 * ++count).padStart(7, '0')}`);
  const payer = keep(payerOrganization(kindCover, 'kc-payer', lastUpdated));

  const site = (facts: SiteFacts): Site => {
    const address = {
      line: [facts.line],
      city: facts.city,
      state: 'MA',
      postalCode: facts.postalCode,
      country: 'US',
    };
    const telecom = [
      { system: 'phone', value: `+1-617-555-${String(1000 + count).padStart(4, '0')}`, use: 'work' },
    ];
    const organization = keep({
      resourceType: 'Organization',
      id: `kc-org-${facts.id}`,
      meta: { lastUpdated, profile: [usCore('organization'), c4bb('Organization')] },
      identifier: [{ system: systems.npi, value: npi() }],
      active: true,
      type: [
        concept('http://terminology.hl7.org/CodeSystem/organization-type', 'prov', 'Healthcare Provider'),
      ],
      name: facts.name,
      telecom,
      address: [address],
    });
    const location = keep({
      resourceType: 'Location',
      id: `kc-loc-${facts.id}`,
      meta: { lastUpdated, profile: [usCore('location')] },
      status: 'active',
      name: facts.name,
      type: [concept('http://terminology.hl7.org/CodeSystem/v3-RoleCode', facts.type[0], facts.type[1])],
      telecom,
      address,
      managingOrganization: refTo(organization, facts.name),
    });
    return { organization: refTo(organization, facts.name), location: refTo(location, facts.name) };
  };

  const clinician = (
    id: string,
    given: string,
    family: string,
    specialty: readonly [code: string, name: string],
    place: Site,
  ): Clinician => {
    const name = `Dr. ${given} ${family}`;
    const telecom = [
      { system: 'phone', value: `+1-617-555-${String(2000 + count).padStart(4, '0')}`, use: 'work' },
    ];
    const practitioner = keep({
      resourceType: 'Practitioner',
      id: `kc-prac-${id}`,
      meta: { lastUpdated, profile: [usCore('practitioner'), c4bb('Practitioner')] },
      identifier: [{ type: concept(systems.identifierType, 'NPI'), system: systems.npi, value: npi() }],
      active: true,
      name: [{ use: 'official', family, given: [given], prefix: ['Dr.'] }],
      telecom,
    });
    const role = keep({
      resourceType: 'PractitionerRole',
      id: `kc-role-${id}`,
      meta: { lastUpdated, profile: [usCore('practitionerrole')] },
      active: true,
      practitioner: refTo(practitioner, name),
      organization: place.organization,
      code: [concept(systems.taxonomy, specialty[0], specialty[1])],
      specialty: [concept(systems.taxonomy, specialty[0], specialty[1])],
      location: [place.location],
      telecom,
    });
    return { practitioner: refTo(practitioner, name), role: refTo(role, name), name };
  };

  const practice = site({
    id: 'harbor',
    name: 'Harbor Family Medicine',
    line: '210 Atlantic Ave',
    city: 'Boston',
    postalCode: '02110',
    type: ['HOSP', 'Outpatient clinic'],
  });
  const hospital = site({
    id: 'commons',
    name: 'Commons Memorial Hospital',
    line: '55 Fruit St',
    city: 'Boston',
    postalCode: '02114',
    type: ['HOSP', 'Hospital'],
  });
  const pharmacy = site({
    id: 'seaport',
    name: 'Seaport Pharmacy',
    line: '88 Seaport Blvd',
    city: 'Boston',
    postalCode: '02210',
    type: ['PHARM', 'Pharmacy'],
  });
  const dental = site({
    id: 'brightside',
    name: 'Brightside Dental',
    line: '12 Beacon St',
    city: 'Somerville',
    postalCode: '02143',
    type: ['DX', 'Dental clinic'],
  });
  const eyeCare = site({
    id: 'clearview',
    name: 'Clearview Eye Care',
    line: '400 Massachusetts Ave',
    city: 'Cambridge',
    postalCode: '02139',
    type: ['OPH', 'Ophthalmology clinic'],
  });
  return {
    payer: refTo(payer, kindCover.name),
    practice,
    hospital,
    pharmacy,
    dental,
    eyeCare,
    family: clinician('okafor', 'Adaeze', 'Okafor', ['207Q00000X', 'Family Medicine'], practice),
    endocrinology: clinician(
      'lindgren',
      'Karin',
      'Lindgren',
      ['207RE0101X', 'Endocrinology, Diabetes & Metabolism'],
      practice,
    ),
    cardiology: clinician('mehta', 'Rohan', 'Mehta', ['207RC0000X', 'Cardiovascular Disease'], hospital),
    dentist: clinician('alvarez', 'Lucia', 'Alvarez', ['1223G0001X', 'General Practice Dentistry'], dental),
    optometrist: clinician('tran', 'Minh', 'Tran', ['152W00000X', 'Optometrist'], eyeCare),
    resources,
  };
}
