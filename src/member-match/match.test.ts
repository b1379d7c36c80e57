/** Protects the promise of the match: the right person or nobody, whoever else is in the family. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import {
  coverageOf,
  forgetPeople,
  ourNpi,
  type Person,
  patientOf,
  putPeople,
} from '../../test/env/members.ts';
import { sql } from '../db/sql.ts';
import type { MatchDecision } from './decide.ts';
import { openMatcher } from './match.ts';
import { readMemberQuery } from './query.ts';
import { candidatesPerProbe_max } from './store.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(() => forgetPeople(own.db));

const ask = (person: Person, payorNpi: string | null = ourNpi): Promise<MatchDecision> =>
  openMatcher().match(own.db, readMemberQuery(patientOf(person), coverageOf(person, 'c', payorNpi), ourNpi));

const tova: Person = {
  id: 'tova',
  family: 'Lindqvist',
  given: ['Tova'],
  formerFamily: 'Orr',
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm Street',
  memberId: 'OLD-55101',
  subscriberId: 'OLD-551',
};
const twinA: Person = {
  ...tova,
  id: 'anna',
  family: 'Berg',
  given: ['Anna'],
  memberId: 'B-01',
  subscriberId: 'B',
};
const twinB: Person = { ...twinA, id: 'annalisa', given: ['Annalisa'], memberId: 'B-02' };

describe('the one person', () => {
  beforeEach(() => putPeople(own.db, [tova]));

  test('is named by member number, names and birth date', async () => {
    expect(await ask(tova)).toMatchObject({
      decision: 'matched',
      patientId: 'p-tova',
      reasons: ['member-identifier-and-name'],
    });
  });

  test('is the same whatever the letters, accents, spaces and formats', async () => {
    const plain = await ask(tova);
    const odd = await ask({
      ...tova,
      family: ' LINDQVÍST',
      given: ['tova '],
      memberId: 'old 551-01',
      line: '9 ELM ST.',
    });
    expect(odd.patientId).toBe('p-tova');
    expect(odd.fingerprint).toEqual(plain.fingerprint);
  });

  test('is found by a former name, by a new name, and by a short form of the given name', async () => {
    expect((await ask({ ...tova, family: 'Orr' })).patientId).toBe('p-tova');
    expect((await ask({ ...tova, family: 'Newname', formerFamily: '' })).reasons).toEqual([
      'member-identifier-and-given-name',
    ]);
    expect((await ask({ ...tova, given: ['Tov'] })).reasons).toEqual([
      'member-identifier-and-short-given-name',
    ]);
  });

  test('is not assumed to have a nickname', async () => {
    expect((await ask({ ...tova, given: ['Birdie'] })).decision).toBe('conflict');
  });

  test('is found without the card by names, birth date, sex and address, and not by less', async () => {
    const noCard = { ...tova, memberId: 'OTHER-1', subscriberId: 'OTHER' };
    expect((await ask(noCard)).reasons).toEqual(['demographics-and-address']);
    expect((await ask({ ...noCard, line: '10 Elm Street' })).decision).toBe('no-match');
    expect((await ask({ ...noCard, gender: 'unknown' })).decision).toBe('no-match');
  });

  test.each([
    ['birth date', { birthDate: '1980-02-28' }, 'birth-date-conflict'],
    ['sex', { gender: 'male' }, 'sex-conflict'],
    ['both names', { family: 'Nobody', formerFamily: '', given: ['Test'] }, 'family-name-conflict'],
  ])('is not named when the %s contradicts the number', async (_what, change, reason) => {
    const decision = await ask({ ...tova, ...change });
    expect(decision).toMatchObject({ decision: 'conflict', reasons: expect.arrayContaining([reason]) });
    expect(decision.personId).toBeUndefined();
  });

  test.each([
    ['no birth date', { birthDate: '' }, 'birth-date-missing'],
    ['a year only', { birthDate: '1980' }, 'birth-date-missing'],
    ['a placeholder', { birthDate: '1900-01-01' }, 'birth-date-missing'],
    ['no family name', { family: '', formerFamily: '' }, 'family-name-missing'],
    ['no given name', { given: [] }, 'given-name-missing'],
    ['a newborn without a name', { given: ['Baby', 'Girl'] }, 'given-name-missing'],
  ])('needs enough to go by: %s is not', async (_what, change, reason) => {
    expect(await ask({ ...tova, ...change })).toMatchObject({ decision: 'insufficient', reasons: [reason] });
  });

  test('is not looked for under a coverage of another payer, or a number of another namespace', async () => {
    expect((await ask(tova, '1234567893')).reasons).toEqual(['coverage-of-another-payer']);
    const foreign = { ...tova, memberIdSystem: 'https://elsewhere.example/id', subscriberId: 'X', line: '' };
    expect((await ask(foreign)).decision).toBe('no-match');
    expect((await ask(tova, null)).patientId).toBe('p-tova');
  });

  test('is one person, however many records and coverages are hers', async () => {
    await putPeople(own.db, [{ ...tova, id: 'tova-again' }]);
    const { persons } = await own.db.one<{ persons: number }>(
      sql`select count(distinct person_id) as persons from member`,
    );
    expect(persons).toBe(1);
    expect((await ask(tova)).decision).toBe('matched');
  });
});

describe('the family', () => {
  test("the subscriber's number alone names nobody of it", async () => {
    const wife = { ...tova, id: 'wife', memberId: 'F-01', subscriberId: 'F' };
    const son = {
      ...wife,
      id: 'son',
      given: ['Nils'],
      birthDate: '2010-01-05',
      gender: 'male',
      memberId: 'F-02',
    };
    await putPeople(own.db, [wife, son]);
    const unknown = { ...wife, given: ['Elsa'], birthDate: '1985-05-05', memberId: 'F' };
    expect((await ask(unknown)).personId).toBeUndefined();
    expect((await ask({ ...son, memberId: 'F' })).patientId).toBe('p-son');
    // The son's data with his mother's own card.
    expect((await ask({ ...son, memberId: 'F-01' })).reasons).toEqual(['identifier-of-another']);
  });

  test('a twin who is no member does not get the twin who is', async () => {
    await putPeople(own.db, [twinA]);
    expect((await ask({ ...twinA, given: ['Berta'] })).decision).toBe('conflict');
    expect((await ask({ ...twinA, given: ['Berta'], memberId: 'B' })).personId).toBeUndefined();
  });

  test('of two twins a short form names neither, the whole name the right one', async () => {
    await putPeople(own.db, [twinA, twinB]);
    expect((await ask(twinB)).patientId).toBe('p-annalisa');
    expect((await ask({ ...twinB, given: ['Annal'] })).reasons).toEqual(['twin']);
    expect((await ask({ ...twinB, memberId: twinA.memberId! })).personId).toBeUndefined();
  });

  test('María Ana and María Beatriz are two people', async () => {
    const ana = { ...tova, id: 'ana', given: ['María', 'Ana'] };
    await putPeople(own.db, [ana]);
    expect((await ask({ ...ana, given: ['María', 'Beatriz'] })).personId).toBeUndefined();
    expect((await ask({ ...ana, given: ['Maria', 'A.'] })).patientId).toBe('p-ana');
  });

  test('junior does not get senior', async () => {
    await putPeople(own.db, [{ ...tova, suffix: ['Sr.'] }]);
    expect((await ask({ ...tova, family: 'Lindqvist Jr' })).reasons).toEqual(['suffix-conflict']);
    expect((await ask({ ...tova, suffix: ['Senior'] })).decision).toBe('matched');
  });

  test('namesakes born on one day are told apart by their numbers, else not at all', async () => {
    const other = {
      ...tova,
      id: 'other',
      memberId: 'Z-9',
      subscriberId: 'Z',
      line: '77 Far Road',
      gender: 'female',
    };
    await putPeople(own.db, [tova, other]);
    expect((await ask(other)).patientId).toBe('p-other');
    expect((await ask({ ...tova, memberId: '', subscriberId: '', line: '1 New St' })).decision).toBe(
      'ambiguous',
    );
  });
});

test('a number that far too many hold names nobody', async () => {
  const crowd = Array.from({ length: candidatesPerProbe_max + 1 }, (_, i) => ({
    ...tova,
    id: `n${i}`,
    given: [`Name${String.fromCharCode(97 + (i % 26))}${i}`],
    memberId: `M${i}-${i}`,
    subscriberId: 'EVERYBODY',
  }));
  await putPeople(own.db, crowd);
  expect((await ask(crowd[0]!)).reasons).toEqual(['too-many-candidates']);
});
