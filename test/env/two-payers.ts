/**
 * Payer A (requesting) and payer B (responding) in one process: databases of their own, real HTTP on the loopback address,
 * one clock that the test moves, each registered with the other. KindCover holds the sample members.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Config } from '../../src/app/config.ts';
import { openPayer, type Payer } from '../../src/app/context.ts';
import { freePort } from '../../src/app/ports.ts';
import { type HandClock, handClock } from '../../src/clock/clock.ts';
import { systemRandom } from '../../src/clock/random.ts';
import { introduce } from '../../src/demo/introduce.ts';
import { kindCover, type SamplePayer, unitedCare } from '../../src/demo/people/payers.ts';
import type { Resource } from '../../src/demo/people/resource.ts';
import { exampleUsers, rosterOf } from '../../src/demo/people/roster.ts';
import { findPartner } from '../../src/directory/partners.ts';
import { parseCohort } from '../../src/exchange/request/cohort.ts';
import { type Opened, openExchanges } from '../../src/exchange/request/open-exchanges.ts';
import { exchangesOf, getTransfer, isSettled } from '../../src/exchange/request/operate.ts';
import type { Exchange, Transfer, Wire } from '../../src/exchange/request/transfer.ts';
import { type LoadSummary, load } from '../../src/load/load.ts';
import { type MatchPolicy, matchPolicy_default } from '../../src/member-match/policy.ts';
import { noLog } from '../../src/telemetry/log.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { cohortOf, ndjsonOf, recordsOf, type Who } from './people.ts';

export interface TwoPayers {
  requesting: Payer;
  responding: Payer;
  clock: HandClock;
  /** Loads records into the responding payer. */
  load(records: readonly Resource[]): Promise<LoadSummary>;
  /** Opens exchanges for some of the sample cohort, as of now. */
  request(who: readonly Who[], wire?: Wire): Promise<Opened>;
  /**
   * Runs both payers' work until the transfers have no step to come, moving the clock over their waiting times. Throws when
   * that takes too long.
   */
  settle(opened: Pick<Opened, 'transferIds'>): Promise<{ transfers: Transfer[]; exchanges: Exchange[] }>;
  close(): Promise<void>;
}

export interface TwoPayersOptions {
  /** Where the clock starts. */
  now?: string;
  /** Members that are loaded at the start; 13 are the named ones. 0: none. */
  members?: number;
  /** Leaves the workers out: the test runs steps itself. */
  idle?: boolean;
  /** Of the responding payer. */
  match?: MatchPolicy;
  release?: Config['release'];
  /** Loads UnitedCare's own members and lets them sign in to its portal by name. */
  portal?: boolean;
  /** Where UnitedCare's mailer is told. */
  webhook?: NonNullable<Config['webhook']>;
}

const settle_ms_max = 45_000;
const look_ms = 15;
/** How far the clock goes at each look: waiting times of seconds pass at once, deadlines of days do not. */
const tick_seconds = 0.5;

export async function twoPayers(options: TwoPayersOptions = {}): Promise<TwoPayers> {
  const clock = handClock(options.now ?? '2026-11-24T15:00:00Z');
  const dir = await mkdtemp(join(tmpdir(), 'throughline-two-'));
  const closing: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const open = async (payer: SamplePayer, taken: number[]): Promise<Payer> => {
    const database: TestDatabase = await testDatabase();
    closing.push(() => database.drop());
    const port = await freePort(0, taken);
    taken.push(port);
    const config: Config = {
      ...configOf(payer, port, join(dir, payer.npi), database.url),
      ...(payer === kindCover && options.match && { match: options.match }),
      ...(payer === kindCover && options.release && { release: options.release }),
      ...(payer === unitedCare && options.webhook && { webhook: options.webhook }),
      ...(options.portal && {
        portal: {
          phone: '1-800-555-0100',
          captureOwner: 'plan',
          development: { users: usersOf(payer, clock.now()), port: 0 },
        },
      }),
    };
    const opened = await openPayer(config, { clock, random: systemRandom, log: noLog });
    closing.push(() => opened.close());
    await opened.serve();
    if (!options.idle) await opened.work();
    return opened;
  };
  const taken: number[] = [];
  const responding = await open(kindCover, taken);
  const requesting = await open(unitedCare, taken);
  await introduce(requesting, responding);

  const loadRecords = async (records: readonly Resource[]): Promise<LoadSummary> => {
    const file = join(dir, 'extract.ndjson');
    await writeFile(file, ndjsonOf(records));
    return load(responding, [file], { rejectFile: join(dir, 'rejected.ndjson') });
  };
  if (options.portal) {
    const file = join(dir, 'roster.ndjson');
    await writeFile(file, ndjsonOf(rosterOf(clock.now())));
    await load(requesting, [file], { rejectFile: join(dir, 'roster-rejected.ndjson') });
  }
  const members = options.members ?? 13;
  if (members > 0) await loadRecords(recordsOf({ asOf: clock.now(), members }));

  return {
    requesting,
    responding,
    clock,
    load: loadRecords,
    request: async (who, wire = 'bulk') => {
      const partner = (await findPartner(requesting.db, kindCover.npi))!;
      const cohort = parseCohort(cohortOf(who, clock.now()));
      return requesting.db.tx((tx) => openExchanges(tx, requesting, { partner, cohort, wire }));
    },
    settle: ({ transferIds }) => settle(requesting, clock, transferIds),
    close: async () => {
      for (const stop of closing.splice(0).reverse()) await stop();
    },
  };
}

async function settle(payer: Payer, clock: HandClock, transferIds: readonly string[]) {
  const until_ms = performance.now() + settle_ms_max;
  for (;;) {
    const transfers = await Promise.all(transferIds.map(async (id) => (await getTransfer(payer.db, id))!));
    if (transfers.every(isSettled)) {
      const exchanges = (await Promise.all(transferIds.map((id) => exchangesOf(payer.db, id)))).flat();
      return { transfers, exchanges };
    }
    if (performance.now() > until_ms) {
      throw new Error(`not settled: ${transfers.map((t) => `${t.state} ${t.reason ?? ''}`).join(', ')}`);
    }
    clock.advance(tick_seconds);
    await delay(look_ms);
  }
}

/** KindCover's own members can look there who asked about them. */
const usersOf = (payer: SamplePayer, now: Date) =>
  payer === unitedCare
    ? exampleUsers(now)
    : [
        { name: 'john', displayName: 'John Smith', memberId: 'kc1001' },
        { name: 'mary', displayName: 'Mary Smith', memberId: 'kc1002' },
      ];

function configOf(payer: SamplePayer, port: number, dataDir: string, databaseUrl: string): Config {
  return {
    payer: { name: payer.name, npi: payer.npi },
    databaseUrl,
    dataDir,
    baseUrl: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    storageUrl: pathToFileURL(join(dataDir, 'files')).href,
    workerConcurrency: 2,
    databaseConnections_max: 8,
    logLevel: 'silent',
    match: matchPolicy_default,
  };
}
