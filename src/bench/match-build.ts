import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import { type Db, openDb } from '../db/db.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { openScratch } from '../db/scratch.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { refreshStatistics } from '../member-match/statistics.ts';
import { parseCoverage } from '../person/parsed-coverage.ts';
import { parsePatient } from '../person/parsed-patient.ts';
import { type ParsedMember, putMany } from '../person/put-many.ts';
import { type Population, populationMembers, populationOf } from '../population/population.ts';
import { measure, rounded } from './measure.ts';

/** What building the index took; kept beside an index that is kept. */
export interface IndexBuild {
  members: number;
  /** Rows (making them up is part of it), the search indexes after them, the statistics. */
  seconds: { rows: number; indexes: number; statistics: number; total: number };
  membersPerSecond: number;
  peakRssMegabytes: number;
}

export interface BenchIndex {
  db: Db;
  population: Population;
  build: IndexBuild;
  close(): Promise<void>;
}

export interface BenchIndexOptions {
  members: number;
  /** A folder where the index stays; built there the first time. */
  keep: string | undefined;
  serverUrl: string | undefined;
  clock: Clock;
  random: Random;
  progress(text: string): void;
}

const seed = 'bench-match-1';

/** An index of made-up members: built now, or found where an earlier run left it. */
export async function openBenchIndex(options: BenchIndexOptions): Promise<BenchIndex> {
  const population = populationOf(seed, options.members);
  const { db, close, kept } =
    options.keep === undefined ? await scratch(options) : await keptDatabase(options);
  try {
    const build = kept ?? (await buildIndex(db, population, options));
    if (options.keep !== undefined && !kept) await writeFile(recordPath(options), JSON.stringify(build));
    return { db, population, build, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Opened {
  db: Db;
  close(): Promise<void>;
  kept?: IndexBuild | undefined;
}

const scratch = async ({ serverUrl }: BenchIndexOptions): Promise<Opened> => {
  const { db, close } = await openScratch(serverUrl, { sharedBuffers: sharedBuffers() });
  return { db, close };
};

/** A quarter of the machine, as the manual of PostgreSQL advises for a server. */
const sharedBuffers = (): string => `${Math.floor(totalmem() / 4 / 2 ** 20)}MB`;

const recordPath = ({ keep, members }: BenchIndexOptions): string => join(keep!, `match-${members}.json`);

async function keptDatabase(options: BenchIndexOptions): Promise<Opened> {
  await mkdir(options.keep!, { recursive: true });
  const kept = await readFile(recordPath(options), 'utf8').then(
    (text) => JSON.parse(text) as IndexBuild,
    () => undefined,
  );
  const embedded = await startEmbedded(join(options.keep!, 'postgres'), { sharedBuffers: sharedBuffers() });
  const name = `match_${options.members}`;
  const db = openDb(embedded.url(name));
  const close = async () => {
    await db.close();
    await embedded.stop();
  };
  try {
    await embedded.createDatabase(name);
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, close, kept };
}

const progress_members = 100_000;

/** A build that an earlier run did not finish begins again: what is there is put again, unchanged. */
async function buildIndex(
  db: Db,
  population: Population,
  { clock, random, progress }: BenchIndexOptions,
): Promise<IndexBuild> {
  progress(`building an index of ${population.members} members`);
  let rows = { rows: 0, indexes: 0 };
  let statistics = 0;
  const { seconds, peakRssBytes } = await measure(async () => {
    const put = await putMany(
      db,
      membersOf(population),
      { random, now: clock.now() },
      {
        progress: (members) => {
          if (members % progress_members === 0) progress(`${members} members`);
        },
      },
    );
    rows = put.seconds;
    const began = performance.now();
    await refreshStatistics(db, clock.now());
    statistics = (performance.now() - began) / 1000;
  });
  return {
    members: population.members,
    seconds: {
      rows: rounded(rows.rows),
      indexes: rounded(rows.indexes),
      statistics: rounded(statistics),
      total: rounded(seconds),
    },
    membersPerSecond: Math.round(population.members / seconds),
    peakRssMegabytes: Math.round(peakRssBytes / 1e6),
  };
}

function* membersOf({ seed, households }: Population): Generator<ParsedMember> {
  for (const { id, patient, coverages } of populationMembers(seed, 0, households))
    yield {
      patient: parsePatient(patient as unknown as JsonObject),
      coverages: coverages.map((coverage) => parseCoverage(coverage as unknown as JsonObject, id)),
    };
}
