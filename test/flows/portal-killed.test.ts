/**
 * The process dies between the member's signature and its answer, at whatever moment: the member signs once, asks again with the same
 * key, and there is exactly one decision. A real process, a real SIGKILL.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../src/app/config.ts';
import { openPayer, type Payer } from '../../src/app/context.ts';
import { freePort } from '../../src/app/ports.ts';
import { systemClock } from '../../src/clock/clock.ts';
import { systemRandom } from '../../src/clock/random.ts';
import { sql } from '../../src/db/sql.ts';
import { kindCover, unitedCare } from '../../src/demo/people/payers.ts';
import { rosterOf } from '../../src/demo/people/roster.ts';
import { type PortalBrowser, portalBrowser } from '../../src/demo/portal/browser.ts';
import { draftFor, signatureFor } from '../../src/demo/portal/opt-in.ts';
import { addPartner } from '../../src/directory/partners.ts';
import { load } from '../../src/load/load.ts';
import { matchPolicy_default } from '../../src/member-match/policy.ts';
import { noLog } from '../../src/telemetry/log.ts';
import { type TestDatabase, testDatabase } from '../env/database.ts';
import { type PayerProcess, payerProcess } from '../env/payer-process.ts';
import { ndjsonOf } from '../env/people.ts';

let dir: string;
let database: TestDatabase;
let payer: Payer;
let served: PayerProcess;
let john: PortalBrowser;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'throughline-sign-'));
  database = await testDatabase();
  const port = await freePort(0);
  const config: Config = {
    payer: { name: unitedCare.name, npi: unitedCare.npi },
    databaseUrl: database.url,
    dataDir: join(dir, 'data'),
    baseUrl: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    storageUrl: pathToFileURL(join(dir, 'files')).href,
    workerConcurrency: 1,
    databaseConnections_max: 6,
    logLevel: 'silent',
    match: matchPolicy_default,
  };
  payer = await openPayer(config, { clock: systemClock, random: systemRandom, log: noLog });
  const file = join(dir, 'roster.ndjson');
  await writeFile(file, ndjsonOf(rosterOf(new Date())));
  await load(payer, [file], { rejectFile: join(dir, 'rejected.ndjson') });
  await addPartner(payer, {
    name: kindCover.name,
    npi: kindCover.npi,
    // Nobody answers there: the exchange waits, and the decision does not.
    fhirBase: 'http://127.0.0.1:9/fhir',
    clientId: 'unitedcare',
    allowPrivate: true,
  });
  served = payerProcess(config, { PORTAL_DEVELOPMENT_USERS: 'john=uc3001' });
  await served.start();
  john = portalBrowser(config.baseUrl);
  await john.signIn('john');
});
afterAll(async () => {
  await served?.kill();
  await payer?.close();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

const decisions = async () =>
  (await payer.db.one<{ n: number }>(sql`select count(*) as n from decision where kind = 'opt-in'`)).n;

test.each([0, 3, 8, 15, 25, 40, 60])('killed %i ms after the signature left', async (after_ms) => {
  const before = await decisions();
  const draft = await draftFor(john, { payerId: kindCover.npi });
  const body = await signatureFor(john, draft);
  const key = randomUUID();
  const sent = john.call('POST', 'decisions', body, { key }).catch(() => undefined);
  await delay(after_ms);
  await served.kill();
  await sent;
  expect(await decisions()).toBeLessThanOrEqual(before + 1);
  await served.start();
  const again = await john.call<{ number: string }>('POST', 'decisions', body, { key });
  expect([again.status, again.text]).toEqual([201, expect.any(String)]);
  expect((await john.call<{ number: string }>('POST', 'decisions', body, { key })).body.number).toBe(
    again.body.number,
  );
  expect(await decisions()).toBe(before + 1);
  const partial = await payer.db.query(sql`
    select d.id from decision d where kind = 'opt-in'
      and not exists (select from decision_election e where e.decision_id = d.id)`);
  expect(partial).toEqual([]);
  // The limit of ten changes a minute is not what is tested here.
  await payer.db.run(sql`delete from portal_rate`);
});

test('a double click on Sign is one decision, and both get its number', async () => {
  const before = await decisions();
  const draft = await draftFor(john, { payerId: kindCover.npi });
  const body = await signatureFor(john, draft);
  const key = randomUUID();
  const both = await Promise.all(
    [1, 2].map(() => john.call<{ number: string }>('POST', 'decisions', body, { key })),
  );
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both[0]!.body.number).toBe(both[1]!.body.number);
  expect(await decisions()).toBe(before + 1);
  const other = await john.call<{ code: string }>(
    'POST',
    'decisions',
    { ...body, scope: 'regular' },
    { key },
  );
  expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
});

test('two tabs: the second finds that the draft was signed or changed, and nothing is decided twice', async () => {
  await payer.db.run(sql`delete from portal_rate`);
  const before = await decisions();
  const draft = await draftFor(john, { payerId: kindCover.npi });
  const body = await signatureFor(john, draft);
  const changed = await john.call('PATCH', 'draft', { scope: 'regular' }, { ifMatch: draft.etag });
  expect(changed.status).toBe(200);
  const stale = await john.call<{ code: string }>(
    'PATCH',
    'draft',
    { scope: 'all' },
    { ifMatch: draft.etag },
  );
  expect([stale.status, stale.body.code]).toEqual([412, 'draft-stale']);
  const signed = await john.call<{ code: string }>('POST', 'decisions', body);
  expect([signed.status, signed.body.code]).toEqual([409, 'draft-stale']);
  const etag = changed.headers.get('etag')!.replaceAll('"', '');
  expect((await john.call('POST', 'decisions', { ...body, draftEtag: etag })).status).toBe(201);
  // Back, and Sign once more, with a new key.
  const back = await john.call<{ code: string }>('POST', 'decisions', { ...body, draftEtag: etag });
  expect([back.status, back.body.code]).toEqual([409, 'draft-missing']);
  expect(await decisions()).toBe(before + 1);
});
