/**
 * John opts in by himself at UnitedCare's portal, his records arrive from KindCover, he reads them and stops: the API as the client
 * calls it, two payers over real HTTP. The numbers that he is shown are the ledger's.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { kindCover } from '../../src/demo/people/payers.ts';
import { sampleCohort } from '../../src/demo/people/sample.ts';
import { type PortalBrowser, portalBrowser } from '../../src/demo/portal/browser.ts';
import { type Card, optIn, plansOf, type Receipt } from '../../src/demo/portal/opt-in.ts';
import { check } from '../../src/http/portal/schema.ts';
import { shapes } from '../../src/http/portal/shapes.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let john: PortalBrowser;
let cardThere: string;

beforeAll(async () => {
  payers = await twoPayers({ portal: true });
  john = portalBrowser(payers.requesting.baseUrl);
  const enquiry = sampleCohort(payers.clock.now()).find(({ id }) => id === 'uc3001')!;
  cardThere = (enquiry.parts.CoverageToMatch.identifier as { value: string }[])[0]!.value;
});
afterAll(() => payers?.close());

const settleAll = async () => {
  const rows = await payers.requesting.db.query<{ id: string }>(sql`select id from transfer`);
  await payers.settle({ transferIds: rows.map(({ id }) => id) });
};
const fits = (shape: string, body: unknown) =>
  expect([shape, check(shapes[shape]!, body, shapes)]).toEqual([shape, []]);

test('he signs in by name, and comes back to the page that he wanted', async () => {
  expect(await john.signIn('john', { returnTo: '/portal/history' })).toBe(
    `${payers.requesting.baseUrl}/portal/history`,
  );
  const me = await john.call('GET', 'me');
  fits('Me', me.body);
  expect(me.body).toMatchObject({
    member: { firstName: 'John' },
    payer: { name: 'UnitedCare Health Insurance' },
  });
  expect(me.text).not.toContain('UC90041');
});

test('he opts in to KindCover: one decision, its evidence, and the exchange runs', async () => {
  const found = await john.call<{ plans: { payerId: string }[] }>('GET', 'plans?q=kind');
  expect(found.body.plans.map((plan) => plan.payerId)).toEqual([kindCover.npi]);
  const signed = await optIn(john, { payerId: kindCover.npi, kind: 'prior' }, { memberIdThere: cardThere });
  expect([signed.status, signed.text]).toEqual([201, expect.any(String)]);
  fits('Receipt', signed.body);
  expect(signed.body.plans).toMatchObject([{ name: kindCover.name, state: 'will-ask' }]);
  const summary = await john.call('GET', 'summary');
  fits('Summary', summary.body);
  await settleAll();
});

test('his records arrived, and the numbers are the ledger’s', async () => {
  const [card] = await plansOf(john);
  expect(card).toMatchObject({ name: kindCover.name, state: 'arrived' });
  const ledger = await payers.requesting.db.query<{ type: string; stored: number }>(sql`
    select type, sum(stored)::bigint as stored from ingest_ledger where person_id > 0 group by type having sum(stored) > 0`);
  expect(card!.counts).toEqual(Object.fromEntries(ledger.map(({ type, stored }) => [type, stored])));
  expect(card!.counts!.Observation).toBeGreaterThan(70);
  const timeline = await john.call<{ steps: { key: string; state: string }[] }>('GET', `plans/${card!.id}`);
  fits('Timeline', timeline.body);
  expect(timeline.body.steps.map(({ key, state }) => `${key} ${state}`)).toEqual([
    'decided done',
    'asked done',
    'matched done',
    'exporting done',
    'arriving done',
    'arrived done',
  ]);
  expect(timeline.text).not.toContain(cardThere);
});

test('he reads them by kind and year, page by page, in words', async () => {
  interface Page {
    kinds: { kind: string; count: number }[];
    items: { id: string; title: string; kind: string; date?: string }[];
    cursor?: string;
  }
  const first = await john.call<Page>('GET', 'records?kind=labs&limit=20');
  fits('Records', first.body);
  expect(first.body.items).toHaveLength(20);
  const seen = new Set(first.body.items.map(({ id }) => id));
  for (let cursor = first.body.cursor; cursor !== undefined; ) {
    const next = await john.call<Page>('GET', `records?kind=labs&limit=100&cursor=${cursor}`);
    for (const { id } of next.body.items) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    cursor = next.body.cursor;
  }
  expect(seen.size).toBe(first.body.kinds.find(({ kind }) => kind === 'labs')!.count);
  const approvals = await john.call<Page>('GET', 'records?kind=approvals');
  expect(approvals.body.items).toHaveLength(2);
  expect(
    (await john.call<Page>('GET', 'records?kind=conditions')).body.items.map((i) => i.title),
  ).toContainEqual(expect.stringMatching(/obesity/i));
});

test('the Consent that went out has its evidence at our own server, for KindCover and nobody else', async () => {
  const [consent] = await payers.requesting.db.query<{ resource: string }>(
    sql`select resource from wire_consent`,
  );
  const { sourceReference, policy } = JSON.parse(consent!.resource) as {
    sourceReference: { reference: string };
    policy: { uri: string }[];
  };
  expect(policy[0]!.uri).toContain('#sensitive');
  const partnerOf = async (payer: TwoPayers['responding'], npi: string) => {
    const { findPartner } = await import('../../src/directory/partners.ts');
    return (await findPartner(payer.db, npi))!;
  };
  const partner = await partnerOf(payers.responding, payers.requesting.config.payer.npi);
  const link = payers.responding.link(partner);
  const answer = await link.call(
    { url: sourceReference.reference },
    { scope: 'system/DocumentReference.rs' },
  );
  expect(answer.status).toBe(200);
  const document = answer.body as { resourceType: string; content: { attachment: { data: string } }[] };
  expect(document.resourceType).toBe('DocumentReference');
  const words = Buffer.from(document.content[0]!.attachment.data, 'base64').toString('utf8');
  expect(words).toContain('Bring your health records to UnitedCare');
  expect(words).not.toMatch(/John|Smith|KC800/);
  await payers.requesting.db.run(sql`update wire_consent set partner_npi = '1555555016'`);
  await expect(
    link.call({ url: sourceReference.reference }, { scope: 'system/DocumentReference.rs' }),
  ).rejects.toThrow();
  await payers.requesting.db.run(sql`update wire_consent set partner_npi = ${kindCover.npi}`);
});

test('he downloads his copy: every stored record, once, in his session', async () => {
  const made = await john.call<{ location: string }>('POST', 'record-downloads', { format: 'ndjson' });
  expect(made.status).toBe(201);
  const path = made.body.location.replace('/portal/api/', '');
  const got = await john.call('GET', path);
  const lines = got.text.trim().split('\n');
  const stored = await payers.requesting.db.one<{ count: number }>(
    sql`select count(*) as count from resource where origin > 0 and person_id > 0`,
  );
  expect(lines).toHaveLength(stored.count);
  expect((await john.call('GET', path)).status).toBe(404);
});

test('what he saw and said can be printed', async () => {
  const { decisions } = (await john.call<{ decisions: { id: string; state: string }[] }>('GET', 'decisions'))
    .body;
  expect(decisions).toMatchObject([{ state: 'active' }]);
  const page = await john.call('GET', `decisions/${decisions[0]!.id}/document`);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.text).toContain('I ask UnitedCare Health Insurance to get my health records');
  expect(page.text).toMatch(/SHA-256 [0-9a-f]{64}/);
});

test('at KindCover he sees who asked about him', async () => {
  const there = portalBrowser(payers.responding.baseUrl);
  await there.signIn('john');
  const seen = await there.call<{ disclosures: object[] }>('GET', 'disclosures');
  fits('Disclosures', seen.body);
  expect(seen.body.disclosures).toMatchObject([{ plan: 'UnitedCare Health Insurance', outcome: 'sent' }]);
});

test('he stops, with two calls less than he began with; what came stays and says so', async () => {
  const [card] = await plansOf(john);
  const stopped = await john.call<Receipt>('POST', 'decisions', { kind: 'withdraw', plans: [card!.id] });
  expect(stopped.status).toBe(201);
  expect((await plansOf(john))[0]).toMatchObject({ state: 'stopped', stopped: expect.any(String) });
  const again = await john.call<{ code: string }>('POST', 'decisions', {
    kind: 'withdraw',
    plans: [card!.id],
  });
  expect([again.status, again.body.code]).toEqual([409, 'nothing-to-withdraw']);
  const records = await john.call<{ items: { consentEnded: boolean }[] }>('GET', 'records');
  expect(records.body.items.length).toBeGreaterThan(20);
  expect(records.body.items.every((item) => item.consentEnded)).toBe(true);
  const refused = await john.call<{ code: string }>('POST', `plans/${card!.id}/refreshes`);
  expect([refused.status, refused.body.code]).toEqual([409, 'not-possible-now']);
  const voided = await payers.requesting.db.query(sql`select void_why as why from wire_consent`);
  expect(voided).toEqual([{ why: 'member-withdrew' }]);
  const events = await payers.requesting.db.query(
    sql`select state, detail from exchange_event order by id desc limit 1`,
  );
  expect(events).toEqual([{ state: 'closed', detail: 'member-withdrew' }]);
});

test('he can say yes again later', async () => {
  payers.clock.advance(60);
  const signed = await optIn(john, { payerId: kindCover.npi }, { memberIdThere: cardThere });
  expect(signed.status).toBe(201);
  await settleAll();
  const cards: Card[] = await plansOf(john);
  expect(cards).toHaveLength(1);
  expect(cards[0]!.state).toBe('arrived');
});
