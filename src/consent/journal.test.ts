// A database that is restored from before a withdrawal does not bring it back: the journal in the object store is obeyed before anything leaves
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { type ConsentChoices, consentOf, ourNpi, putPeople, theirNpi } from '../../test/env/members.ts';
import { openFileStore } from '../blob/file-store.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { printJson } from '../fhir/lossless.ts';
import { giveInstruction, listConsents, revokeConsent } from './consents.ts';
import { type JournalDeps, obeyJournal, writeJournal } from './journal.ts';
import { permitsFor } from './permits-for.ts';
import { readHrexConsent } from './read-hrex-consent.ts';
import { receiveConsent } from './receive.ts';

const person = { id: 'm1', family: 'Lindqvist', given: ['Tova'], birthDate: '1980-02-29', memberId: 'M-1' };
const clock = handClock('2026-06-30T12:00:00Z');
const actor = 'operator:ann';
let dir: string;
/** The database as it lives on, and the copy that was made before. */
let living: TestDatabase;
let restored: TestDatabase;
const depsOf = ({ db }: TestDatabase): JournalDeps => ({
  db,
  objects: openFileStore(dir),
  clock,
  random: systemRandom,
});

/** A member of both databases, with one consent that counts. */
async function begin(own: TestDatabase): Promise<void> {
  await putPeople(own.db, [person]);
  await show(own);
}
async function show(own: TestDatabase, choices: ConsentChoices = {}) {
  const resource = consentOf(person, choices);
  const read = readHrexConsent(resource, { patientId: 'm1' });
  if (!('facts' in read)) throw new Error('expected facts');
  const { facts } = read;
  return own.db.tx((tx) =>
    receiveConsent(tx, {
      id: systemRandom.uuid(),
      personId: 1,
      clientId: 'united',
      recipientNpi: theirNpi,
      sourceNpi: ourNpi,
      facts,
      resource: printJson(resource),
      now: clock.now(),
    }),
  );
}
const ask = async (own: TestDatabase) => {
  const { permits, refused } = await permitsFor(own.db, 'united', theirNpi, [1], clock.now());
  return permits.length > 0 ? 'permit' : refused.get(1);
};
const journal = async (own: TestDatabase) => {
  while (await writeJournal(depsOf(own))) {}
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-journal-'));
  living = await testDatabase();
  restored = await testDatabase();
  for (const own of [living, restored]) await begin(own);
});
afterEach(async () => {
  await living.drop();
  await restored.drop();
  await rm(dir, { recursive: true });
});

test('a consent that was taken back stays taken back, and the same paper does not help', async () => {
  const [consent] = await listConsents(living.db);
  clock.advance(60);
  await living.db.tx((tx) => revokeConsent(tx, { id: consent!.id, why: 'asked', actor, at: clock.now() }));
  await journal(living);
  expect(await ask(restored)).toBe('permit');
  expect(await obeyJournal(depsOf(restored))).toEqual({ ended: 1, held: 0 });
  expect(await ask(restored)).toBe('consent-revoked');
  await show(restored);
  expect(await ask(restored)).toBe('consent-revoked');
  expect(await obeyJournal(depsOf(restored))).toEqual({ ended: 0, held: 0 });
});

test('what a member said beside a consent is lost with the database: the member is held until somebody looked', async () => {
  clock.advance(60);
  await living.db.tx((tx) => giveInstruction(tx, { personId: 1, recipientNpi: '*', actor, at: clock.now() }));
  await journal(living);
  expect(await obeyJournal(depsOf(restored))).toEqual({ ended: 1, held: 1 });
  await show(restored, { id: 'a-new-paper' });
  expect(await ask(restored)).toBe('person-hold');
});

test('a narrower consent that is lost does not leave the wider one in its place', async () => {
  clock.advance(60);
  await show(living, { id: 'narrow', end: '2026-07-15' });
  await journal(living);
  expect(await obeyJournal(depsOf(restored))).toMatchObject({ ended: 1 });
  expect(await ask(restored)).toBe('consent-revoked');
});

test('a database that was there all the time obeys nothing, and what nobody took back goes on', async () => {
  const [consent] = await listConsents(living.db);
  await living.db.tx((tx) => revokeConsent(tx, { id: consent!.id, why: 'asked', actor, at: clock.now() }));
  await show(living, { id: 'a-new-paper' });
  await journal(living);
  expect(await obeyJournal(depsOf(living))).toEqual({ ended: 0, held: 0 });
  expect(await ask(living)).toBe('permit');
  const names = await openFileStore(dir).list('journal/permissions');
  expect(names).toEqual(['2026-06-30']);
  expect(await openFileStore(dir).list('nothing')).toEqual([]);
});
