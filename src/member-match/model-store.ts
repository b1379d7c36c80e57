import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import {
  defaultModel,
  type IndexStatistics,
  type LevelTables,
  type MatchModel,
  type Parameters,
} from './model.ts';

/** The row of parameters that is in use; one that was learned for another delivery's levels is not. */
const inUse = sql`select version, parameters from match_model
  where activated_at is not null and parameters ->> 'version' = ${defaultModel.parameters.version}
  order by activated_at desc, version desc limit 1`;

/** Changes when other parameters or statistics are in use. */
export async function newestVersion(q: Queries): Promise<string> {
  const row = await q.one<{ version: string }>(sql`
    select coalesce((select version from (${inUse}) used), 0) || '.' ||
      coalesce((select max(version) from match_statistics), 0) as version`);
  return row.version;
}

/** Parameters and statistics in use: those activated last and the newest count, else as delivered. */
export async function newestModel(q: Queries): Promise<MatchModel> {
  const learned = await q.maybe<{ version: number; parameters: Parameters }>(inUse);
  const counted = await q.maybe<{ version: number; persons: number; terms: Terms; pairs: Pairs }>(
    sql`select version, persons, terms, pairs from match_statistics order by version desc limit 1`,
  );
  const parameters = learned ? learned.parameters : defaultModel.parameters;
  const statistics = counted ? statisticsOf(counted) : defaultModel.statistics;
  return {
    version: `${learned ? `model ${learned.version}` : parameters.version}, statistics ${counted?.version ?? 'none'}`,
    parameters,
    statistics,
  };
}

/** How often each term stands in the index, by kind. */
export type Terms = Record<
  'given' | 'givenYoung' | 'family' | 'postal' | 'birthYear',
  Record<string, number>
>;
/** Tables of pairs; absent where there were too few to learn from. */
export interface Pairs {
  household?: LevelTables;
  twin?: LevelTables;
}

const statisticsOf = ({
  persons,
  terms,
  pairs,
}: {
  persons: number;
  terms: Terms;
  pairs: Pairs;
}): IndexStatistics => ({
  persons,
  given: new Map(Object.entries(terms.given)),
  givenYoung: new Map(Object.entries(terms.givenYoung)),
  family: new Map(Object.entries(terms.family)),
  postal: new Map(Object.entries(terms.postal)),
  birthYear: new Map(Object.entries(terms.birthYear)),
  ...pairs,
});

/** About three months of days: a decision of that age can be made again. */
const statisticsKept_max = 100;

/** When the index was counted last, and how large it was. */
export const lastStatistics = (q: Queries): Promise<{ at: Date; persons: number } | undefined> =>
  q.maybe<{ at: Date; persons: number }>(
    sql`select made_at as at, persons from match_statistics order by version desc limit 1`,
  );

export async function saveStatistics(
  q: Queries,
  { persons, terms, pairs, at }: { persons: number; terms: Terms; pairs: Pairs; at: Date },
): Promise<number> {
  const row = await q.one<{ version: number }>(sql`
    insert into match_statistics (made_at, persons, terms, pairs)
    values (${at}, ${persons}, ${JSON.stringify(terms)}::jsonb, ${JSON.stringify(pairs)}::jsonb) returning version`);
  await q.run(sql`delete from match_statistics where version <= ${row.version - statisticsKept_max}`);
  return row.version;
}

/** A new version of the parameters. It decides nothing before it is activated. */
export async function saveParameters(
  q: Queries,
  { source, parameters, report, at }: { source: string; parameters: Parameters; report: object; at: Date },
): Promise<number> {
  const row = await q.one<{ version: number }>(sql`
    insert into match_model (made_at, source, parameters, report)
    values (${at}, ${source}, ${JSON.stringify(parameters)}::jsonb, ${JSON.stringify(report)}::jsonb) returning version`);
  return row.version;
}

/** From now on every process decides by this version; 0: by the parameters as delivered. False: there is no such version for this delivery. */
export async function activateParameters(q: Queries, version: number, at: Date): Promise<boolean> {
  if (version === 0) {
    await q.run(sql`update match_model set activated_at = null where activated_at is not null`);
    return true;
  }
  const row = await q.maybe(sql`update match_model set activated_at = ${at}
    where version = ${version} and parameters ->> 'version' = ${defaultModel.parameters.version} returning version`);
  return row !== undefined;
}

export interface KeptParameters {
  version: number;
  madeAt: Date;
  source: string;
  /** The delivery whose levels they speak of: under another one they are not used. */
  delivery: string;
  inUse: boolean;
  report: object;
}

/** Every version that was learned, the newest first. */
export const selectParameters = (q: Queries): Promise<KeptParameters[]> =>
  q.query<KeptParameters>(sql`
    select version, made_at as "madeAt", source, parameters ->> 'version' as delivery, report,
      version = coalesce((select version from (${inUse}) used), 0) as "inUse"
    from match_model order by version desc`);
