/** Promises about every decision, by property: what must never matter does not, and what must never happen does not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import { parseCoverage } from '../person/parsed-coverage.ts';
import { parsePatient } from '../person/parsed-patient.ts';
import type { Candidate } from './candidate.ts';
import { decide, type MatchDecision, type Verdict } from './decide.ts';
import { defaultModel } from './model.ts';
import { readMemberQuery } from './query.ts';

const npi = '1987877564';
const system = 'urn:ours';
const options = { today: '2026-11-24' };

interface Known {
  given: string[];
  family: string;
  birthDate: string;
  gender: 'male' | 'female';
  house: number;
  phone: string;
  memberId: string;
  subscriberId: string;
}

const patientOf = (known: Known, id: string): JsonObject => ({
  resourceType: 'Patient',
  id,
  name: [{ family: known.family, given: known.given }],
  birthDate: known.birthDate,
  gender: known.gender,
  address: [
    { line: [`${known.house} Maple Street`, 'Apt 3'], city: 'Perry', state: 'OH', postalCode: '44081' },
  ],
  telecom: [{ system: 'phone', value: known.phone }],
});
const coverageOf = (known: Known): JsonObject => ({
  resourceType: 'Coverage',
  id: 'c',
  status: 'active',
  identifier: [{ type: { coding: [{ code: 'MB' }] }, system, value: known.memberId }],
  subscriberId: known.subscriberId,
  relationship: { coding: [{ code: 'self' }] },
});
function candidateOf(known: Known, personId: number): Candidate {
  const { names, birthDate, sex, addresses, telecom, active } = parsePatient(
    patientOf(known, `p${personId}`),
  );
  const { identifiers } = parseCoverage(coverageOf(known), `p${personId}`);
  const record = { patientId: `p${personId}`, names, birthDate, sex, addresses, telecom, active };
  return { personId, records: [{ ...record, coverageActive: true }], identifiers };
}
const ask = (patient: JsonObject, coverage: JsonObject, candidates: Candidate[]): MatchDecision =>
  decide(readMemberQuery(patient, coverage, npi), { candidates, truncated: false }, defaultModel, options);

const givens = [
  'Jonathan',
  'María',
  'Óscar',
  'Beatriz',
  'Søren',
  'Wilhelmina',
  'Tremaine',
  'Priya',
  'Xiomara',
];
const families = ['Núñez', "O'Brien", 'Van der Berg', 'García-López', 'Lindqvist', 'Nguyen'];
const day = fc
  .record({
    y: fc.integer({ min: 1930, max: 2024 }),
    m: fc.integer({ min: 1, max: 12 }),
    d: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ y, m, d }) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
/** A family: one house, one telephone, one contract, names and mostly birth dates of their own. */
const household: fc.Arbitrary<Known[]> = fc
  .record({
    family: fc.constantFrom(...families),
    house: fc.integer({ min: 1, max: 9999 }),
    phone: fc.integer({ min: 2_000_000, max: 9_999_999 }).map((n) => `614${n}`),
    base: fc.integer({ min: 100_000_000, max: 999_999_999 }),
    names: fc.uniqueArray(fc.constantFrom(...givens), { minLength: 2, maxLength: 5 }),
    days: fc.array(day, { minLength: 5, maxLength: 5 }),
    areTwins: fc.boolean(),
    genders: fc.array(fc.constantFrom('male' as const, 'female' as const), { minLength: 5, maxLength: 5 }),
  })
  .map(({ family, house, phone, base, names, days, areTwins, genders }) =>
    names.map((given, i) => ({
      given: [given],
      family,
      birthDate: areTwins && i === 1 ? days[0]! : days[i]!,
      gender: areTwins && i === 1 ? genders[0]! : genders[i]!,
      house,
      phone,
      memberId: `KXA${base}0${i}`,
      subscriberId: `KXA${base}`,
    })),
  );

