/** Stories of members at the portal that do not go straight: no match, no sorting, asking again, deciding for somebody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { kindCover } from '../../src/demo/people/payers.ts';
import { type PortalBrowser, portalBrowser } from '../../src/demo/portal/browser.ts';
import { type Card, optIn, plansOf, type Receipt } from '../../src/demo/portal/opt-in.ts';
import { reviewDecision } from '../../src/election/after-decision.ts';
import { approveRepresentation } from '../../src/election/representation-store.ts';
import { keepElections } from '../../src/election/upkeep.ts';
import { personOfPatient } from '../../src/person/store.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
beforeAll(async () => {
  // A plan whose store cannot tell sensitive records apart.
  payers = await twoPayers({
    portal: true,
    release: { part2: 'require-statement', segmentation: 'unlabelled' },
  });
});
afterAll(() => payers?.close());
beforeEach(() => payers.requesting.db.run(sql`delete from portal_rate`));

const here = async (name: string): Promise<PortalBrowser> => {
  const browser = portalBrowser(payers.requesting.baseUrl);
  await browser.signIn(name);
  return browser;
};
const settleAll = async () => {
  const rows = await payers.requesting.db.query<{ id: string }>(sql`select id from transfer`);
  await payers.settle({ transferIds: rows.map(({ id }) => id) });
};
const transfers = async () =>
  (await payers.requesting.db.one<{ n: number }>(sql`select count(*) as n from transfer`)).n;
const deps = () => {
  const { clock, random, config, baseUrl, db } = payers.requesting;
  return { clock, random, payer: config.payer, baseUrl, db };
};
const plan = { payerId: kindCover.npi, kind: 'prior' };

describe('a plan that does not find the member', () => {
  test('says so neutrally; each new fact is asked with, five a day', async () => {
    const thomas = await here('thomas');
    await optIn(thomas, plan, { memberIdThere: 'KC81999999901' });
    await settleAll();
    const [card] = await plansOf(thomas);
    expect(card!.state).toBe('not-found');
    const timeline = await thomas.call<{ steps: object[]; details: { factsLeft: number } }>(
      'GET',
      `plans/${card!.id}`,
    );
    expect(timeline.body.steps).toContainEqual({ key: 'matched', state: 'problem' });
    expect(timeline.body.details.factsLeft).toBe(5);
    for (let n = 0; n < 5; n++) {
      payers.clock.advance(60);
      const asked = await thomas.call<Card>('POST', `plans/${card!.id}/facts`, {
        otherName: `Tom Under${n}`,
      });
      expect([asked.status, asked.body.state]).toEqual([202, 'will-ask']);
      await settleAll();
    }
    const sent = await payers.requesting.db.query<{ parameters: string }>(
      sql`select parameters from exchange where submitted_id = 'uc3006' order by created_at desc limit 1`,
    );
    expect(sent[0]!.parameters).toContain('Under4');
    const more = await thomas.call<{ code: string }>('POST', `plans/${card!.id}/facts`, { otherName: 'Tom' });
    expect([more.status, more.body.code, more.headers.get('retry-after')]).toEqual([
      429,
      'facts-too-many',
      '86400',
    ]);
    const called = await thomas.call<Card>('POST', `plans/${card!.id}/callback-requests`, {
      phone: '617 555 0100',
      when: 'morning',
    });
    expect([called.status, called.body.state]).toEqual([202, 'not-found']);
  });
});

test('a plan that cannot sort: a member who left out sensitive records is told so, and the scope is never widened', async () => {
  const peter = await here('peter');
  await optIn(
    peter,
    plan,
    { memberIdThere: 'KC80069015401' },
    { scope: 'regular', typedName: 'Peter Novak' },
  );
  await settleAll();
  expect((await plansOf(peter))[0]).toMatchObject({ state: 'constrained', scope: 'regular' });
  const policies = await payers.requesting.db.query(sql`select policy from wire_consent c
    join person p on p.id = c.person_id join member m on m.person_id = p.id where m.patient_id = 'uc3009'`);
  expect(policies).toEqual([{ policy: 'regular' }]);
});

test('asked to refresh twice: a pull of today is joined, a day later there is one more and not two', async () => {
  const walter = await here('walter');
  await optIn(walter, { ...plan, kind: 'concurrent' }, { memberIdThere: 'KC80042006601' });
  await settleAll();
  const [card] = await plansOf(walter);
  expect(card!.state).toBe('arrived');
  const before = await transfers();
  expect((await walter.call('POST', `plans/${card!.id}/refreshes`)).status).toBe(202);
  expect(await transfers()).toBe(before);
  payers.clock.advance(25 * 3600);
  await walter.signIn('walter');
  const both = await Promise.all([1, 2].map(() => walter.call<Card>('POST', `plans/${card!.id}/refreshes`)));
  expect(both.map(({ status }) => status)).toEqual([202, 202]);
  expect(await transfers()).toBe(before + 1);
  await settleAll();
  const [after] = await plansOf(walter);
  expect(after).toMatchObject({ state: 'arrived', counts: card!.counts });
});

test('a plan that is not listed is looked for, and asked once somebody has registered it', async () => {
  const ella = await here('ella');
  const signed = await optIn(
    ella,
    { name: 'kindcover health insurance', state: 'MA' },
    { memberIdThere: 'KC80014277104', relationship: 'child' },
  );
  expect(signed.body.plans).toMatchObject([{ state: 'looking' }]);
  await keepElections(deps());
  expect((await plansOf(ella))[0]).toMatchObject({ name: kindCover.name, state: 'will-ask' });
  await settleAll();
  expect((await plansOf(ella))[0]!.state).toBe('arrived');
});

test('a yes ends on its day by itself: nothing more is asked, and what came stays', async () => {
  const daniel = await here('daniel');
  await optIn(daniel, plan, { memberIdThere: 'KC80031190501' });
  await settleAll();
  const [card] = await plansOf(daniel);
  payers.clock.advance(95 * 86_400);
  await keepElections(deps());
  await daniel.signIn('daniel');
  expect((await plansOf(daniel))[0]).toMatchObject({ id: card!.id, state: 'ended' });
  const records = await daniel.call<{ items: object[] }>('GET', 'records');
  expect(records.body.items.length).toBeGreaterThan(0);
});

test('a plan that runs beside ours is asked again each quarter, by itself and once', async () => {
  const rosa = await here('rosa');
  await optIn(rosa, { ...plan, kind: 'concurrent' }, { memberIdThere: 'KC80020731801' });
  await settleAll();
  expect((await plansOf(rosa))[0]!.state).toBe('arrived');
  const before = await transfers();
  await keepElections(deps());
  expect(await transfers()).toBe(before);
  payers.clock.advance(91 * 86_400);
  await keepElections(deps());
  await keepElections(deps());
  expect(await transfers()).toBe(before + 1);
  await settleAll();
});

describe('for somebody else', () => {
  let lena: PortalBrowser;
  let grant: string;

  test('nobody acts before a person here, who did not capture it, has seen the document', async () => {
    const aisha = await here('aisha');
    const asked = await aisha.call<{ id: string; state: string }>('POST', 'representatives', {
      name: 'Lena Fischer',
      basis: 'power-of-attorney',
      documentSha256: 'b'.repeat(64),
      endsOn: '2028-12-31',
    });
    expect([asked.status, asked.body.state]).toEqual([202, 'waiting']);
    grant = asked.body.id;
    lena = await here('lena');
    expect((await lena.call('POST', 'session/acting', { grant })).status).toBe(404);
    const { db, clock } = payers.requesting;
    const persons = await personOfPatient(db, ['uc3008', 'uc3010']);
    const approve = (actor: string) =>
      db.tx((tx) =>
        approveRepresentation(tx, grant, {
          actor,
          representativePerson: persons.get('uc3010')!,
          at: clock.now(),
        }),
      );
    expect(await approve(`member:${persons.get('uc3008')}`)).toBe(false);
    expect(await approve('operator:dana')).toBe(true);
    expect((await lena.call('POST', 'session/acting', { grant })).status).toBe(204);
    const me = await lena.call('GET', 'me');
    expect(me.body).toMatchObject({ representing: { displayName: 'Aisha Rahman', countsOnly: false } });
  });

  test('widening waits for approval and asks nothing until then; narrowing acts at once', async () => {
    const before = await transfers();
    const signed = await optIn(
      lena,
      plan,
      { memberIdThere: 'KC80061228001' },
      { signer: 'representative', typedName: 'Lena Fischer' },
    );
    expect([signed.status, signed.body.state]).toEqual([201, 'waiting']);
    expect(await transfers()).toBe(before);
    const { db } = payers.requesting;
    await db.tx((tx) =>
      reviewDecision(tx, deps(), { decisionId: signed.body.id, approved: true, actor: 'operator:dana' }),
    );
    expect(await transfers()).toBe(before + 1);
    await settleAll();
    expect((await plansOf(lena))[0]!.state).toBe('arrived');
    payers.clock.advance(60);
    const stopped = await lena.call<Receipt>('POST', 'decisions', { kind: 'withdraw', plans: 'all' });
    expect([stopped.status, stopped.body.state]).toEqual([201, 'active']);
    expect((await plansOf(lena))[0]!.state).toBe('stopped');
  });

  test('the member sees it, ends it, and from then on nobody acts', async () => {
    const aisha = await here('aisha');
    const { decisions } = (await aisha.call<{ decisions: { signer: string }[] }>('GET', 'decisions')).body;
    expect(decisions.map(({ signer }) => signer)).toEqual(['representative', 'representative']);
    expect((await aisha.call('DELETE', `representatives/${grant}`)).status).toBe(204);
    // Her session ends with her right: not even what she had open is shown on.
    expect((await lena.call('GET', 'records')).status).toBe(401);
    const refused = await lena.call<{ code: string }>('POST', 'decisions', {
      kind: 'withdraw',
      plans: 'all',
    });
    expect([refused.status, refused.body.code]).toEqual([401, 'session-missing']);
    await lena.signIn('lena');
    expect((await lena.call('POST', 'session/acting', { grant })).status).toBe(404);
  });
});

test('a no is taken as easily, is kept, and the portal does not ask again for ninety days', async () => {
  const james = await here('james');
  const no = await james.call<{ id: string; plans: object[] }>('POST', 'decisions', {
    kind: 'decline',
    plans: [],
  });
  expect([no.status, no.body.plans]).toEqual([201, []]);
  const summary = await james.call<{ askAgainOn: string }>('GET', 'summary');
  const today = payers.clock.now().getTime();
  expect(summary.body.askAgainOn).toBe(new Date(today + 90 * 86_400_000).toISOString().slice(0, 10));
});

test('"do not send to this plan" is the member’s own word, given and lifted', async () => {
  const mary = portalBrowser(payers.responding.baseUrl);
  await mary.signIn('mary');
  const npi = payers.requesting.config.payer.npi;
  const given = await mary.call<{ id: string; plan: string }>('POST', 'instructions', { plan: npi });
  expect([given.status, given.body.plan]).toEqual([201, 'UnitedCare Health Insurance']);
  const active = await payers.responding.db.query(
    sql`select recipient_npi as npi from instruction where withdrawn_at is null`,
  );
  expect(active).toEqual([{ npi }]);
  expect((await mary.call('DELETE', `instructions/${given.body.id}`)).status).toBe(204);
  const { instructions } = (await mary.call<{ instructions: object[] }>('GET', 'disclosures')).body;
  expect(instructions).toMatchObject([{ payerId: npi, liftedAt: expect.any(String) }]);
});
