// Protects the truth that engines are judged by: who is asked for exists, whom they may be taken for is somebody else, and who
// must be refused is not in the index. Makes requests about a small population and looks every person up.
import { beforeAll, describe, expect, test } from 'vitest';
import { household } from './household.ts';
import { naturalQuery } from './natural.ts';
import { memberRecords, type Population, populationOf } from './population.ts';
import { strata, stressQueries } from './stress/strata.ts';
import { type Query, truthLine } from './truth.ts';

const seed = 'query-seed';
const stressCount = 700;
let population: Population;
/** Person of each record of the index. */
const personOf = new Map<string, string>();
const recordsOf = new Map<string, string[]>();
let natural: Query[];
let stress: Query[];

beforeAll(() => {
  population = populationOf(seed, 12_000);
  for (const { member, person } of memberRecords(seed, 0, population.households)) {
    personOf.set(member.id, person.id);
    recordsOf.set(person.id, [...(recordsOf.get(person.id) ?? []), member.id]);
  }
  natural = Array.from({ length: 1500 }, (_, n) => naturalQuery(population, n));
  stress = [...stressQueries(population, stressCount)];
});

const all = () => [...natural, ...stress];

describe('the truth', () => {
  test('who must be answered is in the index, with all records that they have', () => {
    const matches = all().filter(({ truth }) => truth.expect === 'MATCH');
    expect(matches.length).toBeGreaterThan(1000);
    for (const { truth, memberId } of matches) {
      expect(truth.memberIds).toEqual(recordsOf.get(truth.personId));
      expect(memberId).toBe(truth.memberIds[0]);
      expect(['A', 'B', 'P']).toContain(truth.tier);
    }
  });

  test('whom they must not be taken for is in the index and somebody else', () => {
    expect(all().some(({ truth }) => truth.trapIds.length > 0)).toBe(true);
    for (const { truth } of all())
      for (const trap of truth.trapIds) {
        expect(personOf.has(trap)).toBe(true);
        expect(personOf.get(trap)).not.toBe(truth.personId);
        expect(truth.memberIds).not.toContain(trap);
      }
  });

  test('who must be refused as no match is not in the index', () => {
    const refused = all().filter(({ truth }) => truth.reason === 'NO_MATCH');
    expect(refused.length).toBeGreaterThan(300);
    for (const { truth, memberId } of refused) {
      expect(recordsOf.has(truth.personId)).toBe(false);
      expect([truth.memberIds, memberId, truth.tier, truth.expect]).toEqual([[], null, 'N', 'REFUSE']);
    }
  });

  test('two namesakes are both members, and the request says nothing that tells them apart', () => {
    const ambiguous = stress.filter(({ truth }) => truth.stratum === 'n_ambiguous_namesakes');
    expect(ambiguous.length).toBeGreaterThan(5);
    for (const { parameters } of ambiguous) {
      const patient = parameters.parameter[0]!.resource;
      expect(Object.keys(patient).sort()).toEqual(['birthDate', 'gender', 'id', 'name', 'resourceType']);
    }
  });

  test('a line of truth has the columns of the header, whatever the names are', () => {
    for (const { truth } of all()) expect(truthLine(truth).split(',')).toHaveLength(9);
  });
});

describe('everyday requests', () => {
  test('the same number gives the same request, in whatever order they are asked for', () => {
    expect(naturalQuery(population, 700)).toEqual(natural[700]);
    expect(naturalQuery(population, 3)).toEqual(natural[3]);
    expect(naturalQuery(population, 3)).not.toEqual(natural[4]);
  });

  test('about one in seven is about somebody who is no member', () => {
    expect(natural.filter(({ memberId }) => memberId === null).length / natural.length).toBeCloseTo(0.15, 1);
  });

  test('most members are asked for without an error in what names them', () => {
    const plain = natural.filter(
      ({ memberId, truth }) => memberId && truth.corruptions.every((error) => everyday.has(error)),
    );
    expect(plain.length / natural.length).toBeGreaterThan(0.6);
  });
  const everyday = new Set([
    'moved',
    'phone_changed',
    'no_member_id',
    'id_subscriber_base',
    'id_format',
    'diacritic',
  ]);
});

describe('difficult requests', () => {
  test('every kind of difficulty is there', () => {
    const made = new Set(stress.map(({ truth }) => truth.stratum));
    expect(strata.length).toBeGreaterThanOrEqual(65);
    expect(strata.map(({ name }) => name).filter((name) => !made.has(name))).toEqual([]);
    expect(stress).toHaveLength(stressCount);
    expect(new Set(stress.map(({ parameters }) => parameters.id)).size).toBe(stressCount);
  });

  test('nobody is asked for twice by a kind that has enough people', () => {
    const outsiders = stress.filter(({ truth }) => truth.stratum === 'n_random_outsider');
    expect(new Set(outsiders.map(({ truth }) => truth.personId)).size).toBe(outsiders.length);
    const exact = stress.filter(({ truth }) => truth.stratum === 'exact_full_id');
    expect(new Set(exact.map(({ truth }) => truth.personId)).size).toBe(exact.length);
  });

  test('the same again is the same', () => {
    const again = stressQueries(population, stressCount);
    expect([again.next().value, again.next().value]).toEqual(stress.slice(0, 2));
  });

  test('a population that has nobody for a kind leaves the kind out, and ends', () => {
    const few = [...stressQueries(populationOf('few', 30), 200)];
    expect(few.length).toBeGreaterThan(20);
    expect(few.some(({ truth }) => truth.stratum === 'n_ambiguous_namesakes')).toBe(false);
  });

  test('a child with the number of a parent is a child of that household', () => {
    for (const { truth, parameters } of stress) {
      if (truth.stratum !== 'n_child_not_in_index_parent_id') continue;
      const coverage = parameters.parameter[1]!.resource;
      const [number] = truth.personId.slice(1).split('-').map(Number) as [number];
      const parent = household(seed, number).persons[0]!;
      expect(coverage.identifier?.[0]?.value).toBe(parent.covers[0]!.memberId);
      expect(truth.trapIds.length).toBeGreaterThan(0);
    }
  });
});
