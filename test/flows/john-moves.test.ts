/**
 * John Smith moves from KindCover to UnitedCare, and others of the cohort do not: the whole exchange over real HTTP, from opt-in to
 * stored record. Looks only at what the requesting payer stored and at both halves of the ledger.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gather } from '../../src/demo/gather.ts';
import { isComplete } from '../../src/demo/report.ts';
import type { Exchange, Transfer } from '../../src/exchange/request/transfer.ts';
import { allRecords } from '../../src/record/all-store.ts';
import { enquiries, type Who } from '../env/people.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

type Json = Record<string, unknown>;

async function storedAt(payers: TwoPayers): Promise<{ type: string; text: string; json: Json }[]> {
  const records: { type: string; text: string; json: Json }[] = [];
  for await (const { type, text } of allRecords(payers.requesting.db)) {
    records.push({ type, text, json: JSON.parse(text) as Json });
  }
  return records;
}

describe.each(['bulk', 'single'] as const)('a cohort on the %s wire', (wire) => {
  let payers: TwoPayers;
  let transfers: Transfer[];
  let exchanges: Exchange[];

  beforeAll(async () => {
    payers = await twoPayers();
    const opened = await payers.request(Object.keys(enquiries) as Who[], wire);
    ({ transfers, exchanges } = await payers.settle(opened));
  });
  afterAll(() => payers?.close());

  const exchangeOf = (who: Who) => exchanges.find((e) => e.submittedId === enquiries[who])!;

  it('ends with each member where it belongs', () => {
    const ends = Object.fromEntries(
      (Object.keys(enquiries) as Who[]).map((who) => [who, [exchangeOf(who).outcome, exchangeOf(who).state]]),
    );
    const stored = ['match', 'stored'];
    const constrained = ['consentconstraint', 'match-failed'];
    const nobody = ['nomatch', 'match-failed'];
    expect(ends).toEqual({
      john: stored,
      twin: stored,
      renamed: stored,
      twoCoverages: stored,
      senior: stored,
      stranger: nobody,
      ambiguous: nobody,
      consentExpired: constrained,
      consentRegular: stored,
      consentForAnotherPayer: constrained,
    });
  });

  it('adds up on both sides', async () => {
    const { types, lines } = await gather(payers, transfers, exchanges);
    const byMember = exchanges.map((e) => ({
      id: e.submittedId,
      outcome: e.outcome,
      state: e.state,
      reason: null,
    }));
    expect(isComplete({ byMember, types })).toBe(true);
    for (const t of types) expect([t.type, t.received]).toEqual([t.type, t.released]);
    const johns = lines.filter((l) => l.member === enquiries.john);
    expect(johns.find((l) => l.type === 'Observation' && l.reason === '')?.stored).toBeGreaterThan(70);
    const withheld = johns.filter((l) => l.withheld > 0).map((l) => `${l.type} ${l.reason}`);
    expect(withheld).toEqual(
      expect.arrayContaining([
        'Encounter service-date-window',
        'ExplanationOfBenefit prior-authorization-aged-out',
        'ExplanationOfBenefit prior-authorization-denied',
        'ExplanationOfBenefit prior-authorization-drug',
        'ExplanationOfBenefit service-date-window',
      ]),
    );
  });

  it('stores nobody else, and no reference that leads nowhere', async () => {
    const records = await storedAt(payers);
    const held = new Set(records.map(({ json }) => `${json.resourceType}/${json.id}`));
    const references = records.flatMap(({ text }) =>
      [...text.matchAll(/"reference":\s*"([^"]+)"/g)].map((m) => m[1]!),
    );
    expect(references.filter((ref) => !held.has(ref))).toEqual([]);
    const patients = records.filter((r) => r.type === 'Patient');
    expect(patients).toHaveLength(exchanges.filter((e) => e.outcome === 'match').length);
  });

  it('brings no money on a claim, and neither drug nor denied authorizations', async () => {
    const eobs = (await storedAt(payers)).filter((r) => r.type === 'ExplanationOfBenefit');
    const claims = eobs.filter((r) => r.json.use === 'claim');
    expect(claims.length).toBeGreaterThan(40);
    for (const { text } of claims) expect(text).not.toMatch(/"(amount|total|net|unitPrice|benefitBalance)"/);
    const authorizations = eobs.filter((r) => r.json.use === 'preauthorization').map((r) => r.text);
    expect(authorizations).toHaveLength(2);
    for (const text of authorizations) expect(text).not.toMatch(/PA-100510|PA-100602|PA-071904|"copay"/);
  });

  it('brings the documents of the open authorizations', async () => {
    const documents = (await storedAt(payers))
      .filter((r) => r.type === 'DocumentReference')
      .map((r) => r.text);
    expect(documents.join()).toContain('Letter of medical necessity');
    expect(documents.join()).toContain('Sleep study referral');
  });

  it('brings an old record that today’s care plan speaks of, and leaves the ankle behind', async () => {
    const conditions = (await storedAt(payers)).filter((r) => r.type === 'Condition').map((r) => r.text);
    expect(conditions.join()).toContain('Obesity');
    expect(conditions.join()).not.toContain('Sprain of ankle');
  });
});
