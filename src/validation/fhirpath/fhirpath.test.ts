// Protects the evaluator: expressions of the guides mean what FHIRPath says, three values and all; what it cannot read it
// refuses, and what it cannot tell it says.
import { describe, expect, test } from 'vitest';
import { Run } from '../run.ts';
import { codeSetOf } from '../terminology/membership.ts';
import { compileTest } from './compile.ts';
import { matcherOf } from './safe-pattern.ts';
import { UnreadableExpression } from './tokens.ts';

const codes = codeSetOf({
  canonical: 'urn:vs|1',
  systems: { 'urn:s': ['a'] },
  open: ['urn:open'],
  partial: false,
});
const compilation = { codeSet: (canonical: string) => (canonical === 'urn:vs' ? codes : undefined) };

function evaluate(expression: string, resource: unknown): { truth: boolean | undefined; unknown: boolean } {
  const run = new Run(resource, '', undefined);
  run.context = resource;
  const truth = compileTest(expression, compilation)(resource, run);
  return { truth, unknown: run.unknown };
}
const truth = (expression: string, resource: unknown): boolean | undefined =>
  evaluate(expression, resource).truth;

const patient = {
  resourceType: 'Patient',
  name: [{ family: 'Shaw', given: ['Amy', 'V.'] }, { text: 'Ms Shaw' }],
  active: true,
  deceasedBoolean: false,
  identifier: [
    { system: 'urn:oid:1', value: '1234567893', type: { coding: [{ system: 'urn:s', code: 'MB' }] } },
  ],
  contact: [{ count: 2 }, { count: 3 }],
  generalPractitioner: [{ reference: 'Practitioner/1' }, { reference: '#o' }],
  contained: [{ resourceType: 'Organization', id: 'o' }],
};

describe('expressions', () => {
  test.each([
    ['name.exists() and name.family.exists()', true],
    ["name.where(family = 'Shaw').given.count() = 2", true],
    ['name.all(family.exists() or text.exists())', true],
    ['name.all(family.exists())', false],
    ['(name.family.exists() xor name.text.exists())', false],
    ["identifier.type.coding.where(system = 'urn:s' and code='MB').exists() or zebra.exists()", true],
    ["identifier.type.coding.where(code in ('MB' | 'XX')).exists()", true],
    ["identifier.value.matches('^[0-9]{10}$')", true],
    ['identifier.value.substring(0,1).toInteger() = 1', true],
    ['contact.select(count).distinct().count() = 2 and contact.count.isDistinct()', true],
    ['deceased is Boolean', true],
    ['deceased is DateTime', false],
    ['generalPractitioner.all(resolve() is Practitioner)', false],
    ['generalPractitioner.where(resolve() is Organization).exists()', true],
    ['%resource = %rootResource', true],
    ["Patient.name.given contains 'Amy' or false", true],
    ['name.given.subsetOf(%context.name.given)', true],
    ["iif(active, 'a', 'b') = 'a'", true],
    ["name.first().given.tail() = 'V.'", true],
    ["descendants().where($this = 'Amy').exists()", true],
    ['zebra = 1', undefined],
    ['zebra = 1 or true', true],
    ['zebra = 1 and true', undefined],
    ['zebra = 1 implies false', undefined],
    ['(zebra = 1).not()', undefined],
    ['zebra.empty()', true],
    ["('a' + 'b') = 'ab' and (1 + 2) * 3 = 9 and 7 mod 2 = 1 and -1 < 0", true],
    ["'2019' <= '2019-04'", true],
  ])('%s', (expression, expected) => {
    expect(truth(expression, patient)).toBe(expected);
  });

  test('the check digit of an NPI, as US Core writes it', () => {
    const luhn =
      '(((select(value.substring(0,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(1,1).toInteger())+(select(value.substring(2,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(3,1).toInteger())+(select(value.substring(4,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(5,1).toInteger())+(select(value.substring(6,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(7,1).toInteger())+(select(value.substring(8,1).toInteger()).select(iif($this<5, $this*2, (($this*2)-9))))+(value.substring(9,1).toInteger())+24) mod 10=0)';
    expect(truth(luhn, { value: '1234567893' })).toBe(true);
    expect(truth(luhn, { value: '1234567890' })).toBe(false);
  });
});

describe('what cannot be told', () => {
  test('a code of a system that is not there', () => {
    expect(evaluate("memberOf('urn:vs')", { system: 'urn:s', code: 'a' })).toEqual({
      truth: true,
      unknown: false,
    });
    expect(evaluate("memberOf('urn:vs')", { system: 'urn:s', code: 'b' })).toEqual({
      truth: false,
      unknown: false,
    });
    expect(evaluate("memberOf('urn:vs')", { system: 'urn:open', code: 'b' }).unknown).toBe(true);
    expect(evaluate("memberOf('urn:none')", { system: 'urn:s', code: 'a' }).unknown).toBe(true);
  });
  test('a reference without a type, a text whose type nobody gave', () => {
    expect(evaluate('resolve() is Patient', { reference: 'urn:uuid:1' }).unknown).toBe(true);
    expect(evaluate('note is markdown', { note: 'x' }).unknown).toBe(true);
  });
  test('more visits than there is time for', () => {
    const wide = {
      a: Array.from({ length: 2000 }, (_, i) => ({ i: { i } })),
      b: Array.from({ length: 2000 }, (_, i) => ({ i })),
    };
    expect(evaluate('a.i.subsetOf(b)', wide).unknown).toBe(true);
  });
});

test.each([
  'a.zebra()',
  'a..b',
  'a b',
  "matches('(a+)+')",
  '%zebra',
  '(',
  "'open",
  `${'('.repeat(500)}a${')'.repeat(500)}`,
  'toString',
  'a'.repeat(30_000),
])('refused, or read for what it is: %#', (expression) => {
  if (expression === 'toString') expect(truth(expression, {})).toBeUndefined();
  else expect(() => compileTest(expression, compilation)).toThrow(UnreadableExpression);
});

test('patterns that could run for ever are not taken', () => {
  for (const pattern of ['(a+)+$', '(a|a)*b', '(.*)\\1', 'a*a*a*b', '(?=a)a', '('])
    expect(matcherOf(pattern)).toBeUndefined();
  expect(matcherOf('^[0-9]{2}D[0-9]{7}$')?.('12D1234567')).toBe(true);
});
