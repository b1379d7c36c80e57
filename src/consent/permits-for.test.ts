/** Consents as they live: the last one counts, a revoked one stays revoked, the member's own word wins. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import {
  type ConsentChoices,
  consentOf,
  forgetPeople,
  ourNpi,
  putPeople,
  theirNpi,
} from '../../test/env/members.ts';
import { systemRandom } from '../clock/random.ts';
import { printJson } from '../fhir/lossless.ts';
import { consentPolicy } from '../fhir/systems.ts';
import {
  consentById,
  giveInstruction,
  listConsents,
  listInstructions,
  revokeConsent,
  withdrawInstruction,
} from './consents.ts';
import { permitsFor } from './permits-for.ts';
import { readHrexConsent } from './read-hrex-consent.ts';
import { receiveConsent } from './receive.ts';

let own: TestDatabase;
const now = new Date('2026-06-30T12:00:00Z');
const actor = 'operator:ann';
const person = { id: 'm1', family: 'Lindqvist', given: ['Tova'], birthDate: '1980-02-29', memberId: 'M-1' };
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await forgetPeople(own.db);
  await putPeople(own.db, [person, { ...person, id: 'm2', given: ['Nils'], memberId: 'M-2' }]);
});

async function receive(choices: ConsentChoices = {}, more: { personId?: number; clientId?: string } = {}) {
  const resource = consentOf(person, choices);
  const read = readHrexConsent(resource, { patientId: 'm1' });
  if (!('facts' in read)) throw new Error('expected facts');
  return own.db.tx((tx) =>
    receiveConsent(tx, {
      id: systemRandom.uuid(),
      personId: 1,
      clientId: 'united',
      recipientNpi: theirNpi,
      sourceNpi: ourNpi,
      facts: read.facts,
      resource: printJson(resource),
      now,
      ...more,
    }),
  );
}
const ask = async (persons = [1], at = now, clientId = 'united', npi = theirNpi) => {
  const { permits, refused } = await permitsFor(own.db, clientId, npi, persons, at);
  return [permits.map((permit) => permit.personId), [...refused]];
};

test('a consent permits its person, its client and its time only', async () => {
  expect(await receive()).toHaveProperty('permit.policy', 'sensitive');
  expect(await ask([1, 2, 2])).toEqual([[1], [[2, 'consent-missing']]]);
  expect(await ask([1], now, 'somebody-else')).toEqual([[], [[1, 'consent-missing']]]);
  expect(await ask([1], now, 'united', '1234567893')).toEqual([[], [[1, 'wrong-recipient']]]);
  expect(await ask([1], new Date('2027-01-02T00:00:00Z'))).toEqual([[], [[1, 'consent-expired']]]);
  expect(await ask([])).toEqual([[], []]);
});

test('a narrower consent replaces a wider one', async () => {
  await receive();
  expect(await receive({ policies: [consentPolicy.regular] })).toHaveProperty('permit.policy', 'regular');
  expect(await ask()).toEqual([[1], []]);
});

test('an old paper sent again changes nothing: not the one that counts, not a revocation', async () => {
  await receive();
  await receive({ policies: [consentPolicy.regular] });
  expect(await receive()).toMatchObject({ refused: 'consent-superseded' });
  const [regular, sensitive] = await listConsents(own.db, { personId: 1 });
  expect([regular?.policy, sensitive?.policy]).toEqual(['regular', 'sensitive']);
  await own.db.tx((tx) => revokeConsent(tx, { id: regular!.id, why: 'asked', actor, at: now }));
  expect(await receive({ policies: [consentPolicy.regular] })).toMatchObject({ refused: 'consent-revoked' });
  expect(await receive({ id: 'a-new-paper' })).toHaveProperty('permit');
});

test('a revoked consent permits nothing from its commit on, and is revoked once', async () => {
  await receive();
  const [consent] = await listConsents(own.db);
  await own.db.tx((tx) => revokeConsent(tx, { id: consent!.id, why: 'by telephone', actor, at: now }));
  const later = new Date('2026-07-01T12:00:00Z');
  await own.db.tx((tx) => revokeConsent(tx, { id: consent!.id, why: 'again', actor, at: later }));
  expect(await ask()).toEqual([[], [[1, 'consent-revoked']]]);
  expect(await consentById(own.db, consent!.id)).toMatchObject({
    revokedAt: now,
    revokedWhy: 'by telephone',
  });
  await expect(consentById(own.db, 'nonsense')).rejects.toMatchObject({ category: 'not-found' });
});

test.each([theirNpi, '*'])(
  'the member tells us not to send to %s, and later to send again',
  async (recipientNpi) => {
    await receive();
    const instruction = { personId: 1, recipientNpi, actor, at: now };
    await own.db.tx((tx) => giveInstruction(tx, instruction));
    await own.db.tx((tx) => giveInstruction(tx, { ...instruction, at: new Date('2026-07-01T00:00:00Z') }));
    expect(await ask()).toEqual([[], [[1, 'local-instruction']]]);
    await own.db.tx((tx) =>
      withdrawInstruction(tx, { ...instruction, at: new Date('2026-07-02T00:00:00Z') }),
    );
    expect(await ask()).toEqual([[1], []]);
    expect(await listInstructions(own.db, 1)).toEqual([
      { recipientNpi, givenAt: now, withdrawnAt: new Date('2026-07-02T00:00:00Z') },
    ]);
  },
);

test('an instruction about another payer stops nothing here; about no payer it is refused', async () => {
  await receive();
  await own.db.tx((tx) => giveInstruction(tx, { personId: 1, recipientNpi: '1234567893', actor, at: now }));
  expect(await ask()).toEqual([[1], []]);
  const bad = own.db.tx((tx) => giveInstruction(tx, { personId: 1, recipientNpi: 'all', actor, at: now }));
  await expect(bad).rejects.toMatchObject({ category: 'invalid' });
});

test('what is out of its period or for somebody else is not kept', async () => {
  expect(await receive({ end: '2026-06-20' })).toMatchObject({ refused: 'consent-expired' });
  expect(await receive({ recipient: '1234567893' })).toMatchObject({ refused: 'wrong-recipient' });
  expect(await receive({ source: '1234567893' })).toMatchObject({ refused: 'wrong-source' });
  expect(await listConsents(own.db)).toEqual([]);
});
