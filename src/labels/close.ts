// consent-and-sensitive-data 3.3, 3.4: the labels of all the records of a person, each by itself and through what belongs together
import { type Override, overridesInForce, personsWithOverrides } from '../consent/overrides.ts';
import type { Queries, Tx } from '../db/db.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { linesOfPerson, personsWithLabels, putLabels, putNextLabels } from '../record/label-store.ts';
import { classMask } from '../sensitivity/bits.ts';
import { type GraphRecord, graphRecord } from '../sensitivity/closure/graph.ts';
import { spread } from '../sensitivity/closure/spread.ts';
import type { Labelling } from './labelling.ts';
import { overridden } from './overridden.ts';
import { ownLabels } from './own.ts';
import {
  addReceived,
  type LabelReason,
  personsWithReasons,
  replaceReasons,
  selectReceived,
} from './store.ts';

/**
 * Of these persons, those who have a record with a class label, or had one: only they need closing. Call it when their new records, with
 * their own labels, are in the store.
 */
export async function labelledAmong(tx: Tx, personIds: readonly number[]): Promise<number[]> {
  const known = [
    ...(await personsWithReasons(tx, personIds)),
    ...(await personsWithOverrides(tx, personIds)),
  ];
  const people = personIds.filter((id) => id !== 0);
  const labelled = await personsWithLabels(tx, people, classMask);
  return [...new Set([...known, ...labelled])].sort((a, b) => a - b);
}

export interface Relabelled {
  ref: string;
  was: number;
  now: number;
}

export interface Relabelled {
  ref: string;
  was: number;
  now: number;
}

interface Computed {
  changed: Relabelled[];
  /** Records with the right labels of another rule set. */
  stale: { ref: string; labels: number }[];
  refs: string[];
  reasons: LabelReason[];
  received: { ref: string; mask: number }[];
}

/**
 * Labels one person's records anew, from their lines and what was ever received with them: the result hangs neither on what they had nor
 * on the order of arrival, and doing it twice changes nothing. Text stays as it is.
 */
export async function closeLabels(tx: Tx, personId: number, labelling: Labelling): Promise<void> {
  const { changed, stale, refs, reasons, received } = await compute(tx, personId, labelling);
  await addReceived(tx, personId, received);
  const rows = [...changed.map(({ ref, now }) => ({ ref, labels: now })), ...stale];
  await putLabels(tx, personId, rows, labelling.generation);
  await replaceReasons(tx, personId, refs, reasons);
}

/**
 * The same beside the labels that hold, which stay until `activate`: until then both count (3.9).
 * @returns the records whose labels will change
 */
export async function proposeLabels(tx: Tx, personId: number, labelling: Labelling): Promise<Relabelled[]> {
  const { changed, refs, reasons, received } = await compute(tx, personId, labelling);
  await addReceived(tx, personId, received);
  await putNextLabels(
    tx,
    personId,
    changed.map(({ ref, now }) => ({ ref, labels: now })),
  );
  await replaceReasons(tx, personId, refs, reasons);
  return changed;
}

async function compute(q: Queries, personId: number, labelling: Labelling): Promise<Computed> {
  const kept = await selectReceived(q, personId);
  const overrides = await overridesInForce(q, personId);
  const plain = kept.size === 0 && overrides.length === 0;
  return (
    (plain ? await withoutClasses(q, personId, labelling) : undefined) ??
    closed(q, personId, labelling, kept, overrides)
  );
}

/** Of a person without any class, as most are, nothing reaches another record: a look at each line is enough. Else undefined. */
async function withoutClasses(
  q: Queries,
  personId: number,
  labelling: Labelling,
): Promise<Computed | undefined> {
  const computed: Computed = { changed: [], stale: [], refs: [], reasons: [], received: [] };
  for await (const { ref, labels: was, ruleSet, line } of linesOfPerson(q, personId)) {
    let now = 0;
    if (ref.startsWith('Patient/') || labelling.look(Buffer.from(line)))
      now = ownLabels(JSON.parse(line) as JsonObject, personId, labelling).labels;
    if (personId !== 0 && (now & classMask) !== 0) return undefined;
    computed.refs.push(ref);
    if (now !== was) computed.changed.push({ ref, was, now });
    else if (ruleSet !== labelling.generation) computed.stale.push({ ref, labels: now });
  }
  return computed;
}

async function closed(
  q: Queries,
  personId: number,
  labelling: Labelling,
  kept: ReadonlyMap<string, number>,
  overrides: readonly Override[],
): Promise<Computed> {
  const graph: GraphRecord[] = [];
  const held = new Map<string, { labels: number; ruleSet: number }>();
  const reasons = new Map<string, LabelReason[]>();
  const received: Computed['received'] = [];
  for await (const { ref, labels, ruleSet, line } of linesOfPerson(q, personId)) {
    const resource = JSON.parse(line) as JsonObject;
    const own = ownLabels(resource, personId, labelling);
    const before = kept.get(ref) ?? 0;
    if ((own.received & ~before) !== 0) received.push({ ref, mask: own.received });
    held.set(ref, { labels, ruleSet });
    graph.push(graphRecord(resource, overridden(own.labels, resource, overrides) | before));
    const told = own.reasons.map(({ mask, source, rule, path }) => ({
      ref,
      mask,
      source: `${source}`,
      rule,
      path,
    }));
    if ((before & ~own.labels) !== 0)
      told.push({ ref, mask: before & ~own.labels, source: 'label', rule: 'received before', path: '' });
    if (told.length > 0) reasons.set(ref, told);
  }
  const computed: Computed = { changed: [], stale: [], refs: [...held.keys()], reasons: [], received };
  for (const [ref, { labels, gained }] of spread(graph)) {
    const { labels: was, ruleSet } = held.get(ref)!;
    for (const { mask, rule, from } of gained)
      reasons.set(ref, [...(reasons.get(ref) ?? []), { ref, mask, source: 'closure', rule, path: from }]);
    if (labels !== was) computed.changed.push({ ref, was, now: labels });
    else if (ruleSet !== labelling.generation) computed.stale.push({ ref, labels });
  }
  computed.reasons = [...reasons.values()].flat();
  return computed;
}