describe('what never matters', () => {
  const disguises: Record<string, (patient: JsonObject, coverage: JsonObject) => void> = {
    case: (p) => rename(p, (text) => text.toUpperCase()),
    marks: (p) => rename(p, (text) => text.normalize('NFD').replace(/\p{M}/gu, '')),
    'composed or not': (p) => rename(p, (text) => text.normalize('NFD')),
    spaces: (p) => rename(p, (text) => `  ${text.replaceAll(' ', '  ')} `),
    hyphens: (p) => rename(p, (text) => text.replaceAll('-', ' ')),
    apostrophes: (p) => rename(p, (text) => text.replaceAll("'", '’')),
    'a title': (p) => Object.assign((p.name as JsonObject[])[0]!, { prefix: ['Dr.'] }),
    'format of numbers': (p, c) => {
      const [telecom] = p.telecom as { value: string }[];
      telecom!.value = telecom!.value.replace(/(...)(...)(....)/, '+1 ($1) $2-$3');
      const [identifier] = c.identifier as { value: string }[];
      identifier!.value = identifier!.value.toLowerCase().replace(/(...)/, '$1-');
    },
    'format of the address': (p) => {
      const [address] = p.address as { line: string[]; postalCode: string }[];
      address!.line = [address!.line[0]!.replace('Street', 'ST.').concat(' #3')];
      address!.postalCode = '44081-1234';
    },
    'the order in which things are told': (p, c) => {
      for (const list of ['name', 'address', 'telecom']) {
        const first = (p[list] as JsonObject[])[0]!;
        p[list] = [{ ...first }, first].reverse();
      }
      c.identifier = [...(c.identifier as JsonObject[]), { value: 'x' }].reverse();
    },
    'a name told twice': (p) =>
      (p.name as JsonObject[]).push({ ...(p.name as JsonObject[])[0]!, use: 'usual' }),
  };
  function rename(patient: JsonObject, change: (text: string) => string): void {
    for (const name of patient.name as { family: string; given: string[] }[]) {
      name.family = change(name.family);
      name.given = name.given.map(change);
    }
  }

  test.each(Object.keys(disguises))('%s', (disguise) => {
    fc.assert(
      fc.property(household, (people) => {
        const candidates = people.map(candidateOf);
        const plain = ask(patientOf(people[0]!, 'q'), coverageOf(people[0]!), candidates);
        const [patient, coverage] = [patientOf(people[0]!, 'q'), coverageOf(people[0]!)];
        disguises[disguise]!(patient, coverage);
        const other = ask(patient, coverage, candidates);
        expect([other.decision, other.personId, other.score]).toEqual([
          plain.decision,
          plain.personId,
          plain.score,
        ]);
        expect(plain).toMatchObject({ decision: 'matched', personId: 0 });
      }),
      { numRuns: 40 },
    );
  });

  test('the order of the candidates', () => {
    fc.assert(
      fc.property(household, (people) => {
        const candidates = people.map(candidateOf);
        const one = ask(patientOf(people[1]!, 'q'), coverageOf(people[1]!), candidates);
        const other = ask(patientOf(people[1]!, 'q'), coverageOf(people[1]!), [...candidates].reverse());
        expect(other).toEqual(one);
      }),
      { numRuns: 40 },
    );
  });
});

const whole: Known = {
  given: ['Jonathan'],
  family: 'Nguyen',
  birthDate: '1980-05-05',
  gender: 'male',
  house: 5,
  phone: '6143334444',
  memberId: 'KXA12345678901',
  subscriberId: 'KXA123456789',
};

test('names that are written from right to left are names', () => {
  const layla = { ...whole, given: ['ليلى'], family: 'محمد' };
  expect(ask(patientOf(layla, 'q'), coverageOf(layla), [candidateOf(layla, 1)]).decision).toBe('matched');
  const amal = { ...layla, given: ['أمل'] };
  expect(ask(patientOf(amal, 'q'), coverageOf(layla), [candidateOf(layla, 1)]).decision).not.toBe('matched');
});

