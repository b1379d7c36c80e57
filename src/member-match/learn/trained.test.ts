// What reviewers and truth teach the score, and when what was learned is not to be used. Questions of one woman and her namesake.
import { expect, test } from 'vitest';
import { normaliseName } from '../../person/normal/name.ts';
import type { Candidate } from '../candidate.ts';
import type { ReviewedLead } from '../label-store.ts';
import { defaultModel, type MatchModel } from '../model.ts';
import { queryOf } from './household.ts';
import { labels_min, type Question, trainedFrom } from './trained.ts';

const today = { today: '2026-06-30' };
const fingerprint = (i: number) => Buffer.from([i % 256, i >> 8]);

/** Reviews of a score that people found right less often than it says. */
const leads = (n: number, guards: string[] = []): ReviewedLead[] =>
  Array.from({ length: n }, (_, i) => {
    const posterior = 0.7 + (0.28 * (i % 50)) / 50;
    return { fingerprint: fingerprint(i), posterior, same: (i * 7) % 10 < 5, personId: 1, guards };
  });

const person = (personId: number, given: string): Candidate => ({
  personId,
  identifiers: [{ kind: 'member', system: '', value: `KXA00${personId}00201` }],
  records: [
    {
      patientId: `p${personId}`,
      names: [normaliseName({ family: 'Lindqvist', given: [given] })!],
      birthDate: '1980-01-01',
      sex: 'female',
      addresses: [],
      telecom: [],
      active: true,
    },
  ],
});
/** Somebody asks for each with her own number. */
const asked = (n: number, whoIsIt: (i: number) => number[] | undefined): Question[] =>
  Array.from({ length: n }, (_, i) => {
    const known = person(i, `Tova${'abcdefghij'[i % 10]}`);
    const is = whoIsIt(i);
    return {
      query: queryOf(known),
      found: { candidates: [known], truncated: false },
      personIds: is && new Set(is),
    };
  });

test('reviewers’ decisions bring the score nearer to what they found, on decisions kept apart', () => {
  const { parameters, report, worse } = trainedFrom([], leads(1_000), defaultModel, today);
  const { before, after } = report.calibration!;
  expect(after.error).toBeLessThan(before.error / 2);
  expect(after.n).toBeGreaterThan(100);
  expect(parameters).toEqual({ ...defaultModel.parameters, calibration: parameters.calibration });
  expect({ worse, levels: report.levels }).toEqual({ worse: false, levels: [] });
});

test('few decisions, and those about an objection, change no score', () => {
  for (const few of [leads(labels_min - 10), leads(1_000, ['rival'])])
    expect(trainedFrom([], few, defaultModel, today).parameters.calibration).toEqual([]);
  expect(trainedFrom([], leads(1_000, ['rival']), defaultModel, today).report).toMatchObject({
    reviews: 0,
    reviewsObjected: 1_000,
    calibration: null,
  });
});

test('where truth is told it is learned from, and not what the posterior believes', () => {
  const { report } = trainedFrom(
    asked(600, (i) => [i]),
    [],
    defaultModel,
    today,
  );
  expect(report).toMatchObject({ queries: 600, labelled: 600, answers: { after: { wrong: 0 } } });
  expect(report.expectation!.matches).toBe(600 - report.answers.queries);
  const nobody = trainedFrom(
    asked(600, () => []),
    [],
    defaultModel,
    today,
  );
  expect(nobody.report.expectation!.matches).toBe(0);
});

test('what names more people wrongly than before is not to be used', () => {
  // Nobody was named by these parameters; the lessons say that everybody should be, the questions kept apart that nobody should.
  const timid: MatchModel = {
    ...defaultModel,
    parameters: { ...defaultModel.parameters, calibration: [{ from: 1, to: 0.1 }] },
  };
  const right = asked(600, (i) => [i]);
  const apart = new Set(trainedQuestionsApart(right));
  const questions = right.map((one) => (apart.has(one) ? { ...one, personIds: new Set<number>() } : one));
  const { worse, report } = trainedFrom(questions, [], timid, today);
  expect(report.answers.before.wrong).toBe(0);
  expect(report.answers.after.wrong).toBeGreaterThan(0);
  expect(worse).toBe(true);
});

/** Each by itself: those that a run keeps apart are those that it tries. */
const trainedQuestionsApart = (questions: readonly Question[]): Question[] =>
  questions.filter((one) => trainedFrom([one], [], defaultModel, today).report.answers.queries === 1);
