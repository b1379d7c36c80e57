// consent-and-sensitive-data 3.2: one key for a code system, whatever its spelling, and one form for a code

/** Spellings without protocol, in lower case. HCPCS and CPT are one system: CPT is level I of HCPCS, and claims mix them. */
const spellings: Record<string, readonly string[]> = {
  // ICD-10-PCS shares the key: no procedure code looks like a diagnosis code.
  icd10: [
    'hl7.org/fhir/sid/icd-10',
    'hl7.org/fhir/sid/icd-10-cm',
    'hl7.org/fhir/sid/icd-10-pcs',
    'www.cms.gov/medicare/coding/icd10',
    'urn:oid:2.16.840.1.113883.6.90',
    'urn:oid:2.16.840.1.113883.6.3',
    'urn:oid:2.16.840.1.113883.6.4',
  ],
  icd9: [
    'hl7.org/fhir/sid/icd-9-cm',
    'hl7.org/fhir/sid/icd-9',
    'hl7.org/fhir/sid/icd-9-cm/diagnosis',
    'urn:oid:2.16.840.1.113883.6.103',
  ],
  // Without its dot 94.45 would be the burn 944.5: procedures keep a key of their own.
  icd9proc: [
    'www.cms.gov/medicare/coding/icd9',
    'hl7.org/fhir/sid/icd-9-cm/procedure',
    'urn:oid:2.16.840.1.113883.6.104',
  ],
  hcpcs: [
    'www.cms.gov/medicare/coding/hcpcsreleasecodesets',
    'www.cms.gov/medicare/coding/medhcpcsgeninfo',
    'bluebutton.cms.gov/resources/codesystem/hcpcs',
    'bluebutton.cms.gov/resources/variables/hcpcs_cd',
    'terminology.hl7.org/codesystem/hcpcs-level-ii',
    'terminology.hl7.org/codesystem/hcpcs-all-codes',
    'hl7.org/fhir/sid/hcpcs',
    'www.ama-assn.org/go/cpt',
    'www.ama-assn.org/practice-management/cpt',
    'hl7.org/fhir/sid/cpt',
    'urn:oid:2.16.840.1.113883.6.12',
    'urn:oid:2.16.840.1.113883.6.285',
    'cpt',
  ],
  drg: [
    'www.cms.gov/medicare/medicare-fee-for-service-payment/acuteinpatientpps/ms-drg-classifications-and-software',
    'www.cms.gov/medicare/payment/prospective-payment-systems/acute-inpatient-pps/ms-drg-classifications-and-software',
    'bluebutton.cms.gov/resources/variables/clm_drg_cd',
    'bluebutton.cms.gov/fhir/codesystem/clm-drg-cd',
    'msdrg',
  ],
  pos: [
    'www.cms.gov/medicare/coding/place-of-service-codes/place_of_service_code_set',
    'www.cms.gov/medicare/coding/place-of-service-codes',
    'bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd',
    'bluebutton.cms.gov/fhir/codesystem/clm-pos-cd',
  ],
  revenue: [
    'www.nubc.org/codesystem/revenuecodes',
    'bluebutton.cms.gov/resources/variables/rev_cntr',
    'bluebutton.cms.gov/fhir/codesystem/clm-rev-cntr-cd',
    'bluebutton.cms.gov/resources/variables/fiss/rev-cd',
  ],
  tob: ['www.nubc.org/codesystem/typeofbill'],
  nucc: ['nucc.org/provider-taxonomy', 'urn:oid:2.16.840.1.113883.6.101'],
  snomed: ['snomed.info/sct', 'urn:oid:2.16.840.1.113883.6.96'],
  loinc: ['loinc.org', 'urn:oid:2.16.840.1.113883.6.1'],
  rxnorm: ['www.nlm.nih.gov/research/umls/rxnorm', 'urn:oid:2.16.840.1.113883.6.88'],
  ndc: ['hl7.org/fhir/sid/ndc', 'urn:oid:2.16.840.1.113883.6.69'],
  npi: ['hl7.org/fhir/sid/us-npi', 'urn:oid:2.16.840.1.113883.4.6'],
};

const keys = new Map<string, string>();
for (const key in spellings) for (const spelling of [key, ...spellings[key]!]) keys.set(spelling, key);

/** Spellings remembered: a hostile file may bring a new one in each Coding. */
const remembered_max = 10_000;
const remembered = new Map<string, string>();

/** The key of a code system: ours for those of the table, the URL without protocol for any other. */
export function systemKey(system: string): string {
  const known = remembered.get(system);
  if (known !== undefined) return known;
  const plain = system
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\|.*$/, '')
    .replace(/\/+$/, '');
  const key = keys.get(plain) ?? plain;
  if (remembered.size < remembered_max) remembered.set(system, key);
  return key;
}

/**
 * The forms in which a code is looked up. One form, but for a drug code of ten digits without hyphens, which may be any of
 * three. Empty for what cannot be a code of that system.
 */
export function codeForms(key: string, code: string): string[] {
  const plain = code.trim().toUpperCase();
  switch (key) {
    case 'icd10':
    case 'icd9':
    case 'icd9proc':
      return one(plain.replace(/[.\s]/g, ''));
    case 'drg':
      return digits(plain, 3);
    case 'pos':
      return digits(plain, 2);
    case 'revenue':
      return digits(plain, 4);
    case 'tob':
      return one(plain.replace(/^0+/, ''));
    case 'ndc':
      return ndcForms(plain);
    default:
      return one(plain);
  }
}

const one = (text: string): string[] => (text === '' ? [] : [text]);

function digits(text: string, width: number): string[] {
  const number = text.replace(/^(?:MS-)?DRG\s*/, '').replace(/^0+/, '');
  return /^\d+$/.test(number) ? [number.padStart(width, '0')] : one(text);
}

/** The 11 digits (5-4-2) of a National Drug Code written 4-4-2, 5-3-2, 5-4-1, or as 11 or 10 digits. */
function ndcForms(text: string): string[] {
  const parts = text.split(/[-\s]/);
  if (parts.length === 3)
    return one(parts[0]!.padStart(5, '0') + parts[1]!.padStart(4, '0') + parts[2]!.padStart(2, '0'));
  if (parts.length === 2) return one(parts[0]!.padStart(5, '0') + parts[1]!.padStart(4, '0'));
  if (/^\d{10}$/.test(text))
    return [`0${text}`, `${text.slice(0, 5)}0${text.slice(5)}`, `${text.slice(0, 9)}0${text.slice(9)}`];
  return one(text);
}
