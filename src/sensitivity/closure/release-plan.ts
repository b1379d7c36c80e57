// consent-and-sensitive-data 3.4 (K5, K9, K10, K11), 3.5: what leaves, once it is known which records may not
import type { GraphRecord } from './graph.ts';
import { cutFor } from './required.ts';

export interface Dropped {
  ref: string;
  element: string;
  target: string;
  /** The entry of this list goes with the reference. */
  part?: string;
}

export interface ReleasePlan {
  released: Set<string>;
  /** One reason for each record that stays. */
  withheld: Map<string, string>;
  /** Cut out of released records, so that no byte holds the id of a withheld one. */
  drop: Dropped[];
}

/**
 * Which records leave and what is cut from them. A record stays when it is withheld by its own decision, when an element that its
 * profile requires points at one that stays, when nothing is left of a list that must have an entry, or when it is a helper
 * and nothing that leaves points at it (K11). A Patient always leaves (K12: elements are cut instead, `patientCuts`).
 * @param own reason for which a record may not leave, or undefined
 */
export function planRelease(
  records: readonly GraphRecord[],
  own: (record: GraphRecord) => string | undefined,
): ReleasePlan {
  const byRef = new Map(records.map((record) => [record.ref, record]));
  const withheld = new Map<string, string>();
  const referrers = new Map<string, GraphRecord[]>();
  for (const record of records)
    for (const { target } of record.links)
      if (byRef.has(target)) referrers.set(target, [...(referrers.get(target) ?? []), record]);

  const open: GraphRecord[] = [];
  const withhold = (record: GraphRecord, reason: string) => {
    if (record.type === 'Patient' || withheld.has(record.ref)) return;
    withheld.set(record.ref, reason);
    open.push(record);
  };
  for (const record of records) {
    const reason = own(record);
    if (reason !== undefined) withhold(record, reason);
  }
  for (let gone = open.pop(); gone !== undefined; gone = open.pop())
    for (const referrer of referrers.get(gone.ref) ?? [])
      if (cannotStand(referrer, withheld)) withhold(referrer, 'required-reference');

  const released = reachable(records, withheld);
  for (const record of records)
    if (!released.has(record.ref) && !withheld.has(record.ref)) withheld.set(record.ref, 'helper-unused');
  return { released, withheld, drop: dropped(records, released, withheld) };
}

function cannotStand(record: GraphRecord, withheld: ReadonlyMap<string, string>): boolean {
  return record.links.some(({ element, target }) => {
    if (!withheld.has(target)) return false;
    const cut = cutFor(record.type, element);
    if (cut.do === 'withhold') return true;
    return (
      cut.oneStays === true &&
      record.links.every((link) => link.element !== element || withheld.has(link.target))
    );
  });
}

/** K11: helpers leave with what points at them, helpers included. */
function reachable(records: readonly GraphRecord[], withheld: ReadonlyMap<string, string>): Set<string> {
  const byRef = new Map(records.map((record) => [record.ref, record]));
  const open = records.filter((record) => !record.helper && !withheld.has(record.ref));
  const released = new Set(open.map(({ ref }) => ref));
  for (let record = open.pop(); record !== undefined; record = open.pop())
    for (const { target } of record.links) {
      const helper = byRef.get(target);
      if (!helper || released.has(target) || withheld.has(target)) continue;
      released.add(target);
      open.push(helper);
    }
  return released;
}

function dropped(
  records: readonly GraphRecord[],
  released: ReadonlySet<string>,
  withheld: ReadonlyMap<string, string>,
): Dropped[] {
  const drop: Dropped[] = [];
  for (const record of records) {
    if (!released.has(record.ref)) continue;
    for (const { element, target } of record.links) {
      if (!withheld.has(target)) continue;
      const cut = cutFor(record.type, element);
      const part = cut.do === 'drop' ? cut.part : undefined;
      drop.push({ ref: record.ref, element, target, ...(part === undefined ? {} : { part }) });
    }
  }
  return drop;
}
