// Half a rule set releases the other half: a rule set is whole, tested, and no smaller than the last one, or it is refused.
import { describe, expect, test } from 'vitest';
import { shippedLists, shippedRules } from '../../test/env/sensitivity.ts';
import { openRuleSet, rulesFor } from './rule-set.ts';

const head = '# list: own\n# version: 1\n# source: us\n# licence: ours\n# confidence: high\n';
const columns = 'system,code,match,bit,from,to,confidence\n';
const own = (...rows: string[]) => [
  ...shippedLists,
  { name: 'own.csv', text: `${head}${columns}${rows.join('\n')}` },
];
const found = (system: string, code: string, day?: string) =>
  rulesFor(shippedRules, system, code, () => (day ? { first: day, last: day } : undefined)).length > 0;

describe('the lists that come with the product', () => {
  test('form a rule set: 724 codes of CMS among them, the same id for the same lists', () => {
    expect(shippedRules.size['cms-samhsa']).toBe(724);
    expect(shippedRules.id).toMatch(/^[0-9a-f]{64}$/);
    expect(openRuleSet([...shippedLists].reverse()).id).toBe(shippedRules.id);
    expect(openRuleSet(own('icd10,X99,exact,SDV')).id).not.toBe(shippedRules.id);
  });

  test('a code is found whatever its spelling and that of its system', () => {
    for (const [system, code] of [
      ['http://hl7.org/fhir/sid/icd-10-cm', 'F10.20'],
      ['https://hl7.org/fhir/sid/icd-10-cm/', 'f1020'],
      ['http://hl7.org/fhir/sid/icd-10', 'F1020'],
      ['urn:oid:2.16.840.1.113883.6.90', ' F10.20 '],
      ['http://hl7.org/fhir/sid/icd-10-cm|2024', 'F10.20'],
      ['http://www.ama-assn.org/go/cpt', 'h0020'],
      ['https://bluebutton.cms.gov/resources/codesystem/hcpcs', 'H0020'],
      ['http://www.cms.gov/Medicare/Coding/ICD9', '94.45'],
      ['https://bluebutton.cms.gov/resources/variables/clm_drg_cd', '0897'],
      ['http://hl7.org/fhir/sid/ndc', '12496120803'],
      ['http://hl7.org/fhir/sid/ndc', '1249612083'],
    ] as const)
      expect(found(system, code), `${system} ${code}`).toBe(true);
  });

  test('a code in another system is no hit: 944.5 is a burn, 897 a room', () => {
    expect(found('http://hl7.org/fhir/sid/icd-9-cm', '944.5')).toBe(false);
    expect(found('https://www.nubc.org/CodeSystem/RevenueCodes', '0897')).toBe(false);
    expect(found('https://elsewhere.example', 'F10.20')).toBe(false);
  });

  test('DRG 522 was SUD until the last day of September 2007, and without a date it is', () => {
    const drg = 'drg';
    expect(found(drg, '522', '2007-09-30')).toBe(true);
    expect(found(drg, '522', '2007-10-01')).toBe(false);
    expect(found(drg, '522')).toBe(true);
    expect(found('pos', '58', '2019-12-31')).toBe(false);
    expect(found('pos', '58', '2020-01-01')).toBe(true);
  });
});

describe('a rule set is refused', () => {
  test('empty, or without its self-test', () => {
    expect(() => openRuleSet([])).toThrow(/holds no code at all. Put the lists/);
    expect(() => openRuleSet(shippedLists.filter(({ name }) => name !== 'self-test.csv'))).toThrow(
      /no self-test/,
    );
  });

  test('when a list lost more than a tenth, or is gone; a tenth may go', () => {
    const before = { ...shippedRules.size, 'cms-samhsa': 804 };
    expect(() => openRuleSet(shippedLists, before)).not.toThrow();
    expect(() => openRuleSet(shippedLists, { ...before, 'cms-samhsa': 805 })).toThrow(
      /cms-samhsa has 724 rules and had 805/,
    );
    expect(() => openRuleSet(shippedLists, { payer: 3 })).toThrow(/payer has 0 rules/);
  });

  test('when a self-test fails: a code that must be found is gone', () => {
    const broken = shippedLists.map((list) => ({
      ...list,
      text: list.text.replace(/^icd10,F10\.20,exact.*$/m, ''),
    }));
    expect(() => openRuleSet(broken)).toThrow(
      /self-test fails: icd10 F10.20 on 2024-05-01 is not labelled SUD/,
    );
    expect(() => openRuleSet(own('snomed,5880005,exact,ABORTION'))).toThrow(/5880005 is labelled ABORTION/);
  });

  test.each([
    ['icd10,X99,exact,NOBIT', 'bit is a key'],
    ['icd10,X99,about,SUD', 'match is exact or prefix'],
    ['icd10,,exact,SUD', 'no code'],
    ['icd10,X99,exact,SUD,2024', 'a day is YYYY-MM-DD'],
    ['icd10,X99,exact,SUD,2024-02-01,2024-01-01', 'ends before it begins'],
    ['icd10,X99,exact,SUD,,,some', 'confidence is high or low'],
    ['icd10,X99,exact,SUD,,,,,', 'more cells than columns'],
    ['icd10,X99,exact,PART2', 'no code and no word makes a Part 2 record'],
  ])('line %s: %s', (row, message) => {
    expect(() => openRuleSet(own('icd10,X98,exact,SDV', row))).toThrow(
      new RegExp(`own.csv, line 8: .*${message}`),
    );
  });

  test('without its header, with other columns, with a term that stands in everything', () => {
    const one = (text: string) => () => openRuleSet([{ name: 'own.csv', text }]);
    expect(one(`${columns}icd10,X,exact,SUD`)).toThrow(/must begin with "# list: …"/);
    expect(one(`${head}code,bit\nX,SUD`)).toThrow(/line 6: the columns must be/);
    expect(one(`${head}scope,term,except,bit,confidence\nany,drug,,SUD`)).toThrow(/one word of 6 letters/);
    expect(one(`${head}scope,term,except,bit,confidence\nany,(addict|x),,SUD`)).toThrow(/plain letters/);
  });
});
