/**
 * How often each field agrees for one person, learned from queries that nobody need have labelled (expectation-maximisation): what strangers and
 * families show is known from the index and stays fixed, so what is learned are the mistakes of this deployment's own partners.
 */
import type { Candidate } from '../candidate.ts';
import { compareAll } from '../compare/compare.ts';
import { type FieldName, fieldNames, givenCountsOf, type LevelTables, type MatchModel } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import { type MergedCandidate, mergePersons } from '../score/merge.ts';
import { scoreAll } from '../score/posterior.ts';
import { countLevel, type LevelCounts, tablesOf } from './level-counts.ts';

export interface TeachingQuery {
  query: MemberQuery;
  /** From loose retrieval: the more keys found them, the less the keys decide what is learned. */
  candidates: readonly Candidate[];
  /** Who it is, where somebody knows: nobody for an empty set. */
  personIds?: ReadonlySet<number> | undefined;
}

const rounds_max = 8;
/** The tables hardly move any more. */
const change_min = 0.0005;
/** Who is less likely the person teaches nothing. */
const certain_min = 0.01;
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
  queries: readonly TeachingQuery[],
  model: MatchModel,
  isYoung: (query: MemberQuery) => boolean = () => true,
): LearnedSame {
  // Levels do not depend on the parameters: they are compared once.
  const compared = queries.map(({ query, candidates, personIds }) => ({
    query,
    personIds,
    isYoung: isYoung(query),
    comparisons: compareAll(query, mergePersons(candidates), givenCountsOf(model.statistics, isYoung(query))),
  }));
  let current = model.parameters.same;
  for (let round = 1; ; round++) {
    const counts: LevelCounts = new Map();
    let matches = 0;
    for (const one of compared) {
      const { scored } = scoreAll(one.comparisons, one.query, withSame(model, current), one.isYoung);
      for (const { candidate, posterior, fields } of scored) {
        const same = one.personIds
          ? Number(isAmong(candidate as MergedCandidate, one.personIds))
          : posterior.same;
        matches += same;
        if (same < certain_min) continue;
        for (const field of fieldNames) countLevel(counts, field, fields[field], same);
      }
    }
    const next = tablesOf(counts, model.parameters.same, shrinkage);
    const change = difference(current, next);
    current = next;
    if (round === rounds_max || change < change_min) return { same: current, rounds: round, matches };
  }
}

/** A merged candidate is all of its persons. */
export const isAmong = ({ personId, linked }: MergedCandidate, persons: ReadonlySet<number>): boolean =>
  persons.has(personId) || linked.some((id) => persons.has(id));

export const withSame = (model: MatchModel, same: LevelTables): MatchModel => ({
  ...model,
  parameters: { ...model.parameters, same },
});

function difference(a: LevelTables, b: LevelTables): number {
  const of = (tables: LevelTables, field: FieldName) =>
    Object.values(tables[field] as Record<string, number>);
  return Math.max(
    ...fieldNames.flatMap((field) => of(a, field).map((share, i) => Math.abs(share - of(b, field)[i]!))),
  );
}
