/** Who is found, who is not, and by which way the question goes: each beside the one that is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindCover } from '../../src/demo/people/payers.ts';
import { findPartner, saveSeen, saveSet } from '../../src/directory/partners.ts';
import { exchangesOf } from '../../src/exchange/request/operate.ts';
import { selectExchange } from '../../src/exchange/request/store.ts';
import { exchangeOf, heldAt, papersOf, personAt, requestWith } from '../env/exchange.ts';
import { type HandPayer, handPayer } from '../env/hand-payer.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
beforeAll(async () => {
  payers = await twoPayers();
});
afterAll(() => payers?.close());

describe.each(['bulk', 'single'] as const)('asked on the %s wire', (wire) => {
  it('somebody who never was a member ends as not matched, and what to do next is named', async () => {
    const before = await heldAt(payers.requesting);
    const { transfers, exchanges } = await payers.settle(await payers.request(['stranger'], wire));
    expect(transfers[0]).toMatchObject({ state: 'match-failed', groupId: null, exportStatusUrl: null });
    expect(exchangeOf(exchanges, 'stranger')).toMatchObject({ state: 'match-failed', outcome: 'nomatch' });
    expect(exchangeOf(exchanges, 'stranger').nextStep).toBeTruthy();
    expect(await heldAt(payers.requesting)).toEqual(before);
  });

  it('one of two people whom the papers cannot tell apart is nobody', async () => {
    const { exchanges } = await payers.settle(await payers.request(['ambiguous'], wire));
    const { state, outcome, partnerPatientId, reason } = exchangeOf(exchanges, 'ambiguous');
    expect({ state, outcome, partnerPatientId }).toEqual({
      state: 'match-failed',
      outcome: 'nomatch',
      partnerPatientId: null,
    });
    // Only the single wire has a word for it; the Groups of the bulk wire do not say how many there were (p2p 2).
    expect(reason).toBe(wire === 'single' ? 'ambiguous' : 'nomatch');
  });

  it('the same one is found once the papers show where he lives and what his card says', async () => {
    const papers = papersOf('ambiguous', payers.clock.now(), ({ MemberPatient, CoverageToMatch }) => {
      MemberPatient.address = [
        { line: ['52 Elm St'], city: 'Worcester', state: 'MA', postalCode: '01608', country: 'US' },
      ];
      CoverageToMatch.subscriberId = 'KC800533412';
      CoverageToMatch.identifier = [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
          value: 'KC80053341201',
        },
      ];
    });
    const { exchanges } = await payers.settle(await requestWith(payers, [papers], wire));
    const james = exchangeOf(exchanges, 'ambiguous');
    expect(james).toMatchObject({ outcome: 'match', state: 'stored' });
    expect(await personAt(payers.responding, james.partnerPatientId!)).toBe(
      await personAt(payers.responding, 'kc1008'),
    );
  });

  it('one twin is found and the other is not touched', async () => {
    const { exchanges } = await payers.settle(await payers.request(['twin'], wire));
    const ella = exchangeOf(exchanges, 'twin');
    expect(ella).toMatchObject({ outcome: 'match', state: 'stored', partnerPatientId: 'kc1004' });
    const stored = await heldAt(payers.requesting, ella.personId);
    expect(
      stored
        .filter((r) => r.type === 'Patient')
        .map((r) => r.text)
        .join(),
    ).toContain('Ella');
    expect((await heldAt(payers.requesting)).map((r) => r.text).join()).not.toContain('Emma');
  });
});

describe('refused on the single wire', () => {
  let hand: HandPayer;
  beforeAll(async () => {
    hand = await handPayer(payers, {
      id: 'hand',
      name: 'UnitedCare by hand',
      npi: payers.requesting.config.payer.npi,
    });
  });
  const ask = (papers: object) => hand.call('POST', 'Patient/$member-match', { body: papers });

  it.each([
    ['a stranger', 'stranger', 'not-found'],
    ['one of two', 'ambiguous', 'multiple-matches'],
  ] as const)('%s gets a 422 that names nobody', async (_, who, code) => {
    const reply = await ask(papersOf(who, payers.clock.now()));
    expect(reply.status).toBe(422);
    expect((reply.json!.issue as { code: string }[]).map((i) => i.code)).toContain(code);
    expect(reply.text).not.toMatch(/kc1|UMB|Wilson|Underhill|KC80|KC81/);
  });

  it('and a member an answer with the ids of one patient (p2p 1.8)', async () => {
    const reply = await ask(papersOf('senior', payers.clock.now()));
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('Patient/kc1007');
    expect(reply.text).toContain('"UMB-');
  });
});

describe('a partner without bulk match', () => {
  const setTo = async (bulkMatch: boolean) => {
    const { requesting } = payers;
    const { id, capability } = (await findPartner(requesting.db, kindCover.npi))!;
    await saveSet(requesting.db, id, { ...capability.set, bulkMatch });
    if (capability.seen) await saveSeen(requesting.db, id, capability.seen);
  };
  afterAll(() => setTo(true));

  it('is asked for each member alone, with the same ends', async () => {
    await setTo(false);
    const opened = await payers.request(['senior', 'stranger', 'consentExpired']);
    const { transfers, exchanges: left } = await payers.settle(opened);
    expect(transfers).toMatchObject([{ wire: 'bulk', state: 'closed', reason: 'no-bulk-match' }]);
    expect(left).toEqual([]);
    const moved = await Promise.all(
      opened.exchanges.map(async ({ id }) => (await selectExchange(payers.requesting.db, id))!),
    );
    const alone = [...new Set(moved.map((e) => e.transferId!))];
    expect(alone).toHaveLength(3);
    const { transfers: singles, exchanges } = await payers.settle({ transferIds: alone });
    expect(singles.map((t) => t.wire)).toEqual(['single', 'single', 'single']);
    expect(exchangeOf(exchanges, 'senior')).toMatchObject({ outcome: 'match', state: 'stored' });
    expect(exchangeOf(exchanges, 'stranger')).toMatchObject({ outcome: 'nomatch', state: 'match-failed' });
    expect(exchangeOf(exchanges, 'consentExpired')).toMatchObject({
      outcome: 'consentconstraint',
      state: 'match-failed',
    });
  });

  it('while one that has it is asked once for all', async () => {
    await setTo(true);
    const opened = await payers.request(['senior', 'stranger']);
    const { transfers } = await payers.settle(opened);
    expect(transfers).toMatchObject([{ wire: 'bulk', state: 'stored' }]);
    expect(await exchangesOf(payers.requesting.db, opened.transferIds[0]!)).toHaveLength(2);
  });
});
