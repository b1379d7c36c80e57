import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measure, measure } from './checks.ts';
import { naturalQuery } from './natural.ts';
import { memberRecords, type Population, populationOf } from './population.ts';
import type { MemberRecord } from './record.ts';
import { stressQueries } from './stress/strata.ts';
import { openTextFile, type TextFile } from './text-file.ts';
import { type Query, truthHeader, truthLine } from './truth.ts';

export interface GenerateRequest {
  seed: string;
  members: number;
  /** Everyday requests. */
  queries: number;
  /** Difficult requests. */
  stress: number;
  /** Without a folder the population is made and measured, and not written. */
  dir?: string;
  gzip: boolean;
  signal?: AbortSignal;
  progress?: (members: number, of: number) => void;
}

export interface GenerateSummary {
  seed: string;
  members: number;
  persons: number;
  households: number;
  seconds: number;
  membersPerSecond: number;
  files: string[];
  natural: Tally;
  stress: Tally;
  checks: ReturnType<Measure['checks']>;
}

/** Queries by what must be done with them, and by kind. */
export interface Tally {
  queries: number;
  mustMatch: number;
  tiers: Record<string, number>;
  strata: Record<string, number>;
}

const progressEvery_members = 100_000;
const indexTruthHeader =
  'member_id,person_id,household,role,twin_of,namesake_of,recycled_of,duplicate_record,index_noise';

/** Makes a population and requests about it, writes them, and measures what it made. Memory does not grow with its size. */
export async function generate(request: GenerateRequest): Promise<GenerateSummary> {
  const files: string[] = [];
  if (request.dir !== undefined) await mkdir(request.dir, { recursive: true });
  const open = (name: string): TextFile | undefined => {
    if (request.dir === undefined) return undefined;
    const file = openTextFile(join(request.dir, request.gzip ? `${name}.gz` : name));
    files.push(file.path);
    return file;
  };
  const population = populationOf(request.seed, request.members);
  const began = performance.now();
  const { persons, checks } = await writeMembers(request, population, open);
  const seconds = (performance.now() - began) / 1000;
  const natural = await writeQueries(request, naturalQueries(population, request.queries), '_natural', open);
  const stress = await writeQueries(request, stressQueries(population, request.stress), '', open);
  return {
    seed: request.seed,
    members: population.members,
    persons,
    households: population.households,
    seconds: Number(seconds.toFixed(2)),
    membersPerSecond: Math.round(population.members / seconds),
    files,
    natural,
    stress,
    checks,
  };
}

type Open = (name: string) => TextFile | undefined;

async function writeMembers(request: GenerateRequest, population: Population, open: Open) {
  const rows = open('members.ndjson');
  const truth = open('index_truth.csv');
  const measured = measure();
  let members = 0;
  let persons = 0;
  try {
    await truth?.line(indexTruthHeader);
    for (const record of memberRecords(population.seed, 0, population.households)) {
      measured.take(record);
      if (!record.duplicate) persons++;
      if (rows) await rows.line(JSON.stringify(record.member));
      if (truth) await truth.line(indexTruthLine(record));
      if (++members % progressEvery_members !== 0) continue;
      request.signal?.throwIfAborted();
      request.progress?.(members, population.members);
    }
  } finally {
    await Promise.all([rows?.close(), truth?.close()]);
  }
  return { persons, checks: measured.checks() };
}

const indexTruthLine = ({ member, person, duplicate, noise }: MemberRecord): string =>
  [
    member.id,
    person.id,
    person.household,
    person.role,
    person.twinOf,
    person.namesakeOf,
    person.recycledOf,
    Number(duplicate),
    noise.join('|'),
  ].join(',');

function* naturalQueries(population: Population, count: number): Generator<Query> {
  for (let n = 0; n < count; n++) yield naturalQuery(population, n);
}

async function writeQueries(
  request: GenerateRequest,
  queries: Generator<Query>,
  kind: '' | '_natural',
  open: Open,
): Promise<Tally> {
  const tally: Tally = { queries: 0, mustMatch: 0, tiers: {}, strata: {} };
  if ((kind === '' ? request.stress : request.queries) === 0) return tally;
  const rows = open(`queries${kind}.ndjson`);
  const truth = open(`truth${kind}.csv`);
  try {
    await truth?.line(truthHeader);
    for (const query of queries) {
      request.signal?.throwIfAborted();
      tally.queries++;
      if (query.truth.expect === 'MATCH') tally.mustMatch++;
      tally.tiers[query.truth.tier] = (tally.tiers[query.truth.tier] ?? 0) + 1;
      tally.strata[query.truth.stratum] = (tally.strata[query.truth.stratum] ?? 0) + 1;
      if (rows) await rows.line(JSON.stringify(query.parameters));
      if (truth) await truth.line(truthLine(query.truth));
    }
  } finally {
    await Promise.all([rows?.close(), truth?.close()]);
  }
  return tally;
}
