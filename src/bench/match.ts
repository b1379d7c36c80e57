import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db } from '../db/db.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { type ExplainedMatcher, openMatcher } from '../member-match/match.ts';
import { probesOf } from '../member-match/probes.ts';
import { type MemberQuery, readMemberQuery } from '../member-match/query.ts';
import { ownPayer } from '../population/fhir.ts';
import { naturalQuery } from '../population/natural.ts';
import type { Population } from '../population/population.ts';
import { type IndexBuild, openBenchIndex } from './match-build.ts';
import { indexBytes, retrieveOnly, warmUp } from './match-store.ts';
import { type Machine, machine, measure, median, quantile, rounded } from './measure.ts';

export const matchBench = {
  members: 1_000_000,
  quickMembers: 50_000,
  runs: 3,
  queries: 5_000,
  quickQueries: 1_000,
  bulk: 100_000,
  quickBulk: 5_000,
} as const;

export interface MatchBenchOptions {
  /** Members in the index. */
  members: number;
  runs: number;
  /** Requests of each run, and of the bulk. */
  queries: number;
  bulk: number;
  /** A folder where the index stays for the next run. */
  keep?: string | undefined;
  /** A server for the scratch database; absent: an embedded one. */
  serverUrl?: string | undefined;
  clock: Clock;
  random: Random;
  progress(text: string): void;
}

interface Speed {
  p50Milliseconds: number;
  p95Milliseconds: number;
  p99Milliseconds: number;
  perSecond: number;
}

/** As `bench match --json` prints it. */
export interface MatchBench {
  bench: 'match';
  size: { members: number; queries: number; bulk: number };
  runs: number;
  /** End to end: a request is read, normalised, searched, compared, decided. One client, and two at once. */
  median: Speed & { twoClients: Speed };
  limit: { what: string; median: Speed };
  /** Ours divided by the limit, in requests per second. */
  ratio: number;
  candidates: { mean: number; p99: number; trueRecordRate: number };
  decisions: { answered: number; wrong: number; recall: number; review: number };
  bulk: {
    oneByOnePerSecond: number;
    pipelinedPerSecond: number;
    inFlight: number;
    ratio: number;
    /** The most during the bulk: the same for a larger one. */
    peakRssMegabytes: number;
  };
  index: IndexBuild & { bytes: Record<string, number>; bytesPerMember: number; keyBytesPerMember: number };
  cpuSeconds: number;
  /** The most during runs and bulk; building the index has its own. */
  peakRssMegabytes: number;
  machine: Machine;
}

/** Requests whose plans, pages and code are warmed with. */
const warming = 1_000;
/** Requests of a bulk that are in the air at once. */
const inFlight = 8;
/** Made up at a time, so that memory does not grow with the bulk. */
const chunk = 1_000;

interface Asked {
  patient: JsonObject;
  coverage: JsonObject;
  memberIds: ReadonlySet<string>;
}

export async function benchMatch(options: MatchBenchOptions): Promise<MatchBench> {
  const index = await openBenchIndex({ ...options, keep: options.keep, serverUrl: options.serverUrl });
  try {
    const { db, population } = index;
    const bytes = await indexBytes(db);
    const total = Object.values(bytes).reduce((sum, n) => sum + n, 0);
    const matcher = openMatcher({ clock: options.clock });
    options.progress('warming');
    await warmUp(db);
    await clients(1, ask(population, 0, warming), (one) => match(db, matcher, one));
    const results: Awaited<ReturnType<typeof measureRun>>[] = [];
    for (let run = 0; run < options.runs; run++) {
      const from = warming + run * 2 * options.queries;
      results.push(await measureRun(db, matcher, population, from, options.queries));
      options.progress(
        `run ${run + 1}: p50 ${results.at(-1)!.one.p50Milliseconds} ms, p99 ${results.at(-1)!.one.p99Milliseconds} ms`,
      );
    }
    const bulk = await measureBulk(db, matcher, population, options.bulk);
    const judged = results.map((result) => result.judged);
    const sum = (pick: (j: Judged) => number) => judged.reduce((all, j) => all + pick(j), 0);
    const one = medianSpeed(results.map((result) => result.one));
    const limit = medianSpeed(results.map((result) => result.limit));
    const counts = judged.flatMap((j) => j.candidates).sort((a, b) => a - b);
    return {
      bench: 'match',
      size: { members: population.members, queries: options.queries, bulk: options.bulk },
      runs: options.runs,
      median: { ...one, twoClients: medianSpeed(results.map((result) => result.two)) },
      limit: { what: 'the retrieval statement alone, prepared, over one connection of Node', median: limit },
      ratio: rounded(one.perSecond / limit.perSecond),
      candidates: {
        mean: rounded(counts.reduce((all, n) => all + n, 0) / counts.length),
        p99: quantile(counts, 0.99),
        trueRecordRate: sum((j) => j.held) / sum((j) => j.positives),
      },
      decisions: {
        answered: sum((j) => j.answered),
        wrong: sum((j) => j.wrong),
        recall: rounded((sum((j) => j.answered) - sum((j) => j.wrong)) / sum((j) => j.positives)),
        review: sum((j) => j.review),
      },
      bulk,
      index: {
        ...index.build,
        bytes,
        bytesPerMember: Math.round(total / population.members),
        keyBytesPerMember: Math.round(bytes.member_key! / population.members),
      },
      cpuSeconds: rounded(median(results.map((result) => result.cost.cpuSeconds))),
      peakRssMegabytes: Math.max(
        bulk.peakRssMegabytes,
        ...results.map((result) => megabytes(result.cost.peakRssBytes)),
      ),
      machine: machine(),
    };
  } finally {
    await index.close();
  }
}

