// Protects each kind of rule by a made-up profile: what fits passes, what breaks the rule is reported there and under its name;
// and hostile input ends soon.
import { describe, expect, test } from 'vitest';
import { madePackage, madeStructure } from '../../test/env/fhir-definitions.ts';
import { definitionsOf } from './definitions.ts';
import { validationOutcome } from './issue.ts';
import { libraryOf } from './package/library.ts';
import { openPackage } from './package/package-file.ts';
import { issues_max } from './run.ts';
import { compileAll, type Validation, validatorOf } from './validator.ts';

const base = 'http://hl7.org/fhir/StructureDefinition/';
const datatype = (type: string, elements: Parameters<typeof madeStructure>[2]) =>
  madeStructure(base + type, type, elements, { kind: 'complex-type', derivation: 'specialization' });
const extensions = { path: 'extension', card: '0..*', type: 'Extension', list: true };
const under = (path: string, { path: name, ...element }: { path: string; card: string }) => ({
  ...element,
  path: `${path}.${name}`,
});

const core = [
  datatype('Element', [under('Element', extensions)]),
  datatype('Extension', [
    under('Extension', extensions),
    { path: 'Extension.url', card: '1..1', type: 'http://hl7.org/fhirpath/System.String' },
    { path: 'Extension.value[x]', card: '0..1', type: 'string' },
  ]),
  datatype('Coding', [
    { path: 'Coding.system', card: '0..1', type: 'uri' },
    { path: 'Coding.code', card: '0..1', type: 'code' },
  ]),
  datatype('CodeableConcept', [
    { path: 'CodeableConcept.coding', card: '0..*', type: 'Coding', list: true },
    { path: 'CodeableConcept.text', card: '0..1', type: 'string' },
  ]),
  datatype('Reference', [{ path: 'Reference.reference', card: '0..1', type: 'string' }]),
  datatype('Meta', [{ path: 'Meta.profile', card: '0..*', type: 'canonical', list: true }]),
  datatype('BackboneElement', [under('BackboneElement', extensions)]),
  madeStructure(
    `${base}Basic`,
    'Basic',
    [
      { path: 'Basic.id', card: '0..1', type: 'id' },
      { path: 'Basic.meta', card: '0..1', type: 'Meta' },
      { path: 'Basic.contained', card: '0..*', type: 'Resource', list: true },
      { path: 'Basic.code', card: '0..1', type: 'CodeableConcept' },
    ],
    { derivation: 'specialization' },
  ),
  madeStructure(`${base}Patient`, 'Patient', [{ path: 'Patient.id', card: '0..1', type: 'id' }], {
    derivation: 'specialization',
  }),
];

const colour = {
  resourceType: 'ValueSet',
  url: 'urn:vs:colour',
  version: '1',
  compose: { include: [{ system: 'urn:cs:colour' }] },
};
const colours = {
  resourceType: 'CodeSystem',
  url: 'urn:cs:colour',
  version: '1',
  content: 'complete',
  concept: [{ code: 'red', concept: [{ code: 'crimson' }] }, { code: 'blue' }],
};
const elsewhere = {
  resourceType: 'ValueSet',
  url: 'urn:vs:elsewhere',
  version: '1',
  compose: { include: [{ system: 'urn:cs:not-here' }] },
};
const sliced = (name: string, card: string, more: object = {}) => ({
  id: `Basic.part:${name}`,
  path: 'Basic.part',
  card,
  type: 'CodeableConcept',
  list: true,
  sliceName: name,
  patternCodeableConcept: { coding: [{ system: 'urn:cs:part', code: name }] },
  ...more,
});