describe('what never happens', () => {
  const rank: Record<Verdict, number> = {
    matched: 2,
    review: 1,
    'no-match': 0,
    ambiguous: 0,
    conflict: 0,
    insufficient: 0,
  };
  const conflicts: Record<string, (patient: JsonObject, coverage: JsonObject, known: Known) => void> = {
    telephone: (p) => {
      p.telecom = [{ system: 'phone', value: '330 222 3344' }];
    },
    address: (p) => {
      p.address = [{ line: ['7 Nowhere Road'], city: 'Toledo', state: 'OH', postalCode: '43601' }];
    },
    sex: (p, _c, known) => {
      p.gender = known.gender === 'male' ? 'female' : 'male';
    },
    'middle name': (p) => {
      (p.name as { given: string[] }[])[0]!.given.push('Quentin');
    },
    number: (_p, c) => {
      c.identifier = [{ system, value: 'ZZ9988776655' }];
    },
    generation: (p) => {
      Object.assign((p.name as JsonObject[])[0]!, { suffix: ['III'] });
    },
  };
  /** The field that conflicts is not told before. */
  const untold: Record<string, (patient: JsonObject, coverage: JsonObject) => void> = {
    telephone: (p) => {
      delete p.telecom;
    },
    address: (p) => {
      delete p.address;
    },
    sex: (p) => {
      delete p.gender;
    },
    number: (_p, c) => {
      delete c.identifier;
    },
  };

  test.each(Object.keys(conflicts))('a %s that conflicts makes nobody surer', (field) => {
    fc.assert(
      fc.property(household, (people) => {
        const held = people.map((known) => ({ ...known, given: [...known.given, 'Robin'] }));
        const candidates = held.map((known, i) => {
          const candidate = candidateOf(known, i);
          for (const name of candidate.records[0]!.names) name.suffix = 'jr';
          return candidate;
        });
        const [patient, coverage] = [patientOf(people[0]!, 'q'), coverageOf(people[0]!)];
        untold[field]?.(patient, coverage);
        const before = ask(patient, coverage, candidates);
        conflicts[field]!(patient, coverage, people[0]!);
        const after = ask(patient, coverage, candidates);
        expect(after.score).toBeLessThanOrEqual(before.score + 1e-12);
        expect(rank[after.decision]).toBeLessThanOrEqual(rank[before.decision]);
      }),
      { numRuns: 60 },
    );
  });

  test('somebody of the household answers for a member who is not there', () => {
    fc.assert(
      fc.property(household, fc.nat(), fc.boolean(), (people, which, tellsCard) => {
        const absent = people[which % people.length]!;
        const others = people.filter((known) => known !== absent).map(candidateOf);
        const coverage = tellsCard
          ? coverageOf(absent)
          : { resourceType: 'Coverage', subscriberId: absent.subscriberId };
        expect(ask(patientOf(absent, 'q'), coverage, others).decision).not.toBe('matched');
      }),
      { numRuns: 150 },
    );
  });

  test('a twin answers who shares every field but the given name', () => {
    const ana = {
      given: ['Ana'],
      family: 'Núñez',
      birthDate: '2015-05-05',
      gender: 'female' as const,
      house: 5,
    };
    const both = { ...ana, phone: '6143334444', memberId: 'M123456789', subscriberId: 'M123456789' };
    const luz = { ...both, given: ['Luz'] };
    const candidates = [both, luz].map(candidateOf);
    expect(ask(patientOf(luz, 'q'), coverageOf(luz), candidates)).toMatchObject({
      decision: 'matched',
      personId: 1,
    });
    expect(ask(patientOf({ ...both, given: ['Eva'] }, 'q'), coverageOf(both), candidates).decision).not.toBe(
      'matched',
    );
    expect(
      ask(patientOf({ ...both, given: ['E'] }, 'q'), coverageOf(both), [candidates[1]!]).decision,
    ).not.toBe('matched');
  });

  test.each([
    ['Jamie', 'Jasmine'],
    ['Kayla', 'Kaylee'],
    ['Brian', 'Brianna'],
    ['Erik', 'Erika'],
    ['María', 'Mariah'],
    ['Jayden', 'Hayden'],
    ['Christian', 'Christina'],
    ['Sofia', 'Sophia'],
  ])('%s is named for %s, who shares all else: the middle name, the house, the contract', (...names) => {
    const of = (given: string): Known => ({
      given: [given, 'Olivia'],
      family: 'Nguyen',
      birthDate: '2014-05-05',
      gender: 'female',
      house: 5,
      phone: '6143334444',
      memberId: 'KXA123456789',
      subscriberId: 'KXA123456789',
    });
    for (const [asked, held] of [names, [...names].reverse()] as [string, string][]) {
      const decision = ask(
        patientOf(of(asked), 'q'),
        { resourceType: 'Coverage', subscriberId: 'KXA123456789' },
        [candidateOf(of(held), 1)],
      );
      expect(decision.decision).not.toBe('matched');
    }
  });

  test.each<[string, (patient: JsonObject, coverage: JsonObject) => void, Verdict]>([
    ['a year alone', (p) => Object.assign(p, { birthDate: '1980' }), 'review'],
    ['a month alone', (p) => Object.assign(p, { birthDate: '1980-05' }), 'review'],
    ['the year 1900', (p) => Object.assign(p, { birthDate: '1900-01-01' }), 'insufficient'],
    ['a birth to come', (p) => Object.assign(p, { birthDate: '2999-11-30' }), 'no-match'],
    ['an empty birth date', (p) => Object.assign(p, { birthDate: '' }), 'insufficient'],
    ['empty names', (p) => Object.assign(p, { name: [{ family: '', given: [''] }] }), 'insufficient'],
    [
      'names of pictures',
      (p) => Object.assign(p, { name: [{ family: '😀', given: ['🎉'] }] }),
      'insufficient',
    ],
    ['no name', (p) => Object.assign(p, { name: [] }), 'insufficient'],
  ])('%s names somebody', (_what, change, verdict) => {
    const [patient, coverage] = [patientOf(whole, 'q'), coverageOf(whole)];
    change(patient, coverage);
    // A number of one's own makes up for a birth date that is not whole, before a reviewer and not without one.
    const own =
      verdict === 'review' ? coverage : { resourceType: 'Coverage', subscriberId: whole.subscriberId };
    expect(ask(patient, own, [candidateOf(whole, 1)]).decision).toBe(verdict);
  });

  test('a number of another namespace, or of another payer, is anybody’s', () => {
    const moved = { ...patientOf({ ...whole, phone: '3302223344', house: 77 }, 'q'), address: [] };
    const card = (system: string): JsonObject => ({
      ...coverageOf(whole),
      identifier: [{ type: { coding: [{ code: 'MB' }] }, system, value: whole.memberId }],
      subscriberId: '',
    });
    expect(ask(moved, card(system), [candidateOf(whole, 1)]).decision).toBe('matched');
    expect(ask(moved, card('urn:theirs'), [candidateOf(whole, 1)]).decision).not.toBe('matched');
    const theirs = {
      ...coverageOf(whole),
      payor: [{ identifier: { system: npiSystem, value: '1999999992' } }],
    };
    expect(ask(patientOf(whole, 'q'), theirs, [candidateOf(whole, 1)])).toMatchObject({
      decision: 'no-match',
      reasons: ['coverage-of-another-payer'],
    });
  });

  test('odd input is read, judged and never believed', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('😀', 'محمد', '山田', '', ' ', '\u0000', '1900-01-01', '2999-01-01'),
    );
    const anything = fc.record({
      name: fc.array(fc.record({ family: odd, given: fc.array(odd) }), { maxLength: 5 }),
      birthDate: fc.oneof(odd, day),
      gender: odd,
      address: fc.array(fc.record({ line: fc.array(odd), postalCode: odd, city: odd })),
      telecom: fc.array(fc.record({ value: odd })),
      identifier: fc.array(fc.record({ system: odd, value: odd })),
    });
    fc.assert(
      fc.property(anything, household, (patient, people) => {
        const decision = ask(
          patient as unknown as JsonObject,
          coverageOf(people[0]!),
          people.map(candidateOf),
        );
        expect(decision.decision).not.toBe('matched');
      }),
      { numRuns: 150 },
    );
  });

  test('a thousand names or a number of a million digits take long', () => {
    const patient = patientOf(whole, 'q');
    patient.name = Array.from({ length: 1000 }, (_, i) => ({
      family: `Name${i}`,
      given: Array(1000).fill(`Given${i}`),
    }));
    const coverage = { ...coverageOf(whole), subscriberId: '9'.repeat(1_000_000) };
    const query = readMemberQuery(patient, coverage, npi);
    expect(query.names.length).toBeLessThanOrEqual(20);
    expect(Math.max(...query.names.map((name) => name.given.length))).toBeLessThanOrEqual(10);
    expect(query.identifiers.map((id) => id.value)).toEqual(['KXA12345678901']);
    expect(ask(patient, coverage, [candidateOf(whole, 1)]).decision).not.toBe('matched');
  });
});

