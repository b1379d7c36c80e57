/** What questions teach, and how what was learned does beside what is in use. Pure: the same questions teach the same. */
import { yearsOn } from '../../person/normal/birth-date.ts';
import type { Candidate, Found } from '../candidate.ts';
import { decide, type MatchDecision, type MatchOptions } from '../decide.ts';
import type { ReviewedLead } from '../label-store.ts';
import { fieldNames, type LevelTables, type MatchModel, type Parameters } from '../model.ts';
import { defaultParameters } from '../parameters.ts';
import { fingerprintOf, type MemberQuery } from '../query.ts';
import { calibrated } from './calibration.ts';
import { type LearnedSame, learnSame } from './expectation.ts';
import {
  calibrationError,
  fitCalibration,
  type LabelledScore,
  type ReliabilityRow,
  reliabilityTable,
} from './reliability.ts';

/** A question, whom retrieval found, and who it is where somebody knows: nobody for an empty set. */
export interface Question {
  query: MemberQuery;
  found: Found;
  personIds?: ReadonlySet<number> | undefined;
}

/** Fewer labelled scores are no calibration. */
export const labels_min = 100;
/** One question in so many is not learned from: what is learned is tried on it. */
const heldOut = 5;
/** A level that moved less is not worth a line. */
const change_min = 0.001;

export interface Calibration {
  n: number;
  /** Expected calibration error. */
  error: number;
  table: ReliabilityRow[];
}

export interface Answers {
  answered: number;
  review: number;
  /** Of those whose truth is known. */
  right: number;
  wrong: number;
}

/** Counts and shares only: nobody's data. */
export interface TrainingReport {
  queries: number;
  /** Queries whose truth was told. */
  labelled: number;
  /** Closed reviews whose question was the score alone; and those where something objected, which say nothing of the score. */
  reviews: number;
  reviewsObjected: number;
  /** Queries whose person is expected to be in the index, and rounds until the tables rested; null without queries. */
  expectation: Pick<LearnedSame, 'matches' | 'rounds'> | null;
  /** Where `same` moved, the farthest first. */
  levels: { field: string; level: string; before: number; after: number }[];
  steps: Parameters['calibration'];
  /** On labels that were kept apart; null where there are none. */
  calibration: { before: Calibration; after: Calibration } | null;
  /** On queries that were kept apart where truth is told, else on all. `changed`: queries that another person answers. */
  answers: { queries: number; before: Answers; after: Answers; changed: number };
}

export interface Trained {
  parameters: Parameters;
  report: TrainingReport;
  /** More wrong answers than before: not to be used. */
  worse: boolean;
}

/**
 * Learns the levels of one person (`same`) from the questions and, where labels suffice, the calibration. Everything else stays as it is: guards,
 * rules, thresholds and priors are no data. Levels begin with the delivered tables each time, so that training twice on the same log does not move them
 * twice as far.
 */
export function trainedFrom(
  questions: readonly Question[],
  leads: readonly ReviewedLead[],
  model: MatchModel,
  options: MatchOptions,
): Trained {
  const isYoung = ({ birthDate }: MemberQuery) =>
    options.today === undefined ||
    birthDate === undefined ||
    yearsOn(options.today, birthDate) <= model.parameters.youngYears_max;
  const withTruth = questions.some(({ personIds }) => personIds !== undefined);
  const [apart, lessons] = split(questions, ({ query }) => fingerprintOf(query));
  const learned =
    questions.length === 0
      ? undefined
      : learnSame(
          (withTruth ? lessons : questions).map((one) => ({ ...one, candidates: one.found.candidates })),
          startOf(model, options),
          isYoung,
        );
  const uncalibrated: Parameters = {
    ...model.parameters,
    same: learned?.same ?? model.parameters.same,
    calibration: [],
  };
  const plain = reviewedOnScore(leads);
  const [leadsApart, leadLessons] = split(plain, ({ fingerprint }) => fingerprint);
  const labels = [
    ...scoresOf(lessons, { ...model, parameters: uncalibrated }, options),
    ...leadLessons.map(({ posterior, same }) => ({ score: posterior, isRight: same })),
  ];
  const parameters: Parameters = {
    ...uncalibrated,
    calibration: labels.length < labels_min ? model.parameters.calibration : fitCalibration(labels),
  };
  const after: MatchModel = { ...model, parameters };
  const tried = withTruth ? apart : questions;
  const answers = compareAnswers(tried, model, after, options);
  return {
    parameters,
    worse: answers.after.wrong > answers.before.wrong,
    report: {
      queries: questions.length,
      labelled: questions.filter(({ personIds }) => personIds !== undefined).length,
      reviews: plain.length,
      reviewsObjected: leads.length - plain.length,
      expectation: learned ? { matches: Math.round(learned.matches), rounds: learned.rounds } : null,
      levels: moved(model.parameters.same, parameters.same),
      steps: parameters.calibration,
      calibration: compareCalibration(
        ([used, steps]) => [
          ...scoresOf(apart, used, options),
          ...leadsApart.map(({ posterior, same }) => ({
            score: calibrated(posterior, steps),
            isRight: same,
          })),
        ],
        model,
        after,
      ),
      answers,
    },
  };
}

