// Accepted work is never lost: whichever payer is killed, at whichever state of an exchange, what is stored in the end is
// what an undisturbed run stores. Real processes, real SIGKILL; a gate in the database holds the victim at the state.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/app/config.ts';
import { openPayer, type Payer } from '../../src/app/context.ts';
import { freePort } from '../../src/app/ports.ts';
import { systemClock } from '../../src/clock/clock.ts';
import { systemRandom } from '../../src/clock/random.ts';
import { sql } from '../../src/db/sql.ts';
import { introduce } from '../../src/demo/introduce.ts';
import { bulkParameters } from '../../src/demo/people/cohort.ts';
import { kindCover, unitedCare } from '../../src/demo/people/payers.ts';
import { sampleCohort, writeSample } from '../../src/demo/people/sample.ts';
import { findPartner } from '../../src/directory/partners.ts';
import { parseCohort } from '../../src/exchange/request/cohort.ts';
import { openExchanges } from '../../src/exchange/request/open-exchanges.ts';
import { exchangesOf, getTransfer, isSettled } from '../../src/exchange/request/operate.ts';
import { load } from '../../src/load/load.ts';
import { matchPolicy_default } from '../../src/member-match/policy.ts';
import { noLog } from '../../src/telemetry/log.ts';
import { type TestDatabase, testDatabase } from '../env/database.ts';
import { type Gate, gateOn } from '../env/gate.ts';
import { type PayerProcess, payerProcess } from '../env/payer-process.ts';

type Role = 'requesting' | 'responding';

/** The state that is being left when the axe falls: [table, state]. */
const requestingStates = [
  ['transfer', 'opted-in'],
  ['transfer', 'partner-known'],
  ['transfer', 'matching'],
  ['transfer', 'matched'],
  ['transfer', 'exporting'],
  ['received_file', 'listed'],
  ['received_file', 'downloaded'],
  ['transfer', 'downloading'],
  ['transfer', 'verifying'],
] as const;

const respondingStates = [
  ['bulk_job', 'member-match accepted'],
  ['bulk_job', 'member-match running'],
  ['bulk_job', 'export accepted'],
  ['export_part', 'waiting'],
  ['bulk_job', 'export running'],
] as const;

const gates = {
  requesting: { transfer: 'old.state', received_file: 'old.state' },
  responding: { bulk_job: `old.kind || ' ' || old.state`, export_part: 'old.state' },
} as const;

let dir: string;
const databases: TestDatabase[] = [];
const payers = {} as Record<Role, Payer>;
const processes = {} as Record<Role, PayerProcess>;
const gate = {} as Record<Role, Gate>;
let undisturbed: Stored;

interface Stored {
  outcomes: string[];
  records: string[];
  provenances: string[];
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-killed-'));
  const responding = await freePort(0);
  const requesting = await freePort(0, [responding]);
  await openRole('responding', kindCover, responding);
  await openRole('requesting', unitedCare, requesting);
  await introduce(payers.requesting, payers.responding);
  await writeSample(join(dir, 'sample'), { asOf: systemClock.now() });
  await load(payers.responding, [join(dir, 'sample')], { rejectFile: join(dir, 'rejected.ndjson') });
  await Promise.all([processes.responding.start(), processes.requesting.start()]);
  undisturbed = await untilSettled(await ask());
}, 120_000);

afterAll(async () => {
  for (const role of ['requesting', 'responding'] as const) {
    await processes[role]?.kill();
    await gate[role]?.remove();
    await payers[role]?.close();
  }
  for (const database of databases) await database.drop();
  await rm(dir, { recursive: true, force: true });
});

async function openRole(role: Role, payer: { name: string; npi: string }, port: number): Promise<void> {
  const database = await testDatabase();
  databases.push(database);
  const dataDir = join(dir, role);
  const config: Config = {
    payer: { name: payer.name, npi: payer.npi },
    databaseUrl: database.url,
    dataDir,
    baseUrl: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    storageUrl: pathToFileURL(join(dataDir, 'files')).href,
    workerConcurrency: 2,
    databaseConnections_max: 8,
    logLevel: 'error',
    match: matchPolicy_default,
  };
  payers[role] = await openPayer(config, { clock: systemClock, random: systemRandom, log: noLog });
  processes[role] = payerProcess(config);
  gate[role] = await gateOn(database.url, gates[role]);
}

/** Opens the exchanges of the sample cohort at a requesting payer that has received nothing yet. */
async function ask(): Promise<string> {
  const { requesting, responding } = payers;
  await requesting.db.run(sql`delete from resource`);
  await requesting.db.run(sql`delete from watermark`);
  const cohort = parseCohort(Buffer.from(JSON.stringify(bulkParameters(sampleCohort(systemClock.now())))));
  const partner = (await findPartner(requesting.db, responding.config.payer.npi))!;
  const opened = await requesting.db.tx((tx) =>
    openExchanges(tx, requesting, { partner, cohort, wire: 'bulk' }),
  );
  return opened.transferIds[0]!;
}

async function untilSettled(transferId: string): Promise<Stored> {
  const { db } = payers.requesting;
  const patience_ms = 60_000;
  const until_ms = performance.now() + patience_ms;
  let transfer = (await getTransfer(db, transferId))!;
  while (!isSettled(transfer)) {
    if (performance.now() > until_ms) throw new Error(`stuck in ${transfer.state}: ${transfer.reason}`);
    await new Promise((next) => setTimeout(next, 20));
    transfer = (await getTransfer(db, transferId))!;
  }
  const exchanges = await exchangesOf(db, transferId);
  const records = await db.query<{ line: string }>(sql`
    select origin_ref || ' ' || ref || ' ' || encode(sha256(convert_to(text, 'UTF8')), 'hex') as line
    from resource where origin <> 0 and type <> 'Provenance' order by line`);
  const provenances = await db.query<{ line: string }>(sql`
    select person_id || ' ' || count(*) as line
    from resource where type = 'Provenance' and person_id in (select person_id from exchange)
    group by person_id order by person_id`);
  return {
    outcomes: exchanges.map((e) => `${e.submittedId} ${e.state} ${e.outcome}`).sort(),
    records: records.map((row) => row.line),
    provenances: provenances.map((row) => row.line),
  };
}

async function killAt(victim: Role, held: Role, [table, state]: readonly [string, string]): Promise<Stored> {
  await gate[held].closeAt(table, state);
  const transferId = await ask();
  await gate[held].reached();
  await processes[victim].kill();
  await gate[held].open(victim === held ? 'dead' : 'alive');
  await processes[victim].start();
  return untilSettled(transferId);
}

test('an undisturbed run stores what the partner released', () => {
  expect(undisturbed.records.length).toBeGreaterThan(300);
  expect(undisturbed.outcomes.filter((o) => o.endsWith('stored match')).length).toBeGreaterThan(3);
});

describe('the requesting payer is killed', () => {
  test.each(requestingStates)('while %s leaves %s', async (table, state) => {
    expect(await killAt('requesting', 'requesting', [table, state])).toEqual(undisturbed);
  });
});

describe('the responding payer is killed', () => {
  test.each(respondingStates)('while its %s leaves %s', async (table, state) => {
    expect(await killAt('responding', 'responding', [table, state])).toEqual(undisturbed);
  });

  test.each(requestingStates)('while the requesting payer’s %s leaves %s', async (table, state) => {
    expect(await killAt('responding', 'requesting', [table, state])).toEqual(undisturbed);
  });
});
