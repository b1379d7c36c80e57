// consent-and-sensitive-data 3.9: a new rule set is tried beside the one that holds, compared, and only then obeyed
import type { Clock } from '../clock/clock.ts';
import type { Db, Tx } from '../db/db.ts';
import { scanResource } from '../fhir/scan.ts';
import { activateLabels, type LabelChange, personsAfter, putInstants } from '../record/label-store.ts';
import { stampWrite } from '../record/write-stamp.ts';
import { bits, classMask } from '../sensitivity/bits.ts';
import { proposeLabels, type Relabelled } from './close.ts';
import type { Labelling } from './labelling.ts';
import { requireRuleSet } from './store.ts';

/** Persons whose labels are computed in one transaction. */
const persons_batch = 50;

export interface ClassDifference {
  label: string;
  /** Records that get the label, and that lose it. */
  gained: number;
  lost: number;
}

export interface Proposal {
  persons: number;
  records: number;
  classes: ClassDifference[];
}

/**
 * Labels every record with the newer rule set, beside the labels that hold. Until `activate`, a record leaves only if neither keeps it
 * here. Can be done again at any time; what comes in meanwhile has the newer labels already.
 */
export async function propose(
  { db }: { db: Db },
  labelling: Labelling,
  progress?: (persons: number) => void,
): Promise<Proposal> {
  const counts = new Map(bits.map(({ key }) => [key, { gained: 0, lost: 0 }]));
  let persons = 0;
  let records = 0;
  for await (const some of batches(db)) {
    const changed = await db.tx(async (tx) => {
      const all: Relabelled[] = [];
      for (const personId of some) all.push(...(await proposeLabels(tx, personId, labelling)));
      return all;
    });
    for (const { was, now } of changed) {
      records++;
      for (const { bit, key } of bits) {
        if (now & ~was & (1 << bit)) counts.get(key)!.gained++;
        if (was & ~now & (1 << bit)) counts.get(key)!.lost++;
      }
    }
    persons += some.length;
    progress?.(persons);
  }
  const classes = [...counts].map(([label, { gained, lost }]) => ({ label, gained, lost }));
  return { persons, records, classes: classes.filter(({ gained, lost }) => gained + lost > 0) };
}

/**
 * Lets the proposed labels hold, and asks for them from now on. A class that a record gains after it left is an incident to look into;
 * a record that loses what kept it here is a change that `_since` finds.
 * @param incidents opens the incidents of one transaction, and counts them
 */
export async function activate(
  { db, clock }: { db: Db; clock: Clock },
  labelling: Labelling,
  incidents: (tx: Tx, gained: readonly LabelChange[], at: Date) => Promise<number>,
): Promise<{ persons: number; changed: number; incidents: number }> {
  const total = { persons: 0, changed: 0, incidents: 0 };
  for await (const some of batches(db)) {
    await db.tx(async (tx) => {
      const changed = await activateLabels(tx, some, labelling.generation);
      total.persons += some.length;
      total.changed += changed.length;
      if (changed.length === 0) return;
      const at = await stampWrite(tx, clock);
      const gained = changed.filter(({ was, now }) => (now & ~was & classMask) !== 0);
      if (gained.length > 0) total.incidents += await incidents(tx, gained, at);
      const freed = changed.filter(({ was, now }) => (was & ~now) !== 0);
      await putInstants(
        tx,
        freed.map((record) => stamped(record, at)),
        at,
      );
    });
  }
  await requireRuleSet(db, labelling.generation, clock.now());
  return total;
}

async function* batches(db: Db): AsyncGenerator<number[]> {
  let after = -1;
  for (;;) {
    const some = await personsAfter(db, after, persons_batch);
    if (some.length === 0) return;
    yield some;
    after = some.at(-1)!;
  }
}

/** The text with the instant in `meta.lastUpdated`, where it has one. */
function stamped(record: LabelChange, at: Date): LabelChange {
  const line = Buffer.from(record.text);
  const span = scanResource(line).resource?.lastUpdated;
  if (!span) return record;
  const text = line.toString('utf8', 0, span.start) + at.toISOString() + line.toString('utf8', span.end);
  return { ...record, text };
}
