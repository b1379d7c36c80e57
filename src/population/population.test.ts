// Protects the promise of the generator: the same seed makes the same people, any of them alone, and they are like real ones.
// Counts and compares whole ranges of households; nothing is stored.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from './checks.ts';
import { formerNumberTakenBy } from './covers.ts';
import { ageOn, dayOf, isDate } from './dates.ts';
import { household } from './household.ts';
import { alike } from './names/alike.ts';
import type { Person } from './person.ts';
import { memberRecords, populationMembers, populationOf } from './population.ts';
import { scatter } from './random.ts';

const seed = 'test-seed';
const bytes = (from: number, to: number, of = seed): string => {
  const hash = createHash('sha256');
  for (const member of populationMembers(of, from, to)) hash.update(`${JSON.stringify(member)}\n`);
  return hash.digest('hex');
};
const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, number) => household(seed, number).persons).flat();
const share = (persons: readonly Person[], of: (person: Person) => boolean): number =>
  persons.filter(of).length / persons.length;

describe('the same every time', () => {
  test('the same seed makes the same bytes, another seed makes others', () => {
    expect(bytes(0, 300)).toBe(bytes(0, 300));
    expect(bytes(0, 300, 'another')).not.toBe(bytes(0, 300));
  });

  test('two ranges one after the other are the whole range', () => {
    const rows = (from: number, to: number) => [...populationMembers(seed, from, to)];
    const second = rows(120, 300);
    expect([...rows(0, 120), ...second]).toEqual(rows(0, 300));
  });

  test('any household is made alone as it is made among others', () => {
    fc.assert(
      fc.property(fc.nat(20_000_000), (number) => {
        household(seed, number + 1);
        expect(household(seed, number)).toEqual(household(seed, number));
      }),
      { numRuns: 50 },
    );
  });

  test('the first row of ten million households is there at once: nothing is gathered', () => {
    const rows = populationMembers(seed, 0, 10_000_000);
    expect(rows.next().value?.id).toMatch(/^M\d{9}$/);
  });

  test('an index has as many records as asked for, or the rest of one household more', () => {
    const population = populationOf(seed, 2000);
    const made = [...populationMembers(seed, 0, population.households)];
    expect(made).toHaveLength(population.members);
    expect(population.members - 2000).toBeLessThan(14);
  });
});

describe('numbers', () => {
  test('counted numbers get other numbers, one to one', () => {
    const scattered = new Set(Array.from({ length: 100_000 }, (_, n) => scatter(n)));
    expect(scattered.size).toBe(100_000);
    expect(scatter(999_999_999)).toBeLessThan(1_000_000_000);
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(999_999_999), (a, b) => a === b || scatter(a) !== scatter(b)),
    );
  });

  test('no two records have the same id, no two people the same present number', () => {
    const ids = new Set<string>();
    const numbers = new Set<string>();
    let persons = 0;
    for (const { member, person, duplicate } of memberRecords(seed, 0, 3000)) {
      expect(ids.has(member.id)).toBe(false);
      ids.add(member.id);
      if (duplicate) continue;
      persons++;
      numbers.add(person.covers[0]!.memberId);
    }
    expect(numbers.size).toBe(persons);
  });

  test('a recycled number is a former one of the person named', () => {
    const recycled = people(4000).filter((person) => person.recycledOf !== '');
    expect(recycled.length).toBeGreaterThan(40);
    for (const person of recycled) {
      const from = Number(person.recycledOf.slice(1).split('-')[0]);
      const before = household(seed, from).persons[0]!;
      expect(before.covers[1]!.memberId).toBe(person.covers[0]!.memberId);
      expect(formerNumberTakenBy(seed, from)).toBe(person.household);
    }
  });
});

