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
import { probeRows_max } from '../person/find-store.ts';
import type { MatchDecision } from './decide.ts';
import { openMatcher } from './match.ts';
import { readMemberQuery } from './query.ts';

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
      reasons: ['cms-hte-01'],
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

  test('is found by a former name and by a new name', async () => {
    expect((await ask({ ...tova, family: 'Orr' })).patientId).toBe('p-tova');
    expect((await ask({ ...tova, family: 'Newname', formerFamily: '' })).patientId).toBe('p-tova');
  });

  test('is found without the card by names, birth date, sex and address, and not by less', async () => {
    const noCard = { ...tova, memberId: 'OTHER-1', subscriberId: 'OTHER' };
    expect((await ask(noCard)).patientId).toBe('p-tova');
    const moved = await ask({ ...noCard, line: '10 Elm Street' });
    expect(moved).toMatchObject({ decision: 'review', reasons: ['nothing-independent'] });
    expect(moved.patientId).toBeUndefined();
  });

  test('is found in spite of one slip, where the number and all else agree', async () => {
    expect((await ask({ ...tova, birthDate: '1980-02-28' })).patientId).toBe('p-tova');
    expect((await ask({ ...tova, gender: 'male' })).patientId).toBe('p-tova');
    expect((await ask({ ...tova, given: ['Tov'] })).patientId).toBe('p-tova');
    expect((await ask({ ...tova, given: ['Tov'] })).patientId).toBe('p-tova');
  });

  test.each([
    ['a given name that is no form of hers', { given: ['Birdie'] }, 'given-conflict'],
    ['another name altogether', { family: 'Nobody', formerFamily: '', given: ['Test'] }, 'given-unsure'],
    ['a year of birth only', { birthDate: '1980' }, 'birth-date-conflict'],
    ['no given name', { given: [] }, 'given-unsure'],
    ['a newborn without a name', { given: ['Baby', 'Girl'] }, 'given-unsure'],
  ])('is looked at by a person and not named: the number with %s', async (_what, change, reason) => {
    const decision = await ask({ ...tova, ...change });
    expect(decision).toMatchObject({
      decision: 'review',
      reasons: [reason],
      leading: { patientId: 'p-tova' },
    });
    expect(decision.personId).toBeUndefined();
  });

  test.each([
    ['no birth date', { birthDate: '' }],
    ['a placeholder', { birthDate: '1900-01-01' }],
  ])('needs enough to go by: %s is not', async (_what, change) => {
    expect(await ask({ ...tova, ...change })).toMatchObject({
      decision: 'insufficient',
      reasons: ['birth-date-missing'],
    });
  });

  test('is not looked for under a coverage of another payer, or a number of another namespace', async () => {
    expect((await ask(tova, '1234567893')).reasons).toEqual(['coverage-of-another-payer']);
    const foreign = { ...tova, memberIdSystem: 'https://elsewhere.example/id', subscriberId: 'X', line: '' };
    expect((await ask(foreign)).patientId).toBeUndefined();
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
    expect((await ask({ ...twinA, given: ['Berta'] })).personId).toBeUndefined();
    expect((await ask({ ...twinA, given: ['Berta'], memberId: 'B' })).personId).toBeUndefined();
  });

  test('of two twins a short form names neither, the whole name the right one', async () => {
    await putPeople(own.db, [twinA, twinB]);
    expect((await ask(twinB)).patientId).toBe('p-annalisa');
    expect((await ask({ ...twinB, given: ['Annal'] })).reasons).toEqual(['twin-in-index']);
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

test('a number that far too many hold names nobody by itself', async () => {
  const crowd = Array.from({ length: probeRows_max + 1 }, (_, i) => ({
    ...tova,
    id: `n${i}`,
    given: [`Name${String.fromCharCode(97 + (i % 26))}${i}`],
    memberId: '',
    line: '',
    subscriberId: 'EVERYBODY',
  }));
  await putPeople(own.db, crowd);
  expect((await ask({ ...crowd[0]!, family: 'Other', given: ['Nobody'] })).personId).toBeUndefined();
});

test('namesakes beyond what is read: nobody is the only one', async () => {
  const crowd = Array.from({ length: probeRows_max + 1 }, (_, i) => ({
    ...tova,
    id: `n${i}`,
    memberId: `M${i}-${i}`,
    subscriberId: '',
    line: `${i} Elm Street`,
  }));
  await putPeople(own.db, crowd);
  const asked = { ...tova, memberId: '', subscriberId: '', line: '7 Elm Street' };
  expect(await ask(asked)).toMatchObject({ decision: 'ambiguous', reasons: ['too-many-candidates'] });
});
