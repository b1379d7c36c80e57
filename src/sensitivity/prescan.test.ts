// The quick look over a raw line may say yes too often, and never no to a line in which something is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { label as classified, shippedRules } from '../../test/env/sensitivity.ts';
import { prescanOf } from './prescan.ts';
import { noSources, openSources } from './program-sources.ts';

const look = prescanOf(shippedRules, noSources);
const line = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('the quick look', () => {
  test('passes over an ordinary line', () => {
    expect(
      look(
        line({
          resourceType: 'Condition',
          code: {
            coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }],
            text: 'Hypertension',
          },
        }),
      ),
    ).toBe(false);
  });

  test.each([
    ['white space around the colon', '{"code" \n:\t "F10.20"}'],
    ['a code without its dot, in lower case', '{"code":"f1020"}'],
    ['an escape in the code', '{"code":"F10\\u002e20"}'],
    ['an escape in the key', '{"co\\u0064e":"F10.20"}'],
    ['another escape in the code', '{"code":"F10\\/20"}'],
    ['a DRG with a zero in front, in an identifier', '{"system":"x","value":"0897"}'],
    ['a DRG in words', '{"code":"MS-DRG 897"}'],
    ['a drug code 5-4-1', '{"code":"12496-1208-3"}'],
    ['a drug code 5-3-2', '{"code":"12496-100-01"}'],
    ['a drug code of ten digits', '{"code":"1249612083"}'],
    ['a term over a hard space', '{"div":"opioid\u00a0use\u00a0disorder"}'],
    ['a term in capitals', '{"text":"OPIOID USE DISORDER"}'],
    ['a term at the end of the line', '"Suboxone'],
    ['labels that came with it', '{"meta":{"security":[]}}'],
    ['an attachment', '{"content":[{"attachment":{"url":"x"}}]}'],
    ['a Binary', '{"resourceType":"Binary","data":"AAAA"}'],
  ])('stops at %s', (_what, text) => {
    expect(look(line(text))).toBe(true);
  });

  test('stops at a programme, by number and by reference', () => {
    const row = { kind: 'otp', from: null, to: null };
    const own = prescanOf(
      shippedRules,
      openSources([
        { ...row, npi: '1999999992', reference: null },
        { ...row, npi: null, reference: 'Organization/otp' },
      ]),
    );
    expect(own(line({ provider: { identifier: { value: '1999999992' } } }))).toBe(true);
    expect(own(line({ provider: { reference: 'https://x.example/Organization/otp' } }))).toBe(true);
    expect(own(line({ provider: { reference: 'Organization/other' } }))).toBe(false);
  });

  test('never passes over what the walk would find, wherever it stands and however it is written', () => {
    const rules = fc.constantFrom(
      ...shippedRules.rules.map((rule) => [rule.system, rule.prefix ? `${rule.code}03` : rule.code] as const),
    );
    const found = fc.oneof(
      rules.map(([system, code]) => ({ coding: [{ system, code }] })),
      rules.map(([system, code]) => ({
        coding: [{ display: 'x', code: code.toLowerCase(), system: `${system} ` }],
      })),
      rules.map(([system, value]) => ({ system, value })),
      rules.map(([url, valueCode]) => ({ extension: [{ url, valueCode }] })),
      fc
        .constantFrom(...shippedRules.terms.rules)
        .map((rule) => ({ note: [{ text: `… ${rule.term.replace('*', '').toUpperCase()}.` }] })),
    );
    const noise = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.oneof(fc.string(), fc.integer(), fc.array(fc.string(), { maxLength: 2 })),
      { maxKeys: 5 },
    );
    fc.assert(
      fc.property(
        noise,
        found,
        noise,
        fc.constantFrom('a', 'contained', 'item'),
        fc.boolean(),
        (before, hit, after, where, spaced) => {
          const resource = { resourceType: 'Basic', ...before, [where]: [{ x: hit }], after };
          const { labels, suggestions } = classified(resource);
          if (labels !== 0 || suggestions.length > 0)
            expect(look(line(JSON.stringify(resource, null, spaced ? 1 : undefined)))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
