// A sensitive code, text or source labels the record wherever it stands; nothing in a record takes a label off.
import { describe, expect, test } from 'vitest';
import { label as classified, rulesOf } from '../../test/env/sensitivity.ts';
import { keysOf, label } from './bits.ts';
import { openSources } from './program-sources.ts';

const icd = 'http://hl7.org/fhir/sid/icd-10-cm';
const concept = (code: string, system = icd) => ({ coding: [{ system, code }] });
const claim = (more: object) => ({
  resourceType: 'ExplanationOfBenefit',
  id: 'c1',
  billablePeriod: { start: '2026-03-01', end: '2026-03-02' },
  diagnosis: ['S93.401A', 'I95.1', 'I73.9'].map((code, i) => ({
    sequence: i + 1,
    diagnosisCodeableConcept: concept(code),
  })),
  ...more,
});
const keys = (resource: object) => keysOf(classified(resource).labels);
const sud = (resource: object) => expect(keys(resource)).toEqual(['SUD']);
const drgSystem =
  'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software';

test('an ordinary claim has no label, no reason and no suggestion', () => {
  expect(classified(claim({}))).toEqual({ labels: 0, reasons: [], opaque: false, suggestions: [] });
});

describe('a claim with a SUD code', () => {
  test('as fourth diagnosis, and the reason says where', () => {
    const { diagnosis } = claim({});
    const mutant = claim({
      diagnosis: [...diagnosis, { sequence: 4, diagnosisCodeableConcept: concept('F11.20') }],
    });
    sud(mutant);
    expect(classified(mutant).reasons[0]).toEqual({
      mask: label.SUD,
      source: 'code',
      rule: 'cms-samhsa F1120',
      path: 'diagnosis[3].diagnosisCodeableConcept.coding[0]',
    });
  });
  test.each([
    [
      'in item detail',
      {
        item: [
          {
            detail: [
              { subDetail: [{ productOrService: concept('H0020', 'http://www.ama-assn.org/go/cpt') }] },
            ],
          },
        ],
      },
    ],
    [
      'in a modifier',
      { item: [{ modifier: [concept('HG', 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets')] }] },
    ],
    [
      'in a contained Condition',
      { contained: [{ resourceType: 'Condition', id: 'x', code: concept('F10.20') }] },
    ],
    [
      'in an extension',
      {
        extension: [
          {
            url: 'https://x.example',
            extension: [{ url: 'y', valueCoding: { system: icd, code: 'F10.20' } }],
          },
        ],
      },
    ],
    ['as an extension of the code system', { extension: [{ url: drgSystem, valueCode: '897' }] }],
    ['in supporting information', { supportingInfo: [{ code: concept('897', drgSystem) }] }],
    [
      'as a bare DRG',
      { supportingInfo: [{ category: concept('drg', 'https://x.example'), valueString: '897' }] },
    ],
    ['as an identifier', { identifier: [{ system: drgSystem, value: '0897' }] }],
    ['without its dot', { diagnosis: [{ diagnosisCodeableConcept: concept('F1020') }] }],
    ['in lower case', { diagnosis: [{ diagnosisCodeableConcept: concept('f10.20') }] }],
    [
      'in an https system',
      { diagnosis: [{ diagnosisCodeableConcept: concept('F10.20', 'https://hl7.org/fhir/sid/icd-10-cm') }] },
    ],
    [
      'by a place of service',
      {
        item: [
          {
            locationCodeableConcept: concept(
              '58',
              'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
            ),
          },
        ],
      },
    ],
    [
      'by a provider taxonomy',
      { careTeam: [{ qualification: concept('261QM2800X', 'http://nucc.org/provider-taxonomy') }] },
    ],
    [
      'by a drug code alone',
      { item: [{ productOrService: concept('12496-1208-03', 'http://hl7.org/fhir/sid/ndc') }] },
    ],
    [
      'by the name of the drug alone',
      { item: [{ productOrService: { text: 'Buprenorphine-naloxone 8-2 MG SL film' } }] },
    ],
    ['by a note alone', { processNote: [{ text: 'Admitted for opioid\u00a0use disorder.' }] }],
    [
      'by narrative alone',
      { text: { status: 'generated', div: '<div>Visit: <b>alcohol&nbsp;dependence</b></div>' } },
    ],
  ])('%s', (_where, more) => sud(claim(more)));

  test('DRG 522 in 2006 and in 2026', () => {
    const stay = (start: string) => ({
      billablePeriod: { start, end: start },
      supportingInfo: [{ code: concept('522', drgSystem) }],
    });
    sud(claim(stay('2006-05-01')));
    expect(keys(claim(stay('2026-05-01')))).toEqual([]);
  });
});

describe('not labelled', () => {
  test('buprenorphine for pain, naltrexone for weight, an opioid analgesic', () => {
    for (const text of ['Butrans (buprenorphine) 10 MCG/HR', 'naltrexone / bupropion ER', 'Oxycodone 5 MG'])
      expect(keys({ resourceType: 'MedicationRequest', medicationCodeableConcept: { text } }), text).toEqual(
        [],
      );
  });
  test('a drug that is only mentioned in a note', () => {
    expect(keys({ resourceType: 'AllergyIntolerance', note: [{ text: 'tolerates disulfiram' }] })).toEqual(
      [],
    );
  });
  test('hits of low confidence and codes without system: suggested, not applied', () => {
    for (const resource of [
      {
        resourceType: 'MedicationRequest',
        medicationCodeableConcept: concept('1049221', 'http://www.nlm.nih.gov/research/umls/rxnorm'),
      },
      { resourceType: 'Condition', code: { coding: [{ code: 'F10.20' }] } },
      { resourceType: 'Condition', code: concept('F10.20', 'https://own.example/icd') },
    ]) {
      const found = classified(resource);
      expect(found.labels).toBe(0);
      expect(found.suggestions.length).toBeGreaterThan(0);
    }
  });
});

describe('what a record says of itself', () => {
  test('R alone is OTHER', () => {
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
    expect(keys({ ...claim({}), meta: { security } })).toEqual(['OTHER']);
  });
  test('inline labels and those of contained resources are added', () => {
    const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    const url = 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label';
    expect(keys(claim({ extension: [{ url, valueCoding: { system: act, code: 'HIV' } }] }))).toEqual(['HIV']);
    const contained = [{ resourceType: 'Observation', meta: { security: [{ system: act, code: 'SDV' }] } }];
    expect(keys(claim({ contained }))).toEqual(['SDV']);
  });
  test('an earlier labelling that says nothing is there does not stop the look', () => {
    const meta = {
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'N' }],
      extension: [
        {
          url: 'http://example.org/StructureDefinition/lastSourceSync',
          valueDateTime: '2099-01-01T00:00:00Z',
        },
      ],
    };
    sud({ ...claim({ diagnosis: [{ diagnosisCodeableConcept: concept('F10.20') }] }), meta });
  });
});

describe('42 CFR Part 2', () => {
  const sources = openSources([
    { npi: '1999999992', reference: 'Organization/otp', kind: 'otp', from: '2024-01-01', to: null },
  ]);
  const made = (more: object) => keysOf(classified(claim(more), undefined, sources).labels);
  test('comes from the source: its NPI, or our record of it, on the day', () => {
    expect(made({ provider: { reference: 'https://payer.example/fhir/Organization/otp' } })).toEqual([
      'SUD',
      'PART2',
    ]);
    expect(
      made({ provider: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1999999992' } } }),
    ).toEqual(['SUD', 'PART2']);
    expect(made({ provider: { reference: 'Organization/other' } })).toEqual([]);
    const before = { start: '2023-12-01', end: '2023-12-31' };
    expect(made({ billablePeriod: before, provider: { reference: 'Organization/otp' } })).toEqual([]);
  });
  test("or from the notice that came along; never from a code or the law's name in a note", () => {
    expect(
      made({
        processNote: [{ text: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.' }],
      }),
    ).toEqual(['PART2']);
    expect(made({ processNote: [{ text: 'Treatment protected under 42 CFR Part 2.' }] })).toEqual(['SUD']);
    expect(made({ diagnosis: [{ diagnosisCodeableConcept: concept('F11.20') }] })).toEqual(['SUD']);
  });
});

describe('attachments', () => {
  const document = (attachment: object, type = 'Summary') => ({
    resourceType: 'DocumentReference',
    type: { text: type },
    content: [{ attachment }],
  });
  test('are opaque; text inside adds its class and stays opaque', () => {
    const pdf = classified(document({ contentType: 'application/pdf', url: 'https://x.example/1' }));
    expect([pdf.opaque, pdf.labels]).toEqual([true, label.OPAQUE]);
    const data = Buffer.from('Plan: opioid use disorder').toString('base64');
    expect(classified(document({ contentType: 'text/plain', data })).labels).toBe(label.OPAQUE | label.SUD);
    expect(classified({ resourceType: 'Binary', contentType: 'image/png', data: 'AAAA' }).opaque).toBe(true);
  });
  test('a document that is called a psychotherapy note is one', () => {
    expect(keys(document({ url: 'https://x.example/1' }, 'Psychotherapy notes'))).toEqual(['PSYNOTE']);
  });
});

test('a rule with days and a claim over a month: one day in common is enough', () => {
  const rules = rulesOf(['icd10,Z99.9,exact,HIV,2026-03-31,2026-03-31']);
  const at = (start: string, end?: string) =>
    classified(
      claim({ billablePeriod: { start, end }, diagnosis: [{ diagnosisCodeableConcept: concept('Z99.9') }] }),
      rules,
    ).labels !== 0;
  expect([
    at('2026-03-01', '2026-03-31'),
    at('2026-03', '2026-03'),
    at('2026-03-01', '2026-03-30'),
    at('2026-04-01'),
  ]).toEqual([true, true, false, false]);
});
