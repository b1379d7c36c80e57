/**
 * What each field says for each hypothesis against the stranger, in natural logarithms. Where the index knows how frequent the agreeing
 * value is, an agreement in a rare one says more.
 */
import {
  type FieldName,
  type Fields,
  fieldNames,
  type IndexStatistics,
  type LevelTables,
  type MatchModel,
  type Parameters,
} from '../model.ts';
import type { MemberQuery } from '../query.ts';

export interface Weights {
  same: number;
  household: number;
  twin: number;
}

/** A level that no pair of the index ever showed is rare, not impossible; one that the index was not asked about is as delivered. */
const probability_min = 1e-7;

const at = (tables: LevelTables, field: FieldName, level: string, delivered = tables): number =>
  levelsOf(tables, field)[level] ?? levelsOf(delivered, field)[level] ?? probability_min;

const levelsOf = (tables: LevelTables, field: FieldName) =>
  tables[field] as Readonly<Record<string, number | undefined>>;

export function weigh(
  fields: Fields,
  query: MemberQuery,
  model: MatchModel,
): { total: Weights; byField: Partial<Record<FieldName, number>>; coincidence: number } {
  const { parameters, statistics } = model;
  const household = statistics.household ?? parameters.household;
  const twin = statistics.twin ?? parameters.twin;
  const total: Weights = { same: 0, household: 0, twin: 0 };
  const byField: Partial<Record<FieldName, number>> = {};
  let coincidence = 1;
  for (const field of fieldNames) {
    const level = fields[field];
    if (level === 'missing') continue;
    const share = chanceOf(field, level, query, parameters, statistics);
    const chance = Math.log(share);
    if (agreements.has(level)) coincidence *= share;
    const disagrees = disagreements.has(level);
    const same = Math.log(at(parameters.same, field, level)) - chance;
    byField[field] = disagrees ? Math.min(0, same) : same;
    total.same += byField[field];
    // What disagrees never speaks for the same person, not even by speaking more against a relative.
    const least = disagrees ? byField[field] : -Infinity;
    total.household += Math.max(least, Math.log(at(household, field, level, parameters.household)) - chance);
    total.twin += Math.max(least, Math.log(at(twin, field, level, parameters.twin)) - chance);
  }
  return { total, byField, coincidence };
}

const disagreements = new Set<string>(['conflict', 'different']);

/** Levels at which a stranger would have to agree by coincidence. */
const agreements = new Set<string>([
  'exact',
  'full',
  'initial',
  'agrees',
  'same',
  'near',
  'zip',
  'own',
  'family',
]);

/** Weight of the delivered table against the counts of the index, in persons. */
const shrinkage = 2_000;
const days = 365.25;

/** How often a stranger shows this level. */
function chanceOf(
  field: FieldName,
  level: string,
  query: MemberQuery,
  { stranger }: Parameters,
  statistics: IndexStatistics,
): number {
  const usual = at(stranger, field, level);
  if (field === 'given' && level === 'exact')
    return frequency(
      statistics.given,
      query.names.map((name) => name.given[0] ?? ''),
      usual,
      statistics,
    );
  if (field === 'family' && level === 'exact')
    return frequency(
      statistics.family,
      query.names.map((name) => name.family),
      usual,
      statistics,
    );
  if (field === 'middle' && level === 'full') {
    const middles = query.names.flatMap((name) => name.given.slice(1));
    return Math.max(usual, frequency(statistics.given, middles, usual, statistics));
  }
  if (field === 'address' && level === 'zip')
    return frequency(
      statistics.postal,
      query.addresses.map((address) => address.postal),
      usual,
      statistics,
    );
  if (field === 'birthDate' && level === 'exact') {
    const year = query.birthDate?.slice(0, 4) ?? '';
    return frequency(statistics.birthYear, [year], usual * days, statistics) / days;
  }
  return usual;
}

/** The most frequent of the values counts: which of several agreed does not matter to a stranger. */
function frequency(
  counts: ReadonlyMap<string, number>,
  values: readonly string[],
  usual: number,
  { persons }: IndexStatistics,
): number {
  const count = Math.max(0, ...values.map((value) => counts.get(value) ?? 0));
  return (count + shrinkage * usual) / (persons + shrinkage);
}
