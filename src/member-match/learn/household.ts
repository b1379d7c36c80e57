/**
 * What a family looks like, learned from the index without labels: two different persons who share a contract or a house are a household,
 * and twins when they also share the birth date. The engine asks whether a query is such a relative of the candidate.
 */
import type { Candidate } from '../candidate.ts';
import { compareAll } from '../compare/compare.ts';
import type { NameCounts } from '../compare/known-names.ts';
import { type FieldName, fieldNames, type LevelTables, type Parameters } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import { mergePersons } from '../score/merge.ts';
import { countLevel, type LevelCounts, tablesOf } from './level-counts.ts';

/** Two persons of the index, and what brought them together. */
export interface TeachingPair {
  one: Candidate;
  other: Candidate;
  by: 'contract' | 'address';
}

/** What the index cannot teach, because the pair was picked by it or because nobody asked with it. */
const notLearned = new Set<FieldName>(['memberId', 'birthDate', 'mbi', 'ssn4']);
/** Weight of the delivered table against the pairs, in pairs. */
const householdShrinkage = 500;
const twinShrinkage = 60;

export interface LearnedFamily {
  household: LevelTables;
  twin: LevelTables;
  pairs: { household: number; twin: number };
}

/** Tables for `IndexStatistics.household` and `.twin`, pair by pair: nothing of a pair is kept. A few tens of thousands are plenty. */
export function familyLearner(parameters: Parameters, givenCounts: NameCounts = { all: new Map() }) {
  const household: LevelCounts = new Map();
  const twin: LevelCounts = new Map();
  const seen = { household: 0, twin: 0 };
  return {
    add({ one, other, by }: TeachingPair): void {
      if (mergePersons([one, other]).length === 1) return;
      const [comparison] = compareAll(queryOf(one), [other], givenCounts);
      const { fields } = comparison!;
      const isTwin = fields.birthDate === 'exact';
      // The same name and birth date at one address is a duplicate that nobody joined, no twin.
      if (isTwin && fields.given === 'exact' && fields.family === 'exact') return;
      seen[isTwin ? 'twin' : 'household']++;
      const counts = isTwin ? twin : household;
      for (const field of fieldNames) {
        if (notLearned.has(field) || (field === 'address' && by === 'address')) continue;
        countLevel(counts, field, fields[field]);
      }
    },
    learned: (): LearnedFamily => ({
      household: tablesOf(household, parameters.household, householdShrinkage),
      twin: tablesOf(twin, parameters.twin, twinShrinkage),
      pairs: seen,
    }),
  };
}

/** A person of the index as if somebody asked for them. */
export function queryOf(candidate: Candidate): MemberQuery {
  const { records, identifiers } = candidate;
  const sex = records[0]?.sex;
  return {
    names: records.flatMap((record) => record.names),
    birthDate: records[0]?.birthDate ?? undefined,
    sex: sex === 'male' || sex === 'female' ? sex : undefined,
    identifiers: [...identifiers],
    addresses: records.flatMap((record) => record.addresses),
    telecom: records.flatMap((record) => record.telecom),
    foreignPlan: false,
  };
}