describe('people like real ones', () => {
  test('names, birth dates and twins are as frequent as they are (generator spec, section 6)', () => {
    const measured = measure();
    for (const record of memberRecords(seed, 0, populationOf(seed, 20_000).households)) measured.take(record);
    const { persons, ...checks } = measured.checks();
    expect(persons).toBeGreaterThan(19_000);
    expect(Object.entries(checks).filter(([, check]) => !check.holds)).toEqual([]);
  });

  test('a population in which everybody has one name does not pass the checks', () => {
    const measured = measure();
    const [record] = memberRecords(seed, 0, 1);
    for (let n = 0; n < 100; n++) measured.take(record!);
    expect(measured.checks().sharedGiven.holds).toBe(false);
  });

  test('dates are of the calendar, parents are older than their children, twins have one birthday and two names', () => {
    for (let number = 0; number < 1500; number++) {
      const { persons } = household(seed, number);
      for (const person of persons) {
        expect(isDate(person.birthDate)).toBe(true);
        expect(person.age).toBe(ageOn(dayOf(person.birthDate)));
        if (person.role === 'child') expect(persons[0]!.age - person.age).toBeGreaterThanOrEqual(17);
        const twin = persons.find((other) => other.id === person.twinOf);
        if (!twin) continue;
        expect(twin.birthDate).toBe(person.birthDate);
        expect(alike(twin.given, person.given)).toBe(false);
      }
    }
  });

  test('two forms of one name are alike, two names with a word in common are not', () => {
    const pairs = [
      ['Sara', 'Sarah'],
      ['Jon', 'Jonathan'],
      ['William', 'Bill'],
      ['Antonio', 'Ángel Antonio'],
      ['José', 'Jose'],
    ] as const;
    for (const [a, b] of pairs) expect([alike(a, b), alike(b, a)]).toEqual([true, true]);
    expect(alike('María Ana', 'María Beatriz')).toBe(false);
    expect(alike('Emma', 'Emily')).toBe(false);
  });

  test('families are covered as families are, so that some of their people are no members', () => {
    const persons = people(4000);
    const covered = (role: Person['role']) =>
      share(
        persons.filter((person) => person.role === role),
        (person) => person.covers.length > 0,
      );
    expect(covered('spouse')).toBeCloseTo(0.68, 1);
    expect(covered('child')).toBeCloseTo(0.9, 1);
    const members = persons.filter((person) => person.covers.length > 0);
    expect(share(members, (person) => person.covers.length > 1)).toBeCloseTo(0.16, 1);
    expect(share(members, (person) => person.duplicate)).toBeCloseTo(0.01, 2);
    const old = members.filter((person) => person.age >= 65);
    expect(share(old, ({ covers }) => covers[0]!.kind === 'medicare-advantage')).toBeCloseTo(0.86, 1);
    expect(members.filter((person) => person.age < 65 && person.mbi !== '')).toEqual([]);
  });

  test('a namesake has the names and the birth date of the person named, and lives elsewhere', () => {
    const namesakes = people(6000).filter((person) => person.namesakeOf !== '');
    expect(namesakes.length).toBeGreaterThan(15);
    for (const person of namesakes) {
      const [number, slot] = person.namesakeOf.slice(1).split('-').map(Number) as [number, number];
      const other = household(seed, number).persons[slot]!;
      expect([other.given, other.family, other.birthDate]).toEqual([
        person.given,
        person.family,
        person.birthDate,
      ]);
      expect(other.household).not.toBe(person.household);
    }
  });

  test('records have the errors that records have', () => {
    let records = 0;
    let upper = 0;
    let wrongDates = 0;
    let ssn = 0;
    for (const { member, person } of memberRecords(seed, 0, 3000)) {
      records++;
      const { name, birthDate, identifier } = member.patient;
      if (name[0]!.family === name[0]!.family!.toUpperCase()) upper++;
      if (birthDate !== person.birthDate) wrongDates++;
      if (identifier!.some(({ system }) => system.endsWith('us-ssn'))) ssn++;
    }
    expect(upper / records).toBeCloseTo(0.35, 1);
    expect(wrongDates / records).toBeCloseTo(0.008, 2);
    expect(wrongDates).toBeGreaterThan(0);
    expect(ssn / records).toBeCloseTo(0.35, 1);
  });
});