const profile = madeStructure('urn:p', 'Basic', [
  { path: 'Basic.id', card: '1..1', type: 'id' },
  { path: 'Basic.meta', card: '0..1', type: 'Meta' },
  { path: 'Basic.contained', card: '0..*', type: 'Resource', list: true },
  under('Basic', extensions),
  { path: 'Basic.modifierExtension', card: '0..*', type: 'Extension', list: true },
  { path: 'Basic.born', card: '0..1', type: 'date' },
  {
    path: 'Basic.twice',
    card: '0..2',
    type: 'string',
    list: true,
    constraint: [{ key: 'p-1', severity: 'error', human: 'short', expression: '$this.length() < 5' }],
  },
  { path: 'Basic.none', card: '0..0', type: 'string' },
  {
    path: 'Basic.colour',
    card: '0..1',
    type: 'CodeableConcept',
    binding: { strength: 'required', valueSet: 'urn:vs:colour' },
  },
  {
    path: 'Basic.hue',
    card: '0..1',
    type: 'CodeableConcept',
    binding: { strength: 'extensible', valueSet: 'urn:vs:colour' },
  },
  {
    path: 'Basic.far',
    card: '0..1',
    type: 'CodeableConcept',
    binding: { strength: 'required', valueSet: 'urn:vs:elsewhere' },
  },
  { path: 'Basic.fixed', card: '0..1', type: 'code', fixedCode: 'one' },
  { path: 'Basic.value[x]', card: '0..1', type: 'string' },
  {
    path: 'Basic.who',
    card: '0..1',
    type: [{ code: 'Reference', targetProfile: [`${base}Patient`] }],
  },
  {
    path: 'Basic.part',
    card: '0..*',
    type: 'CodeableConcept',
    list: true,
    slicing: { rules: 'closed', ordered: true, discriminator: [{ type: 'pattern', path: '$this' }] },
  },
  sliced('a', '0..1'),
  sliced('b', '0..*'),
]);

const archive = madePackage({ name: 'made', version: '1.0.0' }, [
  ...core,
  colour,
  colours,
  elsewhere,
  profile,
]);
const definitions = definitionsOf(libraryOf([openPackage(archive)]));
const validator = validatorOf(definitions);
const judge = (more: object): Validation =>
  validator.validate({ resourceType: 'Basic', id: 'x', ...more }, { profiles: ['urn:p'] });
const faults = (more: object): string[] =>
  judge(more).issues.map(({ rule, expression }) => `${rule} ${expression}`);
const concept = (code: string, system: string) => ({ coding: [{ system, code }] });

describe('a resource that fits', () => {
  test('has no issues', () => {
    const { issues, valid, notChecked } = judge({
      born: '2020-02',
      twice: ['a', 'b'],
      colour: concept('crimson', 'urn:cs:colour'),
      fixed: 'one',
      valueString: 'x',
      who: { reference: 'Patient/1' },
      part: [concept('a', 'urn:cs:part'), concept('b', 'urn:cs:part')],
    });
    expect({ issues, valid, notChecked: [...notChecked] }).toEqual({
      issues: [],
      valid: true,
      notChecked: [],
    });
  });
});

describe('each rule is reported where it is broken, by its name', () => {
  const cases: [what: string, more: object, fault: string][] = [
    ['a missing element', { id: undefined }, 'cardinality-min Basic.id'],
    ['too many', { twice: ['a', 'b', 'c'] }, 'cardinality-max Basic.twice'],
    ['an element that the profile rules out', { none: 'x' }, 'cardinality-max Basic.none'],
    ['a list where one value was expected', { born: ['2020'] }, 'type Basic.born'],
    ['one value where a list was expected', { twice: 'a' }, 'type Basic.twice'],
    ['an empty list', { twice: [] }, 'empty Basic.twice'],
    ['null', { twice: ['a', null] }, 'empty Basic.twice[1]'],
    ['an unknown element', { zebra: 1 }, 'unknown-element Basic.zebra'],
    ['a type that the choice has not', { valueQuantity: { value: 1 } }, 'type Basic.valueQuantity'],
    ['a day that is in no calendar', { born: '2023-02-30' }, 'primitive Basic.born'],
    ['another value than the fixed one', { fixed: 'two' }, 'fixed Basic.fixed'],
    [
      'a code beyond the required set',
      { colour: concept('green', 'urn:cs:colour') },
      'binding-required Basic.colour',
    ],
    ['a code of another system', { colour: concept('red', 'urn:cs:other') }, 'binding-required Basic.colour'],
    ['no code at all', { colour: { text: 'red' } }, 'binding-required Basic.colour'],
    [
      'a code beyond the extensible set',
      { hue: concept('green', 'urn:cs:colour') },
      'binding-extensible Basic.hue',
    ],
    ['a broken invariant', { twice: ['a', 'too long'] }, 'p-1 Basic.twice[1]'],
    ['a reference to another type', { who: { reference: 'Group/1' } }, 'reference-target Basic.who'],
    ['a contained resource that is not there', { who: { reference: '#p' } }, 'ref-1 Basic.who'],
    [
      'a slice too often',
      { part: [concept('a', 'urn:cs:part'), concept('a', 'urn:cs:part')] },
      'slice-max Basic.part',
    ],
    [
      'slices in the wrong order',
      { part: [concept('b', 'urn:cs:part'), concept('a', 'urn:cs:part')] },
      'slice-order Basic.part[1]',
    ],
    ['an item of no slice', { part: [concept('c', 'urn:cs:part')] }, 'slice-closed Basic.part[0]'],
    [
      'an unknown modifier',
      { modifierExtension: [{ url: 'urn:m', valueString: 'x' }] },
      'modifier-extension-unknown Basic.modifierExtension[0]',
    ],
    [
      'an extension with value and parts',
      { extension: [{ url: 'urn:e', valueString: 'x', extension: [{ url: 'urn:f', valueString: 'y' }] }] },
      'ext-1 Basic.extension[0]',
    ],
    ['an extension with neither', { extension: [{ url: 'urn:e' }] }, 'ext-1 Basic.extension[0]'],
    [
      'a contained resource nobody refers to',
      { contained: [{ resourceType: 'Patient', id: 'p' }] },
      'dom-3 Basic.contained[0]',
    ],
    ['an element of nothing', { colour: {} }, 'ele-1 Basic.colour'],
  ];
  test.each(cases)('%s', (_, more, fault) => {
    expect(faults(more)).toContain(fault);
  });

  test('a warning does not make a resource invalid', () => {
    expect(judge({ hue: concept('green', 'urn:cs:colour') }).valid).toBe(true);
  });

  test('issues carry profile, severity and place, and no value', () => {
    const { issues } = judge({ born: '2023-02-30' });
    expect(issues).toEqual([
      {
        severity: 'error',
        code: 'value',
        expression: 'Basic.born',
        profile: 'urn:p|1.0.0',
        rule: 'primitive',
        text: 'This is no date.',
      },
    ]);
    expect(validationOutcome(issues)).toMatchObject({
      issue: [{ severity: 'error', code: 'value', expression: ['Basic.born'] }],
    });
  });
});

