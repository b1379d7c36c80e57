import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cohortFile, newPayer, oldPayer } from '../../../test/env/cohort.ts';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import {
  cutAfter,
  etagOf,
  file,
  json,
  lines,
  type RoughPartner,
  roughPartner,
} from '../../../test/env/rough-partner.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { type HandClock, handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import type { Db } from '../../db/db.ts';
import { raw, sql } from '../../db/sql.ts';
import { addPartner, type Partner } from '../../directory/partners.ts';
import { type Agents, openAgents } from '../../net/agents.ts';
import { Problem } from '../../problem/problem.ts';
import { noLog } from '../../telemetry/log.ts';
import { parseCohort } from './cohort.ts';
import type { RequestDeps } from './deps.ts';
import { openLinks } from './link.ts';
import { openExchanges } from './open-exchanges.ts';
import {
  cancelExchange,
  exchangesOf,
  filesOf,
  getTransfer,
  pullAgain,
  retryExchange,
  showExchange,
} from './operate.ts';
import { runTransferStep } from './step.ts';
import { sweepTransfers } from './sweep.ts';
import type { Wire } from './transfer.ts';

let own: TestDatabase;
let partner: RoughPartner;
let clock: HandClock;
let agents: Agents;
let dir: string;
let deps: RequestDeps;
let registered: Partner;

beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await wipe();
  partner = await roughPartner();
  clock = handClock('2026-11-24T15:00:30Z');
  agents = openAgents();
  dir = await mkdtemp(join(tmpdir(), 'tl-request-'));
  deps = depsOn(own.db);
  registered = await addPartner(
    { db: own.db, clock },
    {
      name: oldPayer.name,
      npi: oldPayer.npi,
      fhirBase: partner.base,
      clientId: 'kindcover',
      allowPrivate: true,
      limits: { idle_ms: 300 },
    },
  );
  partner.data.set('Patient', [{ resourceType: 'Patient', id: 'p-m1' }]);
  partner.data.set('Observation', observations(40));
});
afterEach(async () => {
  await agents.close();
  await partner.close();
  await rm(dir, { recursive: true });
});

/** Deleting is quicker than truncating what is almost empty. */
async function wipe(...but: string[]): Promise<void> {
  const tables =
    'exchange transfer watermark task resource resource_deleted member_key coverage member person partner'.split(
      ' ',
    );
  for (const table of tables) if (!but.includes(table)) await own.db.run(raw(`delete from ${table}`));
}

function depsOn(db: Db): RequestDeps {
  const blobs = openFileStore(dir);
  const tokensFor = () => ({ accessToken: async () => 'token', forget: () => {} });
  const link = openLinks({ clock, agents, blobs, tokensFor });
  return { db, blobs, clock, random: systemRandom, log: noLog, link, self: newPayer };
}

const observations = (count: number, value = '1.50') =>
  Array.from({ length: count }, (_, i) => ({
    resourceType: 'Observation',
    id: `o${i}`,
    status: 'final',
    code: { text: `Zoë ${value}` },
    subject: { reference: 'Patient/p-m1' },
    effectiveDateTime: '2026-01-02',
  }));

const open = async (wire: Wire = 'bulk', ...ids: string[]) => {
  const cohort = parseCohort(cohortFile(...(ids.length > 0 ? ids : ['m1'])));
  return own.db.tx((tx) => openExchanges(tx, deps, { partner: registered, cohort, wire }));
};

const signal = new AbortController().signal;
const step = (id: string) => runTransferStep(deps, id, signal);

/** Steps until nothing is left to do, letting the time pass that a step asks for. */
async function run(id: string, steps_max = 60) {
  for (let n = 0; n < steps_max; n++) {
    const transfer = (await getTransfer(own.db, id))!;
    if (transfer.nextAt === null) return transfer;
    if (transfer.nextAt > clock.now()) clock.set(transfer.nextAt);
    await step(id);
  }
  throw new Error('the transfer does not come to an end');
}

const storedTexts = () =>
  own.db.query<{ ref: string; text: string }>(
    sql`select ref, text from resource where origin > 0 order by ref`,
  );

async function runWhole(wire: Wire = 'bulk', ...ids: string[]) {
  const opened = await open(wire, ...ids);
  const transfer = await run(opened.transferIds[0]!);
  const exchanges = await exchangesOf(own.db, transfer.id);
  return { opened, transfer, exchanges };
}

