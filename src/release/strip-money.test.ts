// No money of a claim leaves, at whatever level and in whatever shape, and nothing else is touched: by hand-made claims, by
// two sets of pairs that others made, and by any claim that fast-check can think of.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../fhir/lossless.ts';
import { isMoney } from './money.ts';
import { stripMoney } from './strip-money.ts';

const base = 'http://terminology.hl7.org/CodeSystem/adjudication';
const c4bb = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication';
const discriminator = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator';
const carc = 'https://x12.org/codes/claim-adjustment-reason-codes';
const usd = { value: 12.5, currency: 'USD' };
const entry = (system: string, code: string, more: JsonObject = {}): JsonObject => ({
  category: { coding: [{ system, code }] },
  ...more,
});
const reason = (code: string, system = carc): JsonObject => ({ reason: { coding: [{ system, code }] } });

test('amount categories go, status entries and units stay, at every level', () => {
  const adjudication = [
    entry(base, 'copay', { amount: usd }),
    entry(c4bb, 'paidtoprovider', { amount: usd }),
    entry(discriminator, 'benefitpaymentstatus', reason('innetwork', 'x')),
    entry(discriminator, 'allowedunits', { value: 2 }),
  ];
  const kept = adjudication.slice(2);
  const line = { sequence: 1, adjudication, unitPrice: usd, factor: 1.2, net: usd };
  const claim = {
    resourceType: 'ExplanationOfBenefit',
    adjudication,
    item: [{ ...line, detail: [{ ...line, subDetail: [line] }] }],
    addItem: [{ ...line, detail: [{ ...line, subDetail: [line] }] }],
    total: [{ category: { text: 'x' }, amount: usd }],
    benefitBalance: [{ category: { text: 'x' }, financial: [{ type: { text: 'x' }, usedMoney: usd }] }],
    payment: {
      type: { text: 'paid' },
      date: '2024-01-01',
      amount: usd,
      adjustment: usd,
      adjustmentReason: { text: 'x' },
    },
    extension: [
      { url: 'money', valueMoney: usd },
      { url: 'nested', extension: [{ url: 'a', valueMoney: usd }] },
      { url: 'other', valueString: 'stays' },
    ],
  };
  const left = { sequence: 1, adjudication: kept };
  expect(stripMoney(claim)).toEqual({
    resourceType: 'ExplanationOfBenefit',
    adjudication: kept,
    item: [{ ...left, detail: [{ ...left, subDetail: [left] }] }],
    addItem: [{ ...left, detail: [{ ...left, subDetail: [left] }] }],
    payment: { type: { text: 'paid' }, date: '2024-01-01' },
    extension: [{ url: 'other', valueString: 'stays' }],
  });
});

test.each(['1', '2', '3', 'PR1', 'PR-2', '03'])(
  'the reason %s tells the share of the member and goes',
  (code) => {
    const claim = { adjudication: [entry(discriminator, 'adjustmentreason', reason(code))] };
    expect(stripMoney(claim)).toEqual({});
  },
);

test.each(['45', '16', '12', 'N1'])('the reason %s tells no share and stays', (code) => {
  const claim = { adjudication: [entry(discriminator, 'adjustmentreason', reason(code))] };
  expect(stripMoney(claim)).toEqual(claim);
});

test('an unknown category keeps its reason and loses amount and value; a known code counts in any system', () => {
  const claim = {
    adjudication: [
      entry('urn:local', 'bonus', { amount: usd, value: 12.5, ...reason('x', 'urn:local') }),
      entry('urn:local', 'copay', { value: 20 }),
    ],
  };
  expect(stripMoney(claim)).toEqual({
    adjudication: [entry('urn:local', 'bonus', reason('x', 'urn:local'))],
  });
});

test('words that name an amount go, other words stay', () => {
  const claim = {
    disposition: 'Paid. Patient owes $20.00',
    text: { status: 'generated', div: '<div>$20</div>' },
    processNote: [
      { number: 1, text: '12 USD deductible applied' },
      { number: 2, text: 'Duplicate of claim 17' },
    ],
  };
  expect(stripMoney(claim)).toEqual({
    processNote: [{ number: 1 }, { number: 2, text: 'Duplicate of claim 17' }],
  });
});

