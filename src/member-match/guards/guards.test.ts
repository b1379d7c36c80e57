// Family stories: who must not be named, and what each guard waits for.
import { describe, expect, test } from 'vitest';
import { normaliseAddress } from '../../person/normal/address.ts';
import type { NormalName } from '../../person/normal/name.ts';
import { type Fields, fieldNames } from '../model.ts';
import { defaultParameters } from '../parameters.ts';
import type { MemberQuery } from '../query.ts';
import type { Scored } from '../score/posterior.ts';
import type { Situation } from './guard.ts';
import { guards } from './guards.ts';

const missing = Object.fromEntries(fieldNames.map((field) => [field, 'missing'])) as unknown as Fields;
const whole: Partial<Fields> = {
  given: 'exact',
  family: 'exact',
  birthDate: 'exact',
  sex: 'agrees',
  address: 'same',
};

function scored(fields: Partial<Fields>, more: Partial<Scored> = {}): Scored {
  return {
    candidate: { personId: 1, records: [], identifiers: [] },
    fields: { ...missing, ...fields },
    namesAnother: false,
    twins: [],
    posterior: { same: 0.999, household: 0, twin: 0 },
    weights: {},
    namesakes: 1,
    ...more,
  };
}
function objections(
  fields: Partial<Fields>,
  more: Partial<Situation> & { scored?: Partial<Scored> } = {},
): string[] {
  const situation: Situation = {
    query: {
      names: [],
      birthDate: '1980-01-01',
      sex: 'female',
      identifiers: [],
      addresses: [],
      telecom: [],
      foreignPlan: false,
    } satisfies MemberQuery,
    leading: scored(fields, more.scored),
    others: [],
    parameters: defaultParameters,
    isYoung: false,
    ...more,
  };
  return guards.filter((guard) => guard.objects(situation)).map((guard) => guard.name);
}

const house = normaliseAddress({ line: ['9 Elm Street'], postalCode: '44081' });

/** A person who is known under this name. */
function holding(name: Partial<NormalName>): Scored['candidate'] {
  const record = {
    patientId: 'p',
    names: [named(name)],
    birthDate: '1980-01-01',
    sex: 'male' as const,
    addresses: [house],
    telecom: [],
    active: true,
  };
  return { personId: 1, records: [record], identifiers: [] };
}
const named = (name: Partial<NormalName>): NormalName => ({
  family: 'smith',
  familyWords: ['smith'],
  given: [],
  suffix: '',
  use: 'current',
  ...name,
});
const told = (name: Partial<NormalName>): MemberQuery => ({
  names: [named(name)],
  birthDate: '1980-01-01',
  sex: 'male',
  identifiers: [],
  addresses: [],
  telecom: [],
  foreignPlan: false,
});

test('who agrees in names, birth date and address is nobody else', () => {
  expect(objections(whole)).toEqual([]);
});

describe.each<[string, Partial<Fields>, string, Partial<Fields>]>([
  ['junior is not senior', { ...whole, suffix: 'conflict' }, 'suffix-conflict', { suffix: 'one-sided' }],
  [
    'a child with the parent’s card',
    { ...whole, given: 'conflict', memberId: 'own' },
    'given-conflict',
    { middle: 'full' },
  ],
  [
    'María Ana is not María Beatriz',
    { ...whole, middle: 'conflict' },
    'middle-conflict',
    { memberId: 'own' },
  ],
  [
    'Daniel is not Daniela',
    { ...whole, given: 'fuzzy', sex: 'conflict' },
    'sex-conflict',
    { given: 'exact' },
  ],
  [
    'another birth date is the mother’s',
    { ...whole, birthDate: 'conflict' },
    'birth-date-conflict',
    { birthDate: 'near' },
  ],
  [
    'a namesake born a day later',
    { ...whole, birthDate: 'near', address: 'zip' },
    'birth-date-unsure',
    { phone: 'same' },
  ],
  [
    'an initial without address',
    { ...whole, given: 'initial', address: 'missing' },
    'given-unsure',
    { memberId: 'own' },
  ],
  [
    'a namesake of the whole country',
    { ...whole, address: 'missing' },
    'nothing-independent',
    { memberId: 'family' },
  ],
  [
    'another family name at one telephone',
    { ...whole, family: 'conflict', address: 'different', phone: 'same' },
    'family-conflict',
    { email: 'same' },
  ],
])('%s', (_story, fields, guard, remedy) => {
  test(`${guard} objects, and is content with more`, () => {
    expect(objections(fields)).toContain(guard);
    expect(objections({ ...fields, ...remedy })).not.toContain(guard);
  });
});