describe('what a deployment may choose', () => {
  const child: Known = {
    given: ['Priya'],
    family: 'Nguyen',
    birthDate: '2015-05-05',
    gender: 'female',
    house: 5,
    phone: '6143334444',
    memberId: 'KXA12345678902',
    subscriberId: 'KXA123456789',
  };
  const parent: Known = { ...child, given: ['Beatriz'], birthDate: '1985-03-03', memberId: 'KXA12345678900' };
  /** The child's names and birth date with the parent's card and telephone. */
  const mixedUp = (profile?: 'cms-hte-3.3.0') =>
    decide(
      readMemberQuery(patientOf(child, 'q'), coverageOf(parent), npi),
      { candidates: [candidateOf(parent, 7)], truncated: false },
      defaultModel,
      { ...options, ...(profile && { profile }) },
    );

  test('the profile of CMS returns on telephone and member number, the default does not', () => {
    expect(mixedUp().decision).not.toBe('matched');
    expect(mixedUp('cms-hte-3.3.0')).toMatchObject({ decision: 'matched', personId: 7, rule: 'cms-hte-29' });
  });

  test('and returns on nobody when two people fulfil it', () => {
    const twice = [
      candidateOf(parent, 7),
      candidateOf({ ...parent, given: ['Xiomara'], birthDate: '1990-01-01' }, 8),
    ];
    const query = readMemberQuery(patientOf({ ...parent, house: 99 }, 'q'), coverageOf(parent), npi);
    const decision = decide(query, { candidates: twice, truncated: false }, defaultModel, {
      ...options,
      profile: 'cms-hte-3.3.0',
    });
    expect(decision.decision).toBe('ambiguous');
  });

  test('a crowd that was not read whole names nobody but the holder of the number', () => {
    const query = (coverage: JsonObject) => readMemberQuery(patientOf(parent, 'q'), coverage, npi);
    const found = { candidates: [candidateOf(parent, 7)], truncated: true };
    expect(decide(query({ resourceType: 'Coverage' }), found, defaultModel, options)).toMatchObject({
      decision: 'ambiguous',
      reasons: ['too-many-candidates'],
    });
    expect(decide(query(coverageOf(parent)), found, defaultModel, options).decision).toBe('matched');
  });
});
