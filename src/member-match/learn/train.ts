import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import { Problem } from '../../problem/problem.ts';
import { activateModel } from '../activate.ts';
import { insufficiency, type MatchOptions } from '../decide.ts';
import { selectLabels } from '../label-store.ts';
import { newestModel, saveParameters } from '../model-store.ts';
import type { MemberQuery } from '../query.ts';
import { retrieve } from '../retrieve.ts';
import { labels_min, personsOf, type Question, type TrainingReport, trainedFrom } from './trained.ts';

/** Fewer teach nothing beside the delivered tables. */
export const queries_min = 500;
/** More teach nothing new; they are held in memory with their candidates. */
export const queries_max = 30_000;
/** The newest reviews: partners change. */
const reviews_max = 50_000;

/** A query of a log, and whom it meant where somebody knows: our Patient ids, none for nobody. */
export interface LoggedQuery {
  query: MemberQuery;
  patientIds?: ReadonlySet<string> | undefined;
}

export interface TrainOptions {
  queries?: AsyncIterable<LoggedQuery>;
  match?: Omit<MatchOptions, 'today'>;
  /** Keep nothing. */
  dryRun?: boolean;
  /** Who has what was learned decide from now on; absent: it is only kept. */
  activateBy?: string | undefined;
}

export interface Training {
  /** The new version; null where nothing was kept. */
  version: number | null;
  active: boolean;
  /** Why it was not kept although it was asked for. */
  refused?: 'more-wrong-answers';
  report: TrainingReport;
}

/**
 * Learns from queries of partners, and from what reviewers decided, over the index as it is now. What was learned is a new version
 * that decides nothing until it is activated; guards, rules, thresholds and priors are never learned.
 *
 * @throws Problem `invalid` where there is too little to learn from
 */
export async function train(db: Db, clock: Clock, options: TrainOptions): Promise<Training> {
  const now = clock.now();
  const match: MatchOptions = { ...options.match, today: now.toISOString().slice(0, 10) };
  const questions = options.queries ? await questionsOf(db, options.queries, match) : [];
  if (options.queries && questions.length < queries_min)
    throw new Problem(
      'invalid',
      `${questions.length} queries are too few to learn from: ${queries_min} are enough.`,
    );
  const leads = await selectLabels(db, reviews_max);
  const plain = leads.filter(({ guards }) => guards.length === 0).length;
  if (!options.queries && plain < labels_min)
    throw new Problem(
      'invalid',
      `${plain} closed reviews of a score are too few to calibrate by: ${labels_min} are enough. Name queries to learn from.`,
    );
  const { parameters, report, worse } = trainedFrom(questions, leads, await newestModel(db), match);
  if (worse) return { version: null, active: false, refused: 'more-wrong-answers', report };
  if (options.dryRun) return { version: null, active: false, report };
  const source = `${report.queries} queries, ${report.labelled} of them labelled, ${report.reviews} reviews`;
  const version = await db.tx(async (tx) => {
    const saved = await saveParameters(tx, { source, parameters, report, at: now });
    if (options.activateBy !== undefined)
      await activateModel(tx, { version: saved, by: options.activateBy, at: now });
    return saved;
  });
  return { version, active: options.activateBy !== undefined, report };
}

/** Whom retrieval finds for each query; queries that are refused unseen teach nothing. */
async function questionsOf(
  db: Db,
  queries: AsyncIterable<LoggedQuery>,
  { households }: MatchOptions,
): Promise<Question[]> {
  const questions: Question[] = [];
  for await (const { query, patientIds } of queries) {
    if (query.foreignPlan || (households !== false && insufficiency(query) !== undefined)) continue;
    const found = await retrieve(db, query);
    const personIds = patientIds && personsOf(found.candidates, patientIds);
    questions.push({ query, found, personIds });
    if (questions.length === queries_max) break;
  }
  return questions;
}
