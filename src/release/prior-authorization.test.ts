// Which prior authorizations leave, and what is left of them. Hand-made cases, and the truth that others gave for 291.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../fhir/lossless.ts';
import { releaseAuthorization } from './prior-authorization.ts';
import { paFrom } from './rules.ts';

const pdex = 'http://hl7.org/fhir/us/davinci-pdex';
const x12 = 'https://codesystem.x12.org/005010/306';
const adjudicationSystem = 'http://terminology.hl7.org/CodeSystem/adjudication';
const profile = [`${pdex}/StructureDefinition/pdex-priorauthorization`];
const usd = { value: 10, currency: 'USD' };

const decided = (code: string, on: string, system = x12, display?: string): JsonObject[] => [
  {
    url: `${pdex}/StructureDefinition/extension-reviewAction`,
    extension: [
      { url: 'number', valueString: 'AUTH1' },
      {
        url: `${pdex}/StructureDefinition/extension-reviewActionCode`,
        valueCodeableConcept: { coding: [{ system, code, ...(display ? { display } : {}) }] },
      },
    ],
  },
  { url: `${pdex}/StructureDefinition/base-ext-when-adjudicated`, valueDateTime: on },
];
const entry = (code: string, more: JsonObject = {}, system = adjudicationSystem): JsonObject => ({
  ...more,
  category: { coding: [{ system, code }] },
});
const discriminator = `${pdex}/CodeSystem/PDexAdjudicationDiscriminator`;
const item = (sequence: number, adjudication: JsonObject[], more: JsonObject = {}): JsonObject => ({
  sequence,
  productOrService: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '99213' }] },
  adjudication,
  ...more,
});
const approved = (on = '2026-01-05') => entry('submitted', { extension: decided('A1', on), amount: usd });
const denied = (on = '2026-01-05') => entry('submitted', { extension: decided('A3', on), amount: usd });
const authorization = (item: JsonObject[], more: JsonObject = {}): JsonObject => ({
  resourceType: 'ExplanationOfBenefit',
  meta: { profile, lastUpdated: '2026-02-02T00:00:00Z' },
  use: 'preauthorization',
  status: 'active',
  outcome: 'complete',
  created: '2026-01-01',
  preAuthRefPeriod: [{ start: '2026-01-05', end: '2026-07-05' }],
  item,
  ...more,
});
const release = releaseAuthorization;