describe('what cannot be told is said, and never taken for valid or invalid', () => {
  test('a code system that is not installed', () => {
    expect([...judge({ far: concept('x', 'urn:cs:not-here') }).notChecked]).toEqual([['urn:cs:not-here', 1]]);
    expect(faults({ far: concept('x', 'urn:cs:colour') })).toEqual(['binding-required Basic.far']);
  });
  test('an unknown extension', () => {
    const { valid, notChecked } = judge({ extension: [{ url: 'urn:e', valueString: 'x' }] });
    expect([valid, [...notChecked]]).toEqual([true, [['unknown extension', 1]]]);
  });
  test('a profile that is claimed and not installed', () => {
    const { issues, valid } = validator.validate({
      resourceType: 'Basic',
      meta: { profile: ['urn:none'] },
      zebra: 1,
    });
    expect([valid, issues.map(({ rule }) => rule)]).toEqual([false, ['profile-unknown', 'unknown-element']]);
  });
});

describe('hostile input ends soon', () => {
  const within = (milliseconds: number, work: () => void): void => {
    const start = performance.now();
    work();
    expect(performance.now() - start).toBeLessThan(milliseconds);
  };
  test('100,000 extensions, and as many that are wrong', () => {
    const extension = Array.from({ length: 100_000 }, (_, i) => ({
      url: `urn:${i}`,
      ...(i % 2 && { valueString: 'x' }),
    }));
    within(5000, () => expect(judge({ extension }).issues).toHaveLength(issues_max + 1));
  });
  test('extensions 10,000 deep', () => {
    let extension: object[] = [{ url: 'urn:x', valueString: 'x' }];
    for (let i = 0; i < 10_000; i++) extension = [{ url: 'urn:x', extension }];
    within(1000, () =>
      expect(faults({ extension }).some((fault) => fault.startsWith('too-deep'))).toBe(true),
    );
  });
  test('a chain of 2,000 contained resources', () => {
    const contained = Array.from({ length: 2000 }, (_, i) => ({
      resourceType: 'Basic',
      id: `c${i}`,
      meta: { profile: ['urn:p'] },
      who: { reference: `#c${(i + 1) % 2000}` },
    }));
    within(5000, () => expect(judge({ contained, who: { reference: '#c0' } }).valid).toBe(false));
  });
  test('anything but a resource', () => {
    for (const one of [
      null,
      1,
      'x',
      [],
      {},
      { resourceType: 5 },
      { resourceType: '__proto__' },
      { resourceType: 'constructor' },
    ])
      expect(validator.validate(one).valid).toBe(false);
  });
});

test('everything can be compiled beforehand, recursion and all', () => {
  expect(compileAll(definitions, [{ canonical: 'urn:p', scope: '' }])).toBeGreaterThan(20);
});