test('bulk, from opt-in to stored: rows, history, watermark, DELETE of the export job only', async () => {
  partner.verdicts
    .set('m2', 'nomatch')
    .set('m3', 'consentconstraint')
    .set('m4', 'silent')
    .set('m5', 'two-groups');
  const { transfer, exchanges } = await runWhole('bulk', 'm1', 'm2', 'm3', 'm4', 'm5');
  expect(transfer).toMatchObject({ state: 'stored', groupId: 'g1', reason: null });
  expect(exchanges.map((e) => [e.submittedId, e.state, e.outcome, e.reason])).toEqual([
    ['m1', 'stored', 'match', null],
    ['m2', 'match-failed', 'nomatch', 'nomatch'],
    ['m3', 'match-failed', 'consentconstraint', 'consentconstraint'],
    ['m4', 'match-failed', null, 'not-reported'],
    ['m5', 'match-failed', null, 'reported-in-two-groups'],
  ]);
  expect(exchanges.slice(1).every((e) => (e.nextStep ?? '').length > 20)).toBe(true);
  expect((await storedTexts()).length).toBe(41);
  expect(partner.requests.filter((r) => r.startsWith('DELETE'))).toEqual(['DELETE /status/export']);
  const { events } = await showExchange(own.db, exchanges[0]!.id);
  expect(events.map((e) => e.state)).toEqual([
    'opted-in',
    'partner-known',
    'matching',
    'matched',
    'exporting',
    'downloading',
    'verifying',
    'stored',
  ]);
  const [mark] = await own.db.query<{ since: Date }>(sql`select since from watermark`);
  expect(mark!.since.toISOString()).toBe('2026-11-24T14:45:00.000Z');
  const body = partner.bodies.get('POST /fhir/Group/g1/$davinci-data-export')![0] as { parameter: object[] };
  expect(body.parameter).toEqual([
    { name: 'exportType', valueCanonical: 'hl7.fhir.us.davinci-pdex#payertopayer' },
  ]);
});

test('single: identifier only, search, export of the one patient with a token for it', async () => {
  const { transfer, exchanges } = await runWhole('single');
  expect(transfer).toMatchObject({ state: 'stored', wire: 'single', groupId: 'p-m1' });
  expect(exchanges[0]).toMatchObject({ state: 'stored', partnerUmb: 'UMB-1' });
  expect((await storedTexts()).length).toBe(41);
});

test.each([
  ['multiple-matches', 'nomatch', 'ambiguous'],
  ['not-found', 'nomatch', 'nomatch'],
  ['suppressed', 'consentconstraint', 'consentconstraint'],
  ['structure', null, 'request-refused'],
])('single: 422 %s ends as %s, %s', async (code, outcome, reason) => {
  partner.on('/fhir/Patient/$member-match', (_req, res) =>
    json(res, 422, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] }),
  );
  const { transfer, exchanges } = await runWhole('single');
  expect(transfer.state).toBe('match-failed');
  expect(exchanges[0]).toMatchObject({ state: 'match-failed', outcome, reason });
});

test.each([404, 405, 501])('%i on the bulk operation: each member goes on alone', async (status) => {
  partner.on('/fhir/Group/$bulk-member-match', (_req, res) => json(res, status, {}));
  const { transfer, opened } = await runWhole('bulk');
  expect(transfer).toMatchObject({ state: 'closed', reason: 'no-bulk-match' });
  const detail = await showExchange(own.db, opened.exchanges[0]!.id);
  expect(detail.transfer).toMatchObject({ wire: 'single', state: 'partner-known' });
  await run(detail.transfer!.id);
  expect((await showExchange(own.db, opened.exchanges[0]!.id)).exchange.state).toBe('stored');
});

test('an increment asks with the watermark, and an unchanged answer stores nothing', async () => {
  const { transfer } = await runWhole();
  const before = await storedTexts();
  partner.data.set('Observation', observations(41));
  const again = await pullAgain(deps, transfer.id);
  expect((await run(again)).state).toBe('stored');
  const body = partner.bodies.get('POST /fhir/Group/g1/$davinci-data-export')![1] as { parameter: object[] };
  expect(body.parameter).toContainEqual({ name: '_since', valueInstant: '2026-11-24T14:45:00.000Z' });
  expect((await storedTexts()).length).toBe(before.length + 1);
  const files = await filesOf(own.db, again);
  expect(files.map((f) => [f.type, f.stored, f.duplicate])).toEqual([
    ['Patient', 0, 1],
    ['Observation', 1, 40],
  ]);
});

// A partner that misbehaves

const failing = (transfer: { state: string; reason: string | null; resumeState: string | null }) =>
  [transfer.state, transfer.reason, transfer.resumeState] as const;

