import { performance } from 'node:perf_hooks';
import { systemClock } from '../clock/clock.ts';
import { permitsFor } from '../consent/permits-for.ts';
import { openScratch } from '../db/scratch.ts';
import { openLabelling } from '../labels/labelling.ts';
import { assert } from '../problem/problem.ts';
import { bundleText, linkTo } from '../search/bundle.ts';
import { everything, parseEverything } from '../search/everything.ts';
import type { SearchPage } from '../search/page.ts';
import { type ParseOptions, parseSearch } from '../search/parse.ts';
import { openSeal } from '../search/seal.ts';
import { searchRecords } from '../search/search.ts';
import { client, fillDatabase } from './export-store.ts';
import { type Machine, machine, quantile, rounded } from './measure.ts';
import { memberIds, plainPage } from './search-store.ts';

export const searchBench = { size: 200_000, quickSize: 20_000, queries: 400, quickQueries: 100 } as const;

export interface SearchBenchOptions {
  /** Resources in the store. */
  size: number;
  /** Of each kind, each about another member. */
  queries: number;
  /** A server to make the scratch database on; absent: an embedded one. */
  serverUrl?: string | undefined;
  now: Date;
  progress(text: string): void;
}

interface Latency {
  p50Ms: number;
  p99Ms: number;
}

/** As `bench search --json` prints it. */
export interface SearchBench {
  bench: 'search';
  size: { resources: number; members: number; bytes: number };
  runs: number;
  /** Of all kinds together: a page of 50, permits and Bundle included. */
  median: Latency;
  limit: { what: string; median: Latency };
  /** The limit's median divided by ours. */
  ratio: number;
  kinds: ({ query: string; records: number } & Latency)[];
  machine: Machine;
}

const page = 50;
const base = 'https://bench.example/fhir';

/** What partners and their tools ask most, each for a page. */
const kinds: readonly (readonly [type: string, query: string])[] = [
  ['Observation', `_count=${page}`],
  ['Observation', `category=laboratory&_count=${page}`],
  ['Observation', `category=laboratory&date=ge2022-01-01&_count=${page}`],
  ['ExplanationOfBenefit', `_count=${page}`],
  ['Condition', `_revinclude=Provenance:target&_count=${page}`],
  ['Encounter', `date=ge2021-01-01&_count=${page}`],
  ['$everything', `_count=${page}`],
];

/** Measures searches one after the other, of another member each time, beside the plain statement for such a page. */
export async function benchSearch(options: SearchBenchOptions): Promise<SearchBench> {
  const { queries, now } = options;
  const scratch = await openScratch(options.serverUrl);
  try {
    const { db } = scratch;
    options.progress(`generating ${options.size} resources`);
    const size = await fillDatabase(db, options.size, now);
    const members = await memberIds(db);
    const seal = openSeal(Buffer.from('a benchmark has no secrets'));
    const parseOptions: ParseOptions = { lenient: false, base, now, seal };

    const labels = { labelling: () => openLabelling(db, systemClock), base };
    const ask = (personId: number, [type, query]: (typeof kinds)[number]): Promise<SearchPage> =>
      db.tx(
        async (tx) => {
          const { permits } = await permitsFor(tx, client.clientId, client.npi, [personId], now);
          const access = { clientId: client.clientId, permits, covers: () => true, now, labels };
          const parameters = new URLSearchParams(query);
          if (type === '$everything') {
            const parsed = parseEverything(parameters, parseOptions);
            assert('request' in parsed, 'the bench asks what is supported');
            return everything(tx, seal, access, parsed.request);
          }
          const parsed = parseSearch(type, parameters, parseOptions);
          assert('search' in parsed, 'the bench asks what is supported');
          return searchRecords(tx, seal, access, parsed.search);
        },
        { isolation: 'repeatable read', readOnly: true },
      );
    const answer = async (personId: number, kind: (typeof kinds)[number]): Promise<number> => {
      const found = await ask(personId, kind);
      const self = linkTo(base, kind[0], []);
      assert(bundleText(found, { base, self }).length > 0, 'a Bundle');
      return found.matches.length;
    };

    // A stride that meets every member before one comes twice: few of their pages are in memory.
    const memberAt = (n: number): number => members[(n * 7919) % members.length]!;
    for (let n = 0; n < 20; n++) {
      for (const kind of kinds) await answer(memberAt(n), kind);
      await plainPage(db, memberAt(n), page);
    }
    const times = kinds.map(() => [] as number[]);
    const records = kinds.map(() => 0);
    const limits: number[] = [];
    for (let n = 0; n < queries; n++) {
      for (const [k, kind] of kinds.entries()) {
        const began = performance.now();
        records[k]! += await answer(memberAt(n * kinds.length + k), kind);
        times[k]!.push(performance.now() - began);
      }
      const began = performance.now();
      await plainPage(db, memberAt(n * kinds.length + 3), page);
      limits.push(performance.now() - began);
    }
    const all = latencyOf(times.flat());
    const limit = latencyOf(limits);
    return {
      bench: 'search',
      size: { resources: size.records, members: size.members, bytes: size.bytes },
      runs: queries,
      median: all,
      limit: { what: `select text … limit ${page} of a member's records`, median: limit },
      ratio: rounded(limit.p50Ms / all.p50Ms),
      kinds: kinds.map(([type, query], k) => ({
        query: `${type}?${query}`,
        records: Math.round(records[k]! / queries),
        ...latencyOf(times[k]!),
      })),
      machine: machine(),
    };
  } finally {
    await scratch.close();
  }
}

function latencyOf(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50Ms: rounded(quantile(sorted, 0.5)), p99Ms: rounded(quantile(sorted, 0.99)) };
}