/** Where something objected, reviewers were asked about the objection: how often they are right says nothing of the score. */
const reviewedOnScore = (leads: readonly ReviewedLead[]): ReviewedLead[] =>
  leads.filter(({ guards }) => guards.length === 0);

/** The model that learning starts from; an index of single people has no family hypotheses. */
function startOf({ parameters, ...model }: MatchModel, { households }: MatchOptions): MatchModel {
  const priors = households === false ? { ...parameters.priors, household: 0, twin: 0 } : parameters.priors;
  return { ...model, parameters: { ...parameters, priors, same: defaultParameters.same } };
}

/** Those that are kept apart, and the others: always the same ones. */
function split<T>(all: readonly T[], fingerprint: (one: T) => Buffer): [apart: T[], lessons: T[]] {
  const isApart = (one: T) => fingerprint(one)[0]! % heldOut === 0;
  return [all.filter(isApart), all.filter((one) => !isApart(one))];
}

/** The leading candidates' scores, of the questions whose truth is known. */
function scoresOf(questions: readonly Question[], model: MatchModel, options: MatchOptions): LabelledScore[] {
  return questions.flatMap(({ query, found, personIds }) => {
    if (personIds === undefined) return [];
    const decision = decide(query, found, model, options);
    return decision.candidates.length === 0
      ? []
      : [{ score: decision.score, isRight: isRight(decision, personIds) }];
  });
}

const isRight = ({ candidates: [leading] }: MatchDecision, personIds: ReadonlySet<number>): boolean =>
  leading !== undefined && [leading.personId, ...(leading.linked ?? [])].some((id) => personIds.has(id));

function compareCalibration(
  labelsUnder: (used: [MatchModel, Parameters['calibration']]) => LabelledScore[],
  before: MatchModel,
  after: MatchModel,
): TrainingReport['calibration'] {
  const [then, now] = [before, after].map((model) => {
    const table = reliabilityTable(labelsUnder([model, model.parameters.calibration]));
    return { n: table.reduce((sum, row) => sum + row.n, 0), error: calibrationError(table), table };
  });
  return then!.n === 0 ? null : { before: then!, after: now! };
}

function compareAnswers(
  questions: readonly Question[],
  before: MatchModel,
  after: MatchModel,
  options: MatchOptions,
): TrainingReport['answers'] {
  const counts = (): Answers => ({ answered: 0, review: 0, right: 0, wrong: 0 });
  const [then, now] = [counts(), counts()];
  let changed = 0;
  for (const { query, found, personIds } of questions) {
    const count = (model: MatchModel, into: Answers): number | undefined => {
      const decision = decide(query, found, model, options);
      if (decision.decision === 'review') into.review++;
      if (decision.decision !== 'matched') return undefined;
      into.answered++;
      if (personIds !== undefined) into[isRight(decision, personIds) ? 'right' : 'wrong']++;
      return decision.personId;
    };
    const [one, other] = [count(before, then), count(after, now)];
    if (one !== undefined && other !== undefined && one !== other) changed++;
  }
  return { queries: questions.length, before: then, after: now, changed };
}

function moved(before: LevelTables, after: LevelTables): TrainingReport['levels'] {
  return fieldNames
    .flatMap((field) => {
      const then = before[field] as Readonly<Record<string, number>>;
      return Object.entries(after[field] as Record<string, number>).map(([level, share]) => ({
        field,
        level,
        before: then[level] ?? 0,
        after: share,
      }));
    })
    .filter(({ before: then, after: now }) => Math.abs(then - now) >= change_min)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}

/** Who of these candidates holds one of these member records. */
export const personsOf = (
  candidates: readonly Candidate[],
  patientIds: ReadonlySet<string>,
): ReadonlySet<number> =>
  new Set(
    candidates
      .filter(({ records }) => records.some(({ patientId }) => patientIds.has(patientId)))
      .map(({ personId }) => personId),
  );