interface Judged {
  positives: number;
  held: number;
  answered: number;
  wrong: number;
  review: number;
  candidates: number[];
}

/** One client, the limit, two clients, one after the other on the same index. */
async function measureRun(
  db: Db,
  matcher: ExplainedMatcher,
  population: Population,
  from: number,
  queries: number,
) {
  const asked = ask(population, from, queries);
  const judged: Judged = { positives: 0, held: 0, answered: 0, wrong: 0, review: 0, candidates: [] };
  let one: Speed | undefined;
  const cost = await measure(async () => {
    one = await clients(1, asked, async (query) => judge(judged, query, await match(db, matcher, query)));
  });
  const probes = asked.map((query) => probesOf(read(query)));
  const limit = await clients(1, probes, (probe) => retrieveOnly(db, probe));
  // Others than before: what the first client read is warm.
  const two = await clients(2, ask(population, from + queries, queries), (query) =>
    match(db, matcher, query),
  );
  return { one: one!, two, limit, cost, judged };
}

const ask = (population: Population, from: number, count: number): Asked[] =>
  Array.from({ length: count }, (_, i) => {
    const { parameters, truth } = naturalQuery(population, from + i);
    const part = (name: string) =>
      parameters.parameter.find((p) => p.name === name)!.resource as unknown as JsonObject;
    return {
      patient: part('MemberPatient'),
      coverage: part('CoverageToMatch'),
      memberIds: new Set(truth.memberIds),
    };
  });

const ourNpi = ownPayer[0]!.identifier.value;
const read = ({ patient, coverage }: Asked): MemberQuery => readMemberQuery(patient, coverage, ourNpi);
const match = (db: Db, matcher: ExplainedMatcher, asked: Asked) => matcher.explain(db, read(asked));

function judge(
  judged: Judged,
  { memberIds }: Asked,
  { decision, found }: Awaited<ReturnType<ExplainedMatcher['explain']>>,
): void {
  judged.candidates.push(found?.candidates.length ?? 0);
  if (decision.decision === 'review') judged.review++;
  if (decision.decision === 'matched') {
    judged.answered++;
    if (!memberIds.has(decision.patientId!)) judged.wrong++;
  }
  if (memberIds.size === 0) return;
  judged.positives++;
  if (found?.candidates.some((c) => c.records.some((record) => memberIds.has(record.patientId))))
    judged.held++;
}

/** This many clients, each asking its next question when the last is answered. */
async function clients<T>(
  count: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown> | unknown,
): Promise<Speed> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (next < items.length) {
        const item = items[next++]!;
        const start = performance.now();
        await work(item);
        times.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => rounded(quantile(times, share));
  return {
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    p99Milliseconds: at(0.99),
    perSecond: Math.round(items.length / seconds),
  };
}

/** A bulk as the product works it off, several in the air; and one by one, for a part of it, alternately. */
async function measureBulk(
  db: Db,
  matcher: ExplainedMatcher,
  population: Population,
  bulk: number,
): Promise<MatchBench['bulk']> {
  let pipelined = 0;
  let single = 0;
  let singles = 0;
  const offset = 10_000_000;
  const { peakRssBytes } = await measure(async () => {
    for (let from = 0; from < bulk; from += chunk) {
      const asked = ask(population, offset + from, Math.min(chunk, bulk - from));
      if (from % (4 * chunk) === 0) {
        const part = asked.slice(0, Math.ceil(asked.length / 4));
        single += part.length / (await clients(1, part, (query) => match(db, matcher, query))).perSecond;
        singles += part.length;
      }
      pipelined +=
        asked.length / (await clients(inFlight, asked, (query) => match(db, matcher, query))).perSecond;
    }
  });
  const oneByOnePerSecond = Math.round(singles / single);
  const pipelinedPerSecond = Math.round(bulk / pipelined);
  return {
    oneByOnePerSecond,
    pipelinedPerSecond,
    inFlight,
    ratio: rounded(pipelinedPerSecond / oneByOnePerSecond),
    peakRssMegabytes: megabytes(peakRssBytes),
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

const medianSpeed = (speeds: readonly Speed[]): Speed => {
  const of = (pick: (speed: Speed) => number) => rounded(median(speeds.map(pick)));
  return {
    p50Milliseconds: of((s) => s.p50Milliseconds),
    p95Milliseconds: of((s) => s.p95Milliseconds),
    p99Milliseconds: of((s) => s.p99Milliseconds),
    perSecond: of((s) => s.perSecond),
  };
};