describe('denials (O1)', () => {
  test('denied as a whole stays', () => {
    expect(release(authorization([item(1, [denied()])])).withheld).toBe('prior-authorization-denied');
  });
  test('denied, then approved on appeal is approved; the denial itself does not leave', () => {
    const { withheld, resource, changed } = release(
      authorization([item(1, [approved('2026-03-01'), denied('2026-02-01')])]),
    );
    expect(withheld).toBeNull();
    expect(changed).toBe('2026-03-01');
    expect(JSON.stringify(resource)).not.toContain('A3');
  });
  test('approved, then denied stays', () => {
    expect(release(authorization([item(1, [approved('2026-01-01'), denied('2026-02-01')])])).withheld).toBe(
      'prior-authorization-denied',
    );
  });
  test('with approved and denied items the approved ones go, with what belongs to them and to the whole', () => {
    const { withheld, resource } = release(
      authorization(
        [
          item(1, [approved()], { informationSequence: [1] }),
          item(2, [denied()], { informationSequence: [2], diagnosisSequence: [1] }),
          item(3, [entry('submitted', { extension: decided('A4', '2026-01-06'), amount: usd })]),
        ],
        {
          supportingInfo: [1, 2, 3].map((sequence) => ({
            sequence,
            valueReference: { reference: `DocumentReference/${sequence}` },
          })),
          diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { text: 'x' } }],
          addItem: [{ itemSequence: [2] }, { itemSequence: [1, 2] }],
          total: [entry('submitted', { amount: usd })],
        },
      ),
    );
    expect(withheld).toBeNull();
    expect((resource.item as JsonObject[]).map((i) => i.sequence)).toEqual([1, 3]);
    expect((resource.supportingInfo as JsonObject[]).map((s) => s.sequence)).toEqual([1, 3]);
    expect(resource.diagnosis).toBeUndefined();
    expect(resource.addItem).toEqual([{ itemSequence: [1] }]);
    expect(resource.total).toBeUndefined();
  });
  test('a decision at the header holds for items without one', () => {
    expect(release(authorization([item(1, [])], { adjudication: [denied()] })).withheld).toBe(
      'prior-authorization-denied',
    );
    expect(release(authorization([item(1, [approved()])], { adjudication: [denied()] })).withheld).toBeNull();
  });
  test('a denial reason without any review action is a denial', () => {
    expect(
      release(authorization([item(1, [entry('denialreason', { reason: { text: 'x' } }, discriminator)])]))
        .withheld,
    ).toBe('prior-authorization-denied');
  });
  test('other codes of the X12 list are decisions; codes of unknown lists stay; words of denial count anywhere', () => {
    const by = (code: string, system?: string, display?: string) =>
      release(
        authorization([
          item(1, [
            entry('submitted', { extension: decided(code, '2026-01-05', system, display), amount: usd }),
          ]),
        ]),
      ).withheld;
    expect(by('A6')).toBeNull();
    expect(by('A2')).toBeNull();
    expect(by('9', 'urn:payer')).toBe('prior-authorization-undecided-code');
    expect(by('9', 'urn:payer', 'Request DENIED')).toBe('prior-authorization-denied');
  });
  test('a partner who agreed on the reading of the IG gets denials with their reasons', () => {
    const reason = entry('denialreason', { reason: { text: 'x' } }, discriminator);
    const { withheld, resource, until } = release(authorization([item(1, [denied(), reason])]), {
      amounts: 'requested',
      denied: 'include',
    });
    expect(withheld).toBeNull();
    expect((resource.item as JsonObject[])[0]!.adjudication).toEqual([denied(), reason]);
    expect(until).toBe('2026-07-05');
  });
});

