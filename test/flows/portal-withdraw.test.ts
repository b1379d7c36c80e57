/**
 * A member takes the yes back while records come: no further byte is stored, the job at the partner is deleted, and the ledger says why.
 * The partner answers slowly, by hand.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { type PortalBrowser, portalBrowser } from '../../src/demo/portal/browser.ts';
import { optIn, plansOf } from '../../src/demo/portal/opt-in.ts';
import { addPartner } from '../../src/directory/partners.ts';
import { ndjsonOf } from '../env/people.ts';
import { type RoughPartner, roughPartner } from '../env/rough-partner.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let partner: RoughPartner;
let john: PortalBrowser;
const npi = '1999999984';

beforeAll(async () => {
  payers = await twoPayers({ portal: true, members: 0 });
  partner = await roughPartner();
  await addPartner(payers.requesting, {
    name: 'Slow Health',
    npi,
    fhirBase: partner.base,
    clientId: 'unitedcare',
    allowPrivate: true,
  });
  john = portalBrowser(payers.requesting.baseUrl);
  await john.signIn('john');
});
afterAll(async () => {
  await partner?.close();
  await payers?.close();
});

const until = async (what: string, holds: () => Promise<boolean>) => {
  for (let looks = 0; looks < 1500; looks++) {
    if (await holds()) return;
    payers.clock.advance(0.5);
    await delay(20);
  }
  throw new Error(`never: ${what}`);
};
const storedRecords = async () =>
  (await payers.requesting.db.one<{ n: number }>(sql`select count(*) as n from resource where origin > 0`)).n;

test('stopped in the middle of a file: nothing of it is stored, the job is deleted, the history says why', async () => {
  partner.data.set(
    'Observation',
    Array.from({ length: 50 }, (_, n) => ({
      resourceType: 'Observation',
      id: `o${n}`,
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/p-1' },
    })),
  );
  let begun = 0;
  let cut = false;
  partner.on('/files/Observation.ndjson', (_req, res) => {
    begun++;
    res.writeHead(200, { 'content-type': 'application/fhir+ndjson', 'content-length': 1_000_000 });
    const line = ndjsonOf([{ resourceType: 'Observation', id: 'o0' } as never]);
    const timer = setInterval(() => res.write(line), 20);
    res.on('close', () => {
      cut = true;
      clearInterval(timer);
    });
  });
  expect((await optIn(john, { payerId: npi }, { memberIdThere: 'SH 123' })).status).toBe(201);
  await until('a file streams', async () => begun > 0);
  expect((await plansOf(john))[0]!.state).toBe('arriving');
  const began = performance.now();
  payers.clock.advance(1);
  expect((await john.call('POST', 'decisions', { kind: 'withdraw', plans: 'all' })).status).toBe(201);
  expect(performance.now() - began).toBeLessThan(5_000);
  await until('the download is cut', async () => cut);
  await until('the job is deleted', async () => partner.requests.includes('DELETE /status/export'));
  await until('stopped', async () => (await plansOf(john))[0]!.state === 'stopped');
  expect(await storedRecords()).toBe(0);
  const events = await payers.requesting.db.query(sql`
    select state, detail from exchange_event order by id desc limit 1`);
  expect(events).toEqual([{ state: 'closed', detail: 'member-withdrew' }]);
  const files = await payers.requesting.db.query(
    sql`select state from received_file where state = 'ingested'`,
  );
  expect(files).toEqual([]);
  const [clock] = await payers.requesting.db.query(
    sql`select kind, met_at is not null as met from election_clock where kind = 'C2'`,
  );
  expect(clock).toEqual({ kind: 'C2', met: true });
});

test('stopped before anything was asked: nothing goes out', async () => {
  payers.clock.advance(60);
  const before = partner.requests.length;
  // The plan is not listed: it is looked for, and the clock waits.
  const signed = await optIn(john, { name: 'Some Old Plan', state: 'MA', phone: '555 0100' });
  expect(signed.body.plans).toMatchObject([{ state: 'looking' }]);
  const clocks = await payers.requesting.db.query(
    sql`select paused_why as why from election_clock where kind = 'C2' and met_at is null`,
  );
  expect(clocks).toEqual([{ why: 'plan-not-known' }]);
  payers.clock.advance(1);
  const stopped = await john.call('POST', 'decisions', { kind: 'withdraw', plans: 'all' });
  expect(stopped.status).toBe(201);
  expect((await plansOf(john)).map((plan) => plan.state)).toEqual(['stopped', 'stopped']);
  expect(partner.requests.length).toBe(before);
});
