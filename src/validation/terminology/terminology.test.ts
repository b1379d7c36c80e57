// Protects membership: a code is in, out, or not to be told; never in because nobody looked.
import { describe, expect, test } from 'vitest';
import type { CodeSystem, ConceptSet, Expansion, ValueSet } from '../package/definitions.ts';
import { codeSetOf } from './membership.ts';
import { expandValueSet } from './value-set.ts';

const tree: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'urn:tree',
  content: 'complete',
  concept: [
    {
      code: 'a',
      concept: [
        { code: 'a1', concept: [{ code: 'a11' }] },
        { code: 'a2', property: [{ code: 'kind', valueCode: 'soft' }] },
      ],
    },
    { code: 'b', property: [{ code: 'parent', valueCode: 'a2' }] },
    { code: 'c' },
  ],
};
const imported: ValueSet = {
  resourceType: 'ValueSet',
  url: 'urn:vs:ab',
  compose: { include: [{ system: 'urn:tree', concept: [{ code: 'a' }, { code: 'b' }] }] },
};
const loop: ValueSet = {
  resourceType: 'ValueSet',
  url: 'urn:vs:loop',
  compose: { include: [{ valueSet: ['urn:vs:loop'] }, { valueSet: ['urn:vs:loop'] }] },
};

function setOf(include: ConceptSet[], exclude: ConceptSet[] = [], expansions: Expansion[] = []) {
  const expanded = expandValueSet(
    { resourceType: 'ValueSet', url: 'urn:vs', version: '1', compose: { include, exclude } },
    {
      valueSet: (url) => [imported, loop].find((one) => one.url === url),
      codeSystem: (url) => (url === 'urn:tree' ? tree : undefined),
      expansions: () => expansions,
    },
  );
  return codeSetOf(expanded);
}
const members = (include: ConceptSet[], exclude?: ConceptSet[]): string[] => {
  const set = setOf(include, exclude);
  return ['a', 'a1', 'a11', 'a2', 'b', 'c'].filter((code) => set.hasCoding('urn:tree', code) === 'in');
};
const filter = (property: string, op: string, value: string): ConceptSet => ({
  system: 'urn:tree',
  filter: [{ property, op, value }],
});

test.each<[string, ConceptSet[], ConceptSet[], string]>([
  ['a whole system', [{ system: 'urn:tree' }], [], 'a a1 a11 a2 b c'],
  ['listed codes', [{ system: 'urn:tree', concept: [{ code: 'a1' }] }], [], 'a1'],
  ['is-a', [filter('concept', 'is-a', 'a')], [], 'a a1 a11 a2 b'],
  ['descendent-of', [filter('concept', 'descendent-of', 'a1')], [], 'a11'],
  ['is-not-a', [filter('concept', 'is-not-a', 'a')], [], 'c'],
  ['generalizes', [filter('concept', 'generalizes', 'a11')], [], 'a a1 a11'],
  ['in', [filter('concept', 'in', 'a, c')], [], 'a c'],
  ['a property', [filter('kind', '=', 'soft')], [], 'a2'],
  ['a property that exists', [filter('kind', 'exists', 'true')], [], 'a2'],
  ['another set', [{ valueSet: ['urn:vs:ab'] }], [], 'a b'],
  [
    'what a system and a set share',
    [{ ...filter('concept', 'is-a', 'a'), valueSet: ['urn:vs:ab'] }],
    [],
    'a b',
  ],
  ['less what is excluded', [{ system: 'urn:tree' }], [{ valueSet: ['urn:vs:ab'] }], 'a1 a11 a2 c'],
])('%s', (_, include, exclude, expected) => {
  expect(members(include, exclude).join(' ')).toBe(expected);
});

describe('what cannot be told', () => {
  test('a system that is not there is open, others are not', () => {
    const set = setOf([{ system: 'urn:away' }]);
    expect([set.hasCoding('urn:away', 'x'), set.hasCoding('urn:tree', 'a'), set.hasCode('x')]).toEqual([
      'unknown',
      'out',
      'unknown',
    ]);
  });
  test('a filter by pattern, a set that is not there, a circle', () => {
    expect(setOf([filter('code', 'regex', 'a.*')]).hasCoding('urn:tree', 'a')).toBe('unknown');
    expect(setOf([{ valueSet: ['urn:vs:none'] }]).hasCoding('urn:tree', 'a')).toBe('unknown');
    expect(setOf([{ valueSet: ['urn:vs:loop'] }]).hasCoding('urn:tree', 'a')).toBe('unknown');
  });
  test('an exclusion that cannot be told makes its system doubtful', () => {
    expect(setOf([{ system: 'urn:tree' }], [filter('code', 'regex', 'a.*')]).hasCoding('urn:tree', 'c')).toBe(
      'unknown',
    );
  });
  test('a written-out form helps, if nothing was left out', () => {
    const contains = [{ system: 'urn:away', code: 'x' }];
    expect(setOf([{ system: 'urn:away' }], [], [{ contains }]).hasCoding('urn:away', 'y')).toBe('out');
    expect(setOf([{ system: 'urn:away' }], [], [{ contains, total: 9 }]).hasCoding('urn:away', 'y')).toBe(
      'unknown',
    );
  });
});

test('media types and languages are a grammar', () => {
  const types = setOf([{ system: 'urn:ietf:bcp:13' }]);
  const languages = setOf([{ system: 'urn:ietf:bcp:47' }]);
  expect(['text/plain', 'application/fhir+json', 'zebra', 'a/b'].map(types.hasCode)).toEqual([
    'in',
    'in',
    'out',
    'out',
  ]);
  expect(['en', 'en-US', 'zh-Hant', '1', 'en_US'].map(languages.hasCode)).toEqual([
    'in',
    'in',
    'in',
    'out',
    'out',
  ]);
});
