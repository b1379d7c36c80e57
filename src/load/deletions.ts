import type { Tx } from '../db/db.ts';
import { forgetSources } from '../person/person.ts';
import { personsReferringTo } from '../record/closure-store.ts';
import { deleteRecords } from '../record/delete.ts';
import { reclosePersons } from './store-batch.ts';

/**
 * Deletes our own records and closes those that referred to them. What is not here is passed over: a deletion that was
 * loaded before is no fault.
 */
export async function applyDeletions(tx: Tx, refs: readonly string[], deletedAt: Date): Promise<void> {
  const gone = await deleteRecords(tx, refs, { origin: 0, deletedAt });
  await forgetSources(
    tx,
    gone.map((record) => record.ref),
  );
  const persons = new Set(gone.map((record) => record.personId).filter((id) => id !== 0));
  const payerWide = gone.filter((record) => record.personId === 0).map((record) => record.ref);
  if (payerWide.length > 0)
    for (const id of await personsReferringTo(tx, payerWide)) if (id !== 0) persons.add(id);
  await reclosePersons(tx, [...persons], deletedAt);
}