describe('drugs (pdex-395)', () => {
  const coded = (system: string, code: string) => ({ productOrService: { coding: [{ system, code }] } });
  test.each([
    ['NDC', coded('http://hl7.org/fhir/sid/ndc', '0002-8215-01')],
    ['RxNorm', coded('http://www.nlm.nih.gov/research/umls/rxnorm', '1')],
    ['a HCPCS J code', coded('http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'J1745')],
  ])('%s stays', (_what, product) => {
    expect(release(authorization([item(1, [approved()], product)])).withheld).toBe(
      'prior-authorization-drug',
    );
  });
  test('a pharmacy authorization stays; a drug line among services goes alone', () => {
    expect(
      release(authorization([item(1, [approved()])], { type: { coding: [{ code: 'pharmacy' }] } })).withheld,
    ).toBe('prior-authorization-drug');
    const mixed = authorization([
      item(1, [approved()]),
      item(2, [approved()], coded('http://hl7.org/fhir/sid/ndc', '1')),
    ]);
    const { withheld, resource } = release(mixed);
    expect(withheld).toBeNull();
    expect((resource.item as JsonObject[]).map((i) => i.sequence)).toEqual([1]);
  });
});

describe('amounts (p2p 5.6)', () => {
  test('what was asked for stays, cost-sharing and payment go, and the decision moves to what stays', () => {
    const copay = entry('copay', { extension: decided('A1', '2026-01-05'), amount: usd });
    const units = entry('allowedunits', { value: 3, amount: usd }, discriminator);
    const submitted = entry('submitted', { amount: usd });
    const { resource } = release(
      authorization([item(1, [copay, units, submitted, entry('benefit', { amount: usd })], { net: usd })], {
        total: [entry('eligible', { amount: usd }), entry('copay', { amount: usd })],
        payment: { amount: usd },
      }),
    );
    expect((resource.item as JsonObject[])[0]).toEqual(
      item(1, [
        { ...entry('allowedunits', { value: 3 }, discriminator), extension: decided('A1', '2026-01-05') },
        submitted,
      ]),
    );
    expect(resource.total).toEqual([entry('eligible', { amount: usd })]);
    expect(resource.payment).toBeUndefined();
  });
  test('a decision that has nowhere to go gets an entry of its own', () => {
    const copay = entry('copay', { extension: decided('A1', '2026-01-05'), amount: usd });
    const [left] = (release(authorization([item(1, [copay])])).resource.item as JsonObject[])[0]!
      .adjudication as JsonObject[];
    expect(left).toMatchObject({
      extension: decided('A1', '2026-01-05'),
      category: { coding: [{ system: discriminator, code: 'allowedunits' }] },
    });
    expect(JSON.stringify(left)).not.toContain('USD');
  });
  test('the stricter switch leaves no amount at all', () => {
    const { resource } = release(
      authorization([item(1, [approved()])], { total: [entry('submitted', { amount: usd })] }),
      {
        amounts: 'none',
        denied: 'exclude',
      },
    );
    expect(JSON.stringify(resource)).not.toContain('USD');
    expect(JSON.stringify(resource)).toContain('AUTH1');
  });
});

describe('in effect and changed (p2p 4.6)', () => {
  const until = (more: JsonObject, items = [item(1, [approved()])]) =>
    release(authorization(items, more)).until;
  test('until the end of its period, or of an item that lasts longer', () => {
    expect(until({})).toBe('2026-07-05');
    const period = {
      url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemPreAuthPeriod',
      valuePeriod: { start: '2026-01-05', end: '2026-09-01' },
    };
    expect(until({}, [item(1, [approved()], { extension: [period] })])).toBe('2026-09-01');
  });
  test('without end while pending or open; not at all when cancelled or without a period', () => {
    expect(until({ outcome: 'queued' })).toBe('infinity');
    expect(
      until({}, [item(1, [entry('submitted', { extension: decided('A4', '2026-01-05'), amount: usd })])]),
    ).toBe('infinity');
    expect(until({ preAuthRefPeriod: [{ start: '2026-01-05' }] })).toBe('infinity');
    expect(until({ status: 'cancelled' })).toBeNull();
    expect(until({ preAuthRefPeriod: undefined })).toBeNull();
  });
  test('changed by the last action, else when it was last written', () => {
    expect(release(authorization([item(1, [approved('2026-01-05T10:00:00Z')])])).changed).toBe('2026-01-05');
    expect(release(authorization([item(1, [entry('submitted', { amount: usd })])])).changed).toBe(
      '2026-02-02',
    );
  });
});

const payer = new URL('../../../shared/data/payer-data/synthetic-old-payer/', import.meta.url);
test.skipIf(!existsSync(payer))(
  'all authorizations of the sample payer leave or stay as its key says',
  () => {
    const asOf = '2026-06-30';
    const file = new URL('load/claims/ExplanationOfBenefit-pdex-priorauth.ndjson.gz', payer);
    const leaves = gunzipSync(readFileSync(file))
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JsonObject)
      .map((pa) => {
        const { withheld, changed, until } = release(pa);
        const inside = (until ?? '') >= asOf || (changed ?? '') >= paFrom(asOf);
        return `${pa.id},${withheld === null && inside ? 'True' : 'False'}`;
      });
    const key = readFileSync(new URL('keys/prior-auth-key.csv', payer), 'utf8').trim().split('\n').slice(1);
    const expected = key.map((line) => line.split(',')).map((fields) => `${fields[0]},${fields[6]}`);
    expect(leaves).toHaveLength(291);
    expect(leaves.sort()).toEqual(expected.sort());
  },
);