test('500s, then well: retried with backoff', async () => {
  partner.on('/status/export', (_req, res, hit) => (hit <= 3 ? void res.writeHead(500).end() : false));
  expect((await runWhole()).transfer.state).toBe('stored');
});

test('500s for ever: a person, with what to do; then retry goes on where it stopped', async () => {
  partner.on('/status/export', (_req, res) => void res.writeHead(503).end());
  const { transfer, exchanges } = await runWhole();
  expect(failing(transfer)).toEqual(['waiting', 'status-503', 'exporting']);
  expect(exchanges[0]).toMatchObject({ state: 'exporting', reason: 'status-503' });
  partner.off('/status/export');
  await retryExchange(deps, exchanges[0]!.id);
  expect((await run(transfer.id)).state).toBe('stored');
  expect(partner.requests.filter((r) => r.startsWith('POST /fhir/Group/g1/')).length).toBe(1);
});

test('HTML in the place of JSON: a person at once', async () => {
  partner.on('/status/match', (_req, res) => void res.writeHead(200).end('<!doctype html>'));
  expect(failing((await runWhole()).transfer)).toEqual(['waiting', 'html-instead-of-json', 'matching']);
});

test('429 with an epoch for Retry-After, and 202 for long: waited for, then a deadline', async () => {
  partner.on('/status/export', (_req, res, hit) => {
    if (hit > 1) return false;
    json(res, 429, {}, { 'retry-after': String(clock.now().getTime() / 1000 + 300) });
  });
  const opened = await open();
  for (let n = 0; (await getTransfer(own.db, opened.transferIds[0]!))!.state !== 'exporting' && n < 10; n++)
    await step(opened.transferIds[0]!);
  await step(opened.transferIds[0]!);
  const waiting = (await getTransfer(own.db, opened.transferIds[0]!))!;
  expect((waiting.nextAt!.getTime() - clock.now().getTime()) / 1000).toBe(300);
  partner.on('/status/export', (_req, res) => void res.writeHead(202, { 'retry-after': '86400' }).end());
  expect(failing(await run(opened.transferIds[0]!))).toEqual(['waiting', 'deadline-exporting', 'exporting']);
});

test('a job that fails or is gone is begun anew, a few times', async () => {
  partner.on('/status/export', (_req, res, hit) =>
    hit === 1
      ? json(res, 500, {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'error', code: 'exception' }],
        })
      : hit === 2
        ? json(res, 404, {})
        : false,
  );
  const { transfer } = await runWhole();
  expect(transfer).toMatchObject({ state: 'stored', kickoffs: 3 });
  partner.on('/status/export', (_req, res) => json(res, 404, {}));
  const again = await pullAgain(deps, transfer.id);
  expect(failing(await run(again))).toEqual(['waiting', 'export-failed-repeatedly', 'matched']);
});

test('a file withdrawn at the partner: the manifest is asked again for what stands in its place', async () => {
  partner.on('/files/Observation.ndjson', (_req, res, hit) => (hit === 1 ? json(res, 410, {}) : false));
  const { transfer } = await runWhole();
  expect(transfer).toMatchObject({ state: 'stored', kickoffs: 1 });
  expect((await storedTexts()).length).toBe(41);
});

test('files that stay withdrawn: another export, after a few manifests', async () => {
  partner.on('/files/Observation.ndjson', (_req, res, hit) => (hit <= 6 ? json(res, 410, {}) : false));
  const { transfer } = await runWhole();
  expect(transfer).toMatchObject({ state: 'stored', kickoffs: 2 });
  expect((await storedTexts()).length).toBe(41);
});

test('files gone at the partner: another export, and the ledger still adds up', async () => {
  partner.on('/files/Observation.ndjson', (_req, res, hit) => (hit === 1 ? json(res, 404, {}) : false));
  const { transfer } = await runWhole();
  expect(transfer).toMatchObject({ state: 'stored', kickoffs: 2 });
  expect((await storedTexts()).length).toBe(41);
});

test.each<[string, (res: Parameters<Parameters<RoughPartner['on']>[1]>[1]) => void, string]>([
  [
    'a foreign file',
    (res) => json(res, 200, { output: [{ type: 'Patient', url: 'https://evil.example/x' }], error: [] }),
    'manifest-file-of-foreign-origin',
  ],
  [
    'no output',
    (res) => json(res, 200, { transactionTime: '2026-11-24T15:00:00Z' }),
    'manifest-without-output',
  ],
  [
    'a redirect to a private address',
    (res) => void res.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    'address-refused',
  ],
])('manifest: %s', async (_, answer, reason) => {
  partner.on('/status/export', (_req, res) => answer(res));
  expect(failing((await runWhole()).transfer)).toEqual(['waiting', reason, 'exporting']);
});

