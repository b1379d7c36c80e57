// The table of CMS as rules: each combination accepts what it names and nothing less, and what is off by default is what a family shares.
import { describe, expect, test } from 'vitest';
import { type Fields, fieldNames } from '../model.ts';
import { cmsHteRules } from './cms-hte.ts';
import { rulesOf } from './rules.ts';

const nothing = Object.fromEntries(fieldNames.map((field) => [field, 'missing'])) as unknown as Fields;
const names = { given: 'exact', family: 'exact', birthDate: 'exact' } as const;
const accepting = (fields: Partial<Fields>, rules = cmsHteRules) =>
  rules.filter((rule) => rule.accepts({ ...nothing, ...fields })).map((rule) => rule.name.slice(-2));

test('all 37 combinations stand there, in their order', () => {
  expect(cmsHteRules.map((rule) => Number(rule.name.slice(-2)))).toEqual(
    Array.from({ length: 37 }, (_, i) => i + 1),
  );
});

test.each<[string, Partial<Fields>]>([
  ['01', { ...names, address: 'same' }],
  ['02', { ...names, phone: 'same' }],
  ['04', { ...names, ssn4: 'same' }],
  ['08', { given: 'exact', birthDate: 'exact', mbi: 'same' }],
  ['27', { given: 'exact', birthDate: 'exact', memberId: 'own' }],
  ['28', { family: 'exact', birthDate: 'exact', memberId: 'own' }],
  ['31', { ...names, memberId: 'family' }],
  ['29', { phone: 'same', memberId: 'own' }],
  ['37', { family: 'exact', address: 'same', phone: 'same' }],
])('rule %s', (rule, fields) => {
  expect(accepting(fields)).toContain(rule);
  for (const field of Object.keys(fields))
    expect(accepting({ ...fields, [field]: 'missing' })).not.toContain(rule);
});

describe('slips', () => {
  test('one is allowed where the table has an asterisk, not two, and none elsewhere', () => {
    expect(accepting({ ...names, family: 'fuzzy', address: 'same' })).toContain('01');
    expect(accepting({ ...names, family: 'fuzzy', birthDate: 'near', address: 'same' })).not.toContain('01');
    expect(accepting({ ...names, given: 'fuzzy', phone: 'same' })).not.toContain('02');
  });
});

test('by default no rule accepts without a given name that agrees, and none on what a household shares', () => {
  const byDefault = rulesOf();
  expect(accepting({ family: 'exact', birthDate: 'exact', memberId: 'own' }, [...byDefault])).toEqual([]);
  expect(accepting({ ...nothing, given: 'exact', phone: 'same', memberId: 'own' }, [...byDefault])).toEqual(
    [],
  );
  expect(byDefault.map((rule) => rule.name)).not.toContain('cms-hte-36');
  expect(rulesOf('cms-hte-3.3.0')).toHaveLength(37);
});