test('Full profiles become Basis ones of the same version, others stay', () => {
  const carin = 'http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit';
  const strip = (profile: string[]) => (stripMoney({ meta: { profile } }).meta as JsonObject).profile;
  expect(strip([`${carin}-Pharmacy|2.1.0`])).toEqual([`${carin}-Pharmacy-Basis|2.1.0`]);
  expect(strip([`${carin}-Oral`, `${carin}-Oral-Basis`])).toEqual([`${carin}-Oral-Basis`]);
  expect(strip(['http://example.org/own'])).toEqual(['http://example.org/own']);
});

describe('any claim', () => {
  const words = fc.constantFrom(
    ...[
      'amount',
      'value',
      'net',
      'item',
      'detail',
      'adjudication',
      'category',
      'coding',
      'code',
      'reason',
      'total',
    ],
    ...[
      'extension',
      'url',
      'valueMoney',
      'payment',
      'quantity',
      'contained',
      'note',
      'text',
      'unitPrice',
      'other',
    ],
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      fc.constant({ value: 7.25, currency: 'USD' }),
      fc.constant({ value: 7.25, unit: 'USD', system: 'urn:iso:std:iso:4217' }),
      fc.constantFrom('copay', 'submitted', 'allowedunits', '$ 7.25', 'other'),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(words, tie('node'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const claims = fc
    .dictionary(words, node, { maxKeys: 6, noNullPrototype: true })
    .map((parts) => ({ resourceType: 'ExplanationOfBenefit', ...(parts as JsonObject) }));

  test('holds no money afterwards', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        expect(moneyIn(stripMoney(claim))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
  test('stripped twice is as stripped once', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const once = stripMoney(claim);
        expect(stripMoney(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });
});

function moneyIn(value: Json | undefined, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => moneyIn(one, `${path}[${i}]`));
  if (!isObject(value)) return [];
  if (isMoney(value)) return [path];
  return Object.entries(value).flatMap(([key, one]) =>
    ['amount', 'total', 'net', 'unitPrice', 'valueMoney'].includes(key)
      ? [`${path}.${key}`]
      : moneyIn(one, `${path}.${key}`),
  );
}

const payer = new URL('../../../shared/data/payer-data/synthetic-old-payer/', import.meta.url);
test.skipIf(!existsSync(payer))(
  '6,170 claims of the sample payer equal their non-financial twins byte for byte',
  () => {
    const read = (path: string) =>
      gunzipSync(readFileSync(new URL(path, payer)))
        .toString()
        .split('\n')
        .filter((line) => line !== '');
    const keys = new Map(
      read('keys/ExplanationOfBenefit-basis-nonfinancial.ndjson.gz').map((line) => [
        JSON.parse(line).id as string,
        line,
      ]),
    );
    const claims = read('load/claims/ExplanationOfBenefit-financial.ndjson.gz').map(
      (line) => JSON.parse(line) as JsonObject,
    );
    expect(claims).toHaveLength(6170);
    const wrong = claims.filter(
      (claim) => JSON.stringify(stripMoney(claim)) !== keys.get(claim.id as string),
    );
    expect(wrong.map((claim) => claim.id)).toEqual([]);
  },
);

const ig = new URL('../../../shared/igs/hl7.fhir.us.carin-bb-2.1.0.rebuilt.tgz', import.meta.url);
test.skipIf(!existsSync(ig))(
  "the CARIN IG's pairs agree but for the id, two optional elements and its own slip",
  () => {
    const files = filesOfTar(gunzipSync(readFileSync(ig)));
    const names = [...files.keys()].filter((name) => name.includes('/ExplanationOfBenefit-BB-EOB'));
    expect(names).toHaveLength(10);
    for (const name of names) {
      // BB-EOBProfessionalTransportation1-nonfinancial still carries totals; BB-EOBProfessional1 drops payee and payment.
      const { total: _slip, ...key } = JSON.parse(files.get(name)!) as JsonObject;
      const full = files.get(name.replace('BB-', '').replace('-nonfinancial', ''))!;
      const { payee, payment, ...ours } = stripMoney(JSON.parse(full) as JsonObject);
      expect(
        { ...(key.payee ? { payee } : {}), ...(key.payment ? { payment } : {}), ...ours, id: key.id },
        name,
      ).toEqual(key);
    }
  },
);

/** Name and text of each file: 512-byte headers, the size in octal at 124. */
function filesOfTar(tar: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    files.set(name, tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
