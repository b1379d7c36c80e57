// consent-and-sensitive-data 3.3, 3.4: the labels of all the records of a person, each by itself and through what belongs together
import type { Tx } from '../db/db.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { type HeldLine, linesOfPerson, personsWithLabels, putLabels } from '../record/label-store.ts';
import { classMask } from '../sensitivity/bits.ts';
import { type GraphRecord, graphRecord } from '../sensitivity/closure/graph.ts';
import { spread } from '../sensitivity/closure/spread.ts';
import type { Labelling } from './labelling.ts';
import { ownLabels } from './own.ts';
import { addReceived, type LabelReason, replaceReasons, selectReceived } from './store.ts';

/**
 * Of these persons, those with a record that has a class label: only they need closing. Call it when their new records, with their
 * own labels, are in the store.
 */
export const labelledAmong = (tx: Tx, personIds: readonly number[]): Promise<number[]> =>
  personsWithLabels(
    tx,
    personIds.filter((id) => id !== 0),
    classMask,
  );

export interface Relabelled {
  ref: string;
  was: number;
  now: number;
}

/**
 * Labels one person's records anew, from their lines and what was ever received with them: the result hangs neither on what they had nor
 * on the order of arrival, and doing it twice changes nothing. Text stays as it is.
 * @returns the records whose labels changed
 */
export async function closeLabels(tx: Tx, personId: number, labelling: Labelling): Promise<Relabelled[]> {
  const kept = await selectReceived(tx, personId);
  const graph: GraphRecord[] = [];
  const held = new Map<string, HeldLine>();
  const reasons = new Map<string, LabelReason[]>();
  const received: { ref: string; mask: number }[] = [];
  for await (const line of linesOfPerson(tx, personId)) {
    const resource = JSON.parse(line.line) as JsonObject;
    const own = ownLabels(resource, personId, labelling);
    const before = kept.get(line.ref) ?? 0;
    if ((own.received & ~before) !== 0) received.push({ ref: line.ref, mask: own.received });
    held.set(line.ref, { ...line, line: '' });
    graph.push(graphRecord(resource, own.labels | before));
    const told = own.reasons.map(({ mask, source, rule, path }) => ({
      ref: line.ref,
      mask,
      source,
      rule,
      path,
    }));
    if ((before & ~own.labels) !== 0)
      told.push({
        ref: line.ref,
        mask: before & ~own.labels,
        source: 'label',
        rule: 'received before',
        path: '',
      });
    if (told.length > 0) reasons.set(line.ref, told);
  }
  const changed: Relabelled[] = [];
  const stale: string[] = [];
  for (const [ref, { labels, gained }] of spread(graph)) {
    const { labels: was, ruleSet } = held.get(ref)!;
    for (const { mask, rule, from } of gained)
      reasons.set(ref, [...(reasons.get(ref) ?? []), { ref, mask, source: 'closure', rule, path: from }]);
    if (labels !== was) changed.push({ ref, was, now: labels });
    else if (ruleSet !== labelling.generation) stale.push(ref);
  }
  await addReceived(tx, personId, received);
  await putLabels(
    tx,
    personId,
    [
      ...changed.map(({ ref, now }) => ({ ref, labels: now })),
      ...stale.map((ref) => ({ ref, labels: held.get(ref)!.labels })),
    ],
    labelling.generation,
  );
  await replaceReasons(tx, personId, [...held.keys()], [...reasons.values()].flat());
  return changed;
}
