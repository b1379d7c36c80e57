// consent-and-sensitive-data 3.5, 3.6: one predicate behind export, search, read and $everything
import type { Tx } from '../db/db.ts';
import { planLeaving, watchedLabels, watchedPersons } from '../labels/leaving.ts';
import { requiredGeneration } from '../labels/store.ts';
import type { Planned, Windows } from '../record/leaving-store.ts';
import { paFrom, windowFrom } from '../release/rules.ts';
import type { SearchAccess } from './access.ts';

/**
 * What leaves of these persons at this request, in this snapshot: the windows, and for members with something sensitive what was
 * planned of their records. A search runs over what leaves, in the form in which it leaves: it finds nothing by what was cut.
 */
export async function windowsOf(
  tx: Tx,
  access: SearchAccess,
  personIds: readonly number[],
): Promise<Windows> {
  const asOf = access.now.toISOString().slice(0, 10);
  const windows = { requestedAt: access.now, windowFrom: windowFrom(asOf), paFrom: paFrom(asOf) };
  const releases = new Map(
    access.permits
      .filter((permit) => personIds.includes(permit.personId))
      .map((permit) => [permit.personId, permit.release]),
  );
  const watched = await watchedPersons(tx, releases);
  if (watched.size === 0) {
    // A label that is there after all stops a record.
    const deny = [...releases.values()].reduce((mask, release) => mask | watchedLabels(release), 0);
    return { ...windows, guard: { deny } };
  }
  const deps = {
    labelling: await access.labels.labelling(),
    required: await requiredGeneration(tx),
    base: access.labels.base,
  };
  const hidden: string[] = [];
  const edited: Planned['edited'][number][] = [];
  for (const [personId, release] of releases) {
    const plan = await planLeaving(tx, deps, personId, release, windows);
    hidden.push(...plan.withheld.keys());
    for (const [ref, { text }] of plan.edited) edited.push({ ref, text });
  }
  return { ...windows, planned: { hidden, edited } };
}
