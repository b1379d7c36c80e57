// consent-and-sensitive-data 3.6: one predicate behind every door; this is the door of exports
import { copyOut } from '../db/copy-out.ts';
import type { Tx } from '../db/db.ts';
import { type Leaving, planLeaving, watchedLabels, watchedPersons } from '../labels/leaving.ts';
import { requiredGeneration } from '../labels/store.ts';
import { recordsCopy } from '../record/export-store.ts';
import type { ReleasePermit } from '../sensitivity/decide-record.ts';
import type { ExportDeps } from './deps.ts';
import { type RowSink, rowsInto } from './rows.ts';
import type { Export } from './store.ts';

interface Copy {
  deps: Pick<ExportDeps, 'baseUrl' | 'labelling'>;
  wanted: Export;
  signal: AbortSignal;
  /** What may leave of each member. */
  releases: ReadonlyMap<number, ReleasePermit>;
  sink: RowSink;
}

/** Members whose records are planned one by one, at a time: their cut texts are in memory. */
const planned_max = 20;

/**
 * All records of the permitted members: those with nothing sensitive in one COPY, that a label which is there after all would still
 * stop; the others as they were planned in this snapshot (consent-and-sensitive-data 3.6).
 */
export async function copyReleased(tx: Tx, { deps, wanted, signal, releases, sink }: Copy): Promise<void> {
  const options = { columns: 6, pressure: sink.files.pressure, signal };
  const watched = await watchedPersons(tx, releases);
  const plain = new Map<number, number[]>();
  for (const [personId, release] of releases) {
    if (watched.has(personId)) continue;
    const deny = watchedLabels(release);
    plain.set(deny, [...(plain.get(deny) ?? []), personId]);
  }
  for (const [deny, some] of plain) {
    const guarded = { ...wanted, guard: { deny } };
    await copyOut(tx.client, recordsCopy(some, guarded), rowsInto(sink), options);
  }
  if (watched.size === 0) return;
  const planning = {
    labelling: await deps.labelling(),
    required: await requiredGeneration(tx),
    base: `${deps.baseUrl}/fhir`,
  };
  const order = [...watched];
  for (let from = 0; from < order.length; from += planned_max) {
    const some = order.slice(from, from + planned_max);
    const plans = new Map<number, Leaving>();
    for (const personId of some)
      plans.set(personId, await planLeaving(tx, planning, personId, releases.get(personId)!, wanted));
    await copyOut(tx.client, recordsCopy(some, wanted), rowsInto({ ...sink, plans }), options);
  }
}
