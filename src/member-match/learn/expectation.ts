/**
 * How often each field agrees for one person, learned from queries that nobody has labelled (expectation-maximisation): what strangers and
 * families show is known from the index and stays fixed, so what is learned are the mistakes of this deployment's own partners.
 */
import type { Candidate } from '../candidate.ts';
import { type Comparison, compareAll } from '../compare/compare.ts';
import { type FieldName, fieldNames, givenCountsOf, type LevelTables, type MatchModel } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import { mergePersons } from '../score/merge.ts';
import { scoreAll } from '../score/posterior.ts';

export interface UnlabelledQuery {
  query: MemberQuery;
  /** From loose retrieval: the more keys found them, the less the keys decide what is learned. */
  candidates: readonly Candidate[];
}

const rounds_max = 8;
/** The tables hardly move any more. */
const change_min = 0.0005;
/** Weight of the delivered table, in queries. */
const shrinkage = 300;

export interface LearnedSame {
  same: LevelTables;
  rounds: number;
  /** Expected number of queries whose person is in the index. */
  matches: number;
}

/** Tables for `Parameters.same`. A few thousand queries are enough; `isYoung` as in a decision. */
export function learnSame(
  queries: readonly UnlabelledQuery[],
  model: MatchModel,
  isYoung: (query: MemberQuery) => boolean = () => true,
): LearnedSame {
  // Levels do not depend on the parameters: they are compared once.
  const compared = queries.map(({ query, candidates }) => ({
    query,
    isYoung: isYoung(query),
    comparisons: compareAll(query, mergePersons(candidates), givenCountsOf(model.statistics, isYoung(query))),
  }));
  let current = model.parameters.same;
  for (let round = 1; ; round++) {
    const counts = new Map<string, number>();
    let matches = 0;
    for (const one of compared) {
      const { scored } = scoreAll(one.comparisons, one.query, withSame(model, current), one.isYoung);
      for (const { posterior, fields } of scored) {
        matches += posterior.same;
        count(counts, fields, posterior.same);
      }
    }
    const next = maximised(counts, model.parameters.same);
    const change = difference(current, next);
    current = next;
    if (round === rounds_max || change < change_min) return { same: current, rounds: round, matches };
  }
}

const withSame = (model: MatchModel, same: LevelTables): MatchModel => ({
  ...model,
  parameters: { ...model.parameters, same },
});

const certain_min = 0.01;

function count(counts: Map<string, number>, fields: Comparison['fields'], share: number): void {
  if (share < certain_min) return;
  for (const field of fieldNames) {
    const level = fields[field];
    if (level === 'missing') continue;
    for (const key of [field, `${field}.${level}`]) counts.set(key, (counts.get(key) ?? 0) + share);
  }
}

function maximised(counts: ReadonlyMap<string, number>, usual: LevelTables): LevelTables {
  return Object.fromEntries(
    fieldNames.map((field) => {
      const total = counts.get(field) ?? 0;
      const levels = Object.entries(usual[field] as Record<string, number>).map(([level, share]) => [
        level,
        ((counts.get(`${field}.${level}`) ?? 0) + shrinkage * share) / (total + shrinkage),
      ]);
      return [field, Object.fromEntries(levels)];
    }),
  ) as unknown as LevelTables;
}

function difference(a: LevelTables, b: LevelTables): number {
  const of = (tables: LevelTables, field: FieldName) =>
    Object.values(tables[field] as Record<string, number>);
  return Math.max(
    ...fieldNames.flatMap((field) => of(a, field).map((share, i) => Math.abs(share - of(b, field)[i]!))),
  );
}
