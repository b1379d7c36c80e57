// consent-and-sensitive-data 4.4, 5.4: a restore of the database cannot revive what a member took back
import { text } from 'node:stream/consumers';
import type { BlobStore } from '../blob/blob.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db, Tx } from '../db/db.ts';
import { isPerson } from '../person/store.ts';
import { revokeConsent } from './consents.ts';
import {
  type Ended,
  isBehind,
  markJournaled,
  noteJournal,
  raiseFloor,
  revivedConsents,
  takeEnded,
  unknownJournals,
} from './journal-store.ts';
import { giveOverride, overridesInForce } from './overrides.ts';

export interface JournalDeps {
  db: Db;
  objects: BlobStore;
  clock: Clock;
  random: Random;
}

const folder = 'journal/permissions';
/** Endings in one object. */
const journalLines_max = 5_000;
/** How long an ending may wait to be written. */
const journalEvery_ms = 5_000;

/** Asked for once when a worker starts; asks for itself again. */
export const journalTask = 'permission.journal';

export const journalTasks = (deps: JournalDeps) => ({
  [journalTask]: async () => {
    while (await writeJournal(deps)) {}
    return { again: new Date(deps.clock.now().getTime() + journalEvery_ms) };
  },
});

/**
 * Writes what ended since the last time into the object store: numbers of persons and partners, no more. Written before it is marked: a
 * crash between writes it twice, which changes nothing.
 * @returns whether there was anything
 */
export async function writeJournal({ db, objects, clock, random }: JournalDeps): Promise<boolean> {
  return db.tx(async (tx) => {
    const ended = await takeEnded(tx, journalLines_max);
    if (ended.length === 0) return false;
    const at = clock.now();
    const day = at.toISOString().slice(0, 10);
    const name = `${folder}/${day}/${at.toISOString().slice(11, 19).replaceAll(':', '')}-${random.uuid()}.ndjson`;
    const writer = await objects.writer(name);
    const lines = ended.map(({ seq: _, ...one }) => `${JSON.stringify(one)}\n`);
    await writer.write(Buffer.from(lines.join('')));
    await writer.commit();
    await markJournaled(
      tx,
      ended.map(({ seq }) => seq),
      name,
      at,
    );
    return true;
  });
}

/**
 * Obeys what the object store remembers and this database does not: it was restored from before. Consents that ended are ended again; of
 * a person of whom something else was said (an instruction, a hold, a death) everything is held until an officer has looked, for what was
 * said is lost. To be done before anything is answered.
 * @returns how many consents were ended and persons held
 */
export async function obeyJournal(deps: JournalDeps): Promise<{ ended: number; held: number }> {
  const done = { ended: 0, held: 0 };
  for (const day of await deps.objects.list(folder)) {
    const names = (await deps.objects.list(`${folder}/${day}`)).map((name) => `${folder}/${day}/${name}`);
    for (const name of await unknownJournals(deps.db, names)) {
      const lines = (await text(await deps.objects.read(name))).split('\n').filter((line) => line !== '');
      await deps.db.tx(async (tx) => {
        for (const line of lines) await obey(tx, deps, JSON.parse(line) as Ended, done);
        await noteJournal(tx, name, deps.clock.now());
      });
    }
  }
  return done;
}

async function obey(
  tx: Tx,
  { clock, random }: JournalDeps,
  one: Ended,
  done: { ended: number; held: number },
): Promise<void> {
  // Who came after the backup is not here: nothing of them can leave.
  if (!(await isBehind(tx, one)) || !(await isPerson(tx, one.personId))) return;
  const at = clock.now();
  for (const id of await revivedConsents(tx, one)) {
    await revokeConsent(tx, { id, why: 'ended before the database was restored', actor: 'system', at });
    done.ended++;
  }
  const held = (await overridesInForce(tx, one.personId)).some(({ reason }) => reason === 'restore');
  if (one.cause === 'instruction' && !held) {
    await giveOverride(
      tx,
      { random },
      {
        personId: one.personId,
        scope: 'person',
        value: '',
        effect: 'hold',
        labels: 0,
        by: 'system',
        role: 'officer',
        reason: 'restore',
        validFrom: null,
        validTo: null,
      },
      at,
    );
    done.held++;
  }
  await raiseFloor(tx, one);
}