test('a manifest without error[] and counts is noticed and taken', async () => {
  partner.on('/status/export', (_req, res) =>
    json(res, 200, {
      transactionTime: '2026-11-24T15:00:00Z',
      output: [
        { type: 'Patient', url: '/files/Patient.ndjson' },
        { type: 'Patient', url: '/files/Patient.ndjson' },
      ],
    }),
  );
  const { transfer } = await runWhole();
  expect(transfer.state).toBe('stored');
  expect(transfer.notices.map((n) => n.code).sort()).toEqual([
    'manifest-file-twice',
    'manifest-without-count',
    'manifest-without-error',
  ]);
});

test('a lying count keeps the transfer from being complete until a person accepts it', async () => {
  partner.on('/status/export', (_req, res) =>
    json(res, 200, {
      transactionTime: '2026-11-24T15:00:00Z',
      output: [{ type: 'Observation', url: `${partner.origin}/files/Observation.ndjson`, count: 41 }],
      error: [],
    }),
  );
  const { transfer, exchanges } = await runWhole();
  expect(failing(transfer)).toEqual(['waiting', 'manifest-count-mismatch', 'verifying']);
  expect(await own.db.query(sql`select 1 from watermark`)).toEqual([]);
  await retryExchange(deps, exchanges[0]!.id, { accept: true });
  expect((await run(transfer.id)).state).toBe('stored');
});

test('a matched member of whom nothing came: noticed, and asked for whole again', async () => {
  const { transfer } = await runWhole('bulk', 'm1', 'm7');
  expect(transfer).toMatchObject({
    state: 'stored',
    notices: [{ code: 'nothing-received-for-member', count: 1 }],
  });
  expect(await own.db.query(sql`select partner_patient_id from watermark`)).toEqual([
    { partner_patient_id: 'p-m1' },
  ]);
});

test('errors that the partner reports: stored, and the next export asks for the same time again', async () => {
  const error = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
  partner.on('/files/errors', (req, res) => file(req, res, lines([error])));
  partner.on('/status/export', (_req, res) =>
    json(res, 200, {
      transactionTime: '2026-11-24T15:00:00Z',
      output: [{ type: 'Observation', url: `${partner.origin}/files/Observation.ndjson`, count: 40 }],
      error: [{ type: 'OperationOutcome', url: `${partner.origin}/files/errors` }],
    }),
  );
  const { transfer } = await runWhole();
  expect(transfer).toMatchObject({
    state: 'stored',
    notices: [{ code: 'partner-error-exception', count: 1 }],
  });
  expect(await own.db.query(sql`select 1 from watermark`)).toEqual([]);
});

test('files: cut, slow, changed between ranges, truncated gzip: all come whole in the end', async () => {
  const whole = lines(partner.data.get('Observation')!);
  const half = whole.subarray(0, whole.length / 2);
  const expected = 41;
  const faults: Parameters<RoughPartner['on']>[1][] = [
    (_req, res, hit) => {
      if (hit > 1) return false;
      res.writeHead(200, { etag: etagOf(whole), 'content-length': whole.length });
      cutAfter(res, half);
    },
    (_req, res, hit) => {
      if (hit > 1) return false;
      res.writeHead(200, { etag: etagOf(whole), 'content-length': whole.length });
      res.write(half);
    },
    (_req, res, hit) => {
      if (hit > 1) return false;
      res.writeHead(200, { etag: '"before"', 'content-length': whole.length });
      cutAfter(res, Buffer.alloc(half.length, 'x'));
    },
    (_req, res, hit) => {
      if (hit > 1) return false;
      const zipped = gzipSync(whole);
      res.writeHead(200, { etag: etagOf(whole), 'content-encoding': 'gzip' });
      res.end(zipped.subarray(0, zipped.length - 20));
    },
  ];
  let texts: object | undefined;
  for (const fault of faults) {
    await wipe('partner');
    partner.on('/files/Observation.ndjson', fault);
    const { transfer } = await runWhole();
    expect(transfer.state).toBe('stored');
    const now = await storedTexts();
    expect(now.length).toBe(expected);
    texts ??= now;
    expect(now).toEqual(texts);
  }
});

// Replay

