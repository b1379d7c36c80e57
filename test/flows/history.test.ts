/** What of a history leaves: five years of service, open authorizations, no money, every decimal as it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gather, type LedgerLine } from '../../src/demo/gather.ts';
import { daysBefore } from '../../src/demo/people/days.ts';
import { decimal, type Resource } from '../../src/demo/people/resource.ts';
import { dangling, exchangeOf, type Held, heldAt } from '../env/exchange.ts';
import { recordsOf } from '../env/people.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

const now = '2026-11-24T15:00:00Z';
const today = now.slice(0, 10);
let payers: TwoPayers;
let held: Held[];
let ledger: LedgerLine[];
/** John's record at KindCover, as it was loaded. */
let johns: Resource[];

beforeAll(async () => {
  payers = await twoPayers({ now, members: 0 });
  const records = recordsOf({ asOf: new Date(now), members: 13 });
  johns = records.filter((r) => r.id.startsWith('kc1001'));
  await payers.load([...records, ...borderline(), precise]);
  const { transfers, exchanges } = await payers.settle(await payers.request(['john']));
  expect(transfers).toMatchObject([{ state: 'stored' }]);
  held = await heldAt(payers.requesting);
  expect(held.some((r) => r.personId === exchangeOf(exchanges, 'john').personId)).toBe(true);
  ledger = (await gather(payers, transfers, exchanges)).lines;
});
afterAll(() => payers?.close());

const patient = { reference: 'Patient/kc1001' };
const concept = (code: string, text: string) => ({ coding: [{ system: 'http://loinc.org', code }], text });

/** Two weights, one on the first day of the window and one on the day before. */
function borderline(): Resource[] {
  const first = daysBefore(today, { years: 5 });
  const weight = (id: string, day: string): Resource => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: concept('29463-7', id),
    subject: patient,
    effectiveDateTime: day,
  });
  return [weight('kc1001-first-day', first), weight('kc1001-day-before', daysBefore(first, { days: 1 }))];
}

/** Decimals in all their spellings, and an extension with one. */
const precise: Resource = {
  resourceType: 'Observation',
  id: 'kc1001-precise',
  status: 'final',
  code: concept('2823-3', 'Potassium'),
  subject: patient,
  effectiveDateTime: daysBefore(today, { months: 1 }),
  valueQuantity: { value: decimal(1.5, 2), unit: 'mmol/L' },
  referenceRange: [{ low: { value: decimal(3, 3) }, high: { value: decimal(0.000_001, 7) } }],
};

const of = (type: string) => held.filter((r) => r.type === type);
const claims = () => of('ExplanationOfBenefit').filter((r) => r.json.use === 'claim');
const authorizations = () => of('ExplanationOfBenefit').filter((r) => r.json.use === 'preauthorization');
const withheld = (type: string, reason: string) =>
  ledger.filter((l) => l.type === type && l.reason === reason).reduce((n, l) => n + l.withheld, 0);

describe('a history that is older than five years in part', () => {
  const windowStart = daysBefore(today, { years: 5 });
  const ended = (r: Resource) => (r.billablePeriod as { end: string }).end;

  it('brings no claim whose service ended before the window, and every claim whose service did not', () => {
    const own = johns.filter((r) => r.use === 'claim');
    const old = own.filter((r) => ended(r) < windowStart);
    expect(old.length).toBeGreaterThanOrEqual(3);
    expect(claims()).toHaveLength(own.length - old.length);
    for (const { json } of claims()) expect(ended(json as Resource) >= windowStart).toBe(true);
  });

  it('says in the ledger how many stayed, and why', () => {
    const old = johns.filter((r) => r.use === 'claim' && ended(r) < windowStart);
    expect(withheld('ExplanationOfBenefit', 'service-date-window')).toBe(old.length);
  });

  it('counts the first day of the window in, and the day before out', () => {
    const texts = of('Observation')
      .map((r) => r.text)
      .join();
    expect(texts).toContain('kc1001-first-day');
    expect(texts).not.toContain('kc1001-day-before');
  });

  it('leaves no reference that leads nowhere', () => {
    expect(held.length).toBeGreaterThan(150);
    expect(dangling(held)).toEqual([]);
  });

  it('brings an old condition that today’s care plan addresses, and not the one that nobody speaks of', () => {
    const conditions = of('Condition')
      .map((r) => r.text)
      .join();
    expect(conditions).toContain('Obesity');
    expect(conditions).not.toContain('Sprain of ankle');
    expect(withheld('Condition', 'service-date-window')).toBeGreaterThan(0);
  });
});

describe('prior authorizations', () => {
  const numbers = () =>
    authorizations().flatMap((r) => (r.json.identifier as { value: string }[]).map((i) => i.value));

  it('leave while they are in effect or pending, and no other', () => {
    expect(numbers().sort()).toEqual(['PA-100231', 'PA-100877']);
  });

  it.each([
    ['prior-authorization-aged-out', 'whose status changed three years ago'],
    ['prior-authorization-denied', 'that was denied'],
    ['prior-authorization-drug', 'for a drug'],
  ])('%s: the one %s stays, counted', (reason) => {
    expect(withheld('ExplanationOfBenefit', reason)).toBe(1);
  });

  it('bring the documents that they rest on, readable, and no line that was denied', () => {
    const referral = of('DocumentReference').find((r) => r.text.includes('Sleep study referral'))!;
    const [content] = referral.json.content as { attachment: { data: string } }[];
    expect(Buffer.from(content!.attachment.data, 'base64').toString()).toContain('Epworth score 14');
    const pending = authorizations().find((r) => r.text.includes('PA-100877'))!;
    const own = `DocumentReference/${referral.json.id as string}`;
    expect(pending.text).toContain(`"${own}"`);
    const approved = authorizations().find((r) => r.text.includes('PA-100231"'))!;
    expect(approved.json.item).toHaveLength(2);
    expect(approved.text).not.toMatch(/"A3"|denialreason/);
  });
});

describe('what is stored', () => {
  it('has no money on a claim, though every claim had some', () => {
    const loaded = johns.filter((r) => r.use === 'claim').map((r) => JSON.stringify(r));
    for (const text of loaded) expect(text).toContain('"amount"');
    for (const { text } of claims()) {
      expect(text).not.toMatch(/"currency"|"amount"|"net"|"total"|"unitPrice"|"benefitBalance"/);
    }
  });

  it('has no cost-sharing on an authorization, though it had some', () => {
    const loaded = johns.filter((r) => r.use === 'preauthorization').map((r) => JSON.stringify(r));
    expect(loaded.join()).toContain('"copay"');
    for (const { text } of authorizations()) expect(text).not.toMatch(/"copay"|CoPay/);
  });

  it('has each decimal with the zeros that it came with', () => {
    const { text } = held.find((r) => r.text.includes('"Potassium"'))!;
    expect(text).toMatch(/"value":1\.50,/);
    expect(text).toMatch(/"low":\{"value":3\.000\}/);
    expect(text).toMatch(/"high":\{"value":0\.0000010\}/);
  });
});
