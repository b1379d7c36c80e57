/** What the learner reads of reviewers: one word for each closed review, about the one who led, and nothing of an open one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import * as people from '../../test/env/members.ts';
import { systemRandom } from '../clock/random.ts';
import type { MatchDecision } from './decide.ts';
import { selectLabels } from './label-store.ts';
import { openMatcher } from './match.ts';
import { matchPolicy_default } from './policy.ts';
import { readMemberQuery } from './query.ts';
import { askReviewers } from './review-queue.ts';
import { voteOnReview } from './review-vote.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

const now = new Date('2026-06-30T12:00:00Z');
const tova: people.Person = {
  id: 'm1',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm',
  memberId: 'OLD-5510177',
};

/** Her card with another birth date on the paper: a person decides. */
async function reviewed(birthDate: string, verdict: 'same' | 'not-same' | undefined) {
  const matcher = openMatcher({ clock: { now: () => now } });
  const review = { ...matchPolicy_default.review, twoPersons: 'never' as const };
  const person = { ...tova, birthDate };
  const [patient, coverage] = [people.patientOf(person), people.coverageOf(person)];
  const decision = await matcher.match(own.db, readMemberQuery(patient, coverage, people.ourNpi));
  expect(decision.decision).toBe('review');
  const { reviewId } = await askReviewers(
    own.db,
    { random: systemRandom, review },
    { clientId: 'united', decision, patient, coverage, now },
  );
  const deps = { random: systemRandom, matcher, payer: { npi: people.ourNpi }, review };
  if (verdict)
    await own.db.tx((tx) =>
      voteOnReview(tx, deps, {
        id: reviewId!,
        reviewer: 'Ann',
        verdict,
        ...(verdict === 'same' && { personId: decision.leading!.personId }),
        note: '',
        now,
      }),
    );
  return decision;
}

test('closed reviews teach who it was, with what objected and the posterior; an open one teaches nothing', async () => {
  await people.putPeople(own.db, [tova]);
  const yes = await reviewed('1999-11-17', 'same');
  const no = await reviewed('1998-10-16', 'not-same');
  await reviewed('1997-09-15', undefined);
  const labels = await selectLabels(own.db, 10);
  const of = (decision: MatchDecision) =>
    labels.find(({ fingerprint }) => fingerprint.equals(decision.fingerprint));
  expect(labels).toHaveLength(2);
  expect(of(yes)).toMatchObject({
    same: true,
    personId: yes.leading!.personId,
    posterior: yes.candidates[0]!.posteriors.same,
    guards: ['birth-date-conflict'],
  });
  expect(of(no)).toMatchObject({ same: false, personId: null });
  expect(await selectLabels(own.db, 1)).toHaveLength(1);
});