test('killed before any statement of any step, the transfer ends in the same state', {
  timeout: 240_000,
}, async () => {
  const end = async () => {
    const [transfer] = await own.db.query<object>(sql`
      select state, group_id, reason, notices, partner_cleaned_at is not null as cleaned from transfer`);
    const exchanges = await own.db.query(sql`
      select submitted_id, state, outcome, reason, partner_patient_id from exchange order by 1`);
    const events = await own.db.query(sql`select state from exchange_event order by id`);
    const ledger = await own.db.query(
      sql`select file_seq, person_id > 0 as personal, type, received, stored, duplicate, quarantined from ingest_ledger order by 1, 2, 3`,
    );
    const marks = await own.db.query(sql`select partner_patient_id, since from watermark`);
    const receipts = await own.db.query(sql`select count(*)::int from resource where origin = 0`);
    return { transfer, exchanges, events, ledger, marks, receipts, texts: await storedTexts() };
  };
  const start = async () => {
    clock.set('2026-11-24T15:00:30Z');
    partner.verdicts.set('m2', 'nomatch');
    return (await open('bulk', 'm1', 'm2')).transferIds[0]!;
  };
  partner.data.set('Observation', observations(5));
  await run(await start());
  const undisturbed = await end();
  for (let kill = 1; ; kill++) {
    await wipe('partner');
    const id = await start();
    let statements = 0;
    let killed = false;
    const dying = () => {
      if (killed) throw new Problem('fault', 'killed');
      if (++statements === kill) {
        killed = true;
        throw new Problem('fault', 'killed');
      }
    };
    const usual = deps;
    deps = depsOn(mortal(own.db, dying));
    for (let n = 0; n < 40 && !killed; n++) {
      const transfer = (await getTransfer(own.db, id))!;
      if (transfer.nextAt === null) break;
      if (transfer.nextAt > clock.now()) clock.set(transfer.nextAt);
      await step(id).catch(() => {});
    }
    deps = usual;
    if (!killed) break;
    await run(id);
    expect({ kill, ...(await end()) }).toEqual({ kill, ...undisturbed });
  }
});

/**
 * A database that calls `before` before each statement and each commit. Inside a transaction one place stands for all: whatever
 * came before the commit is rolled back together.
 */
function mortal(db: Db, before: () => void): Db {
  const tx: Db['tx'] = (work, options) =>
    db.tx(async (open) => {
      const result = await work(open);
      before();
      return result;
    }, options);
  const first =
    <A extends unknown[], R>(statement: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      before();
      return statement(...args);
    };
  return {
    ...db,
    tx,
    query: first(db.query) as Db['query'],
    one: first(db.one) as Db['one'],
    maybe: first(db.maybe) as Db['maybe'],
    run: first(db.run),
  };
}

test('the sweep gives every unfinished transfer its task again, at its own time', async () => {
  const { transferIds } = await open();
  await own.db.run(sql`delete from task`);
  await sweepTransfers(deps);
  const tasks = await own.db.query(sql`select kind, key from task`);
  expect(tasks).toEqual([{ kind: 'transfer.step', key: transferIds[0] }]);
});

test('cancelled while the export runs: the job there is ended, nothing is stored', async () => {
  partner.on('/status/export', (_req, res) => void res.writeHead(202).end());
  const { transferIds, exchanges } = await open();
  for (let n = 0; n < 6; n++) await step(transferIds[0]!);
  await cancelExchange(deps, exchanges[0]!.id, 'member withdrew');
  expect((await run(transferIds[0]!)).state).toBe('closed');
  expect(partner.requests.at(-1)).toBe('DELETE /status/export');
  expect(await storedTexts()).toEqual([]);
});

test('one member of two cancelled before the export: only the other is asked for', async () => {
  const { transferIds, exchanges } = await open('bulk', 'm1', 'm2');
  for (let n = 0; (await getTransfer(own.db, transferIds[0]!))!.state !== 'matched' && n < 10; n++)
    await step(transferIds[0]!);
  await cancelExchange(deps, exchanges[1]!.id, 'member withdrew');
  await run(transferIds[0]!);
  const body = partner.bodies.get('POST /fhir/Group/g1/$davinci-data-export')![0] as { parameter: object[] };
  expect(body.parameter).toContainEqual({ name: 'patient', valueReference: { reference: 'Patient/p-m1' } });
  expect((await exchangesOf(own.db, transferIds[0]!)).map((e) => e.state).sort()).toEqual([
    'closed',
    'stored',
  ]);
});

test('the same member asked for twice is one person', async () => {
  await runWhole();
  await runWhole();
  expect(await own.db.query(sql`select distinct person_id from exchange`)).toHaveLength(1);
});