describe('the young', () => {
  test('Emma and Emily live at one address; an adult’s slip is one', () => {
    expect(objections({ ...whole, given: 'fuzzy' }, { isYoung: true })).toEqual(['young-look-alike']);
    expect(objections({ ...whole, given: 'fuzzy' })).toEqual([]);
    expect(objections({ ...whole, given: 'fuzzy', memberId: 'own' }, { isYoung: true })).toEqual([]);
  });
  test('Jamie Olivia and Jasmine Olivia are sisters: a middle name may be shared, a number of one’s own is not', () => {
    const sister = { ...whole, given: 'alike', middle: 'full' } as const;
    expect(objections(sister, { isYoung: true })).toEqual(['young-look-alike']);
    expect(objections({ ...sister, memberId: 'own' }, { isYoung: true })).toEqual([]);
    expect(objections({ ...sister, given: 'fuzzy' }, { isYoung: true })).toEqual([]);
  });
  test('Isabella may be the twin of Emilia Isabella', () => {
    expect(objections({ ...whole, given: 'middle' }, { isYoung: true })).toEqual(['young-look-alike']);
    expect(objections({ ...whole, given: 'middle' })).toEqual([]);
  });
  test('a form that parents give is a name; a nickname that nobody is named is none', () => {
    const asked = (given: string): Partial<Situation> => ({ isYoung: true, query: told({ given: [given] }) });
    const held = { scored: { candidate: holding({ given: ['robert'] }) } };
    expect(objections({ ...whole, given: 'form' }, { ...asked('bobby'), ...held })).toEqual([
      'young-look-alike',
    ]);
    expect(objections({ ...whole, given: 'form' }, { ...asked('dobbin'), ...held })).toEqual([]);
  });
  test('a newborn’s card may be the mother’s', () => {
    expect(objections({ ...whole, given: 'missing', memberId: 'own' }, { isYoung: true })).toContain(
      'given-unsure',
    );
  });
});

describe('the middle initial', () => {
  const fields: Partial<Fields> = { ...whole, given: 'conflict', memberId: 'own' };
  const robertA = { scored: { candidate: holding({ given: ['robert', 'a'] }) } };
  const adam = { query: told({ given: ['adam'] }) };
  test('of an adult stands for the name that is asked for, where all else agrees', () => {
    expect(objections(fields, { ...adam, ...robertA })).toEqual([]);
    expect(objections(fields, { query: told({ given: ['brian'] }), ...robertA })).toEqual(['given-conflict']);
    expect(objections({ ...fields, address: 'missing' }, { ...adam, ...robertA })).toContain(
      'given-conflict',
    );
  });
  test('is the child’s own where a child is sent with the parent’s card and birth date', () => {
    expect(objections(fields, { ...adam, ...robertA, isYoung: true })).toContain('given-conflict');
    const child = { query: { ...adam.query, relationship: 'child' } };
    expect(objections(fields, { ...child, ...robertA })).toEqual(['given-conflict']);
    const son = scored(whole, {
      candidate: { ...holding({ given: ['adam'] }), personId: 2 },
      posterior: { same: 0, household: 0, twin: 0 },
    });
    expect(objections(fields, { ...adam, ...robertA, others: [son] })).toEqual(['given-conflict']);
  });
});

describe('the others', () => {
  test('the twin who is known answers for the one who is asked only under another name', () => {
    const twins = (given: Fields['given']) => ({ scored: { twins: [scored({ ...whole, given })] } });
    expect(objections({ ...whole, given: 'form' }, twins('fuzzy'))).toContain('twin-in-index');
    expect(objections({ ...whole, given: 'form' }, twins('conflict'))).toEqual([]);
    expect(objections(whole, twins('fuzzy'))).toEqual([]);
  });
  test('a number of somebody else', () => {
    expect(objections(whole, { scored: { namesAnother: true } })).toEqual(['identifier-of-another']);
  });
  test('a second person who fits as well', () => {
    expect(objections(whole, { others: [scored(whole)] })).toEqual(['rival']);
    expect(
      objections(whole, { others: [scored(whole, { posterior: { same: 0.001, household: 0, twin: 0 } })] }),
    ).toEqual([]);
  });
  test('a rare whole name is enough where the country has no other, and not beside a namesake', () => {
    const rare = { ...whole, middle: 'full', address: 'missing' } as const;
    expect(objections(rare, { scored: { namesakes: 1e-6 } })).toEqual([]);
    const other = scored(
      { ...whole, address: 'missing' },
      { posterior: { same: 1e-6, household: 0, twin: 0 } },
    );
    expect(objections(rare, { scored: { namesakes: 1e-6 }, others: [other] })).toEqual([
      'nothing-independent',
    ]);
  });
});
