import type { HeldLink, NewClosure, Unresolved } from '../record/closure-store.ts';
import { closeRecords, type LinkedRecord } from '../release/closure.ts';
import type { ReleaseView } from '../release/release-view.ts';

/** A record that came with the load, with its person (0: payer-wide). */
export interface Incoming {
  personId: number;
  view: ReleaseView;
  /** Sensitivity labels of the record by itself. */
  labels: number;
  paDocument: boolean;
}

/** What a person's records are closed against. */
export interface Surroundings {
  /** The person's records in the store, without their texts. */
  held: readonly HeldLink[];
  /** References that were cut from held records because their target was not here. */
  wasCut: readonly Unresolved[];
  /** Payer-wide records among the targets, those of this load included. */
  payerWide: ReadonlySet<string>;
  /** The person's own Patient ids. */
  patients: ReadonlySet<string>;
}

/** A record whose text must be made again, without these references. */
export interface Review {
  personId: number;
  ref: string;
  dangling: string[];
}

/** What closing asks for. */
export interface Closing {
  /** Incoming records whose view lacks references; to be made again before the merge. */
  incoming: { one: Incoming; dangling: string[] }[];
  /** Held records whose reach changes. */
  closures: NewClosure[];
  /** Held records whose text changes although they were not loaded again, or not changed. */
  held: Review[];
  /** Records that are written: what was noted about their cut references is void. */
  written: { personId: number; ref: string }[];
}

/** Closes one person's records, incoming over held. Fills in `reach` and `paDocument` of the incoming ones. Pure but for that. */
export function closePerson(personId: number, incoming: readonly Incoming[], around: Surroundings): Closing {
  const closing: Closing = { incoming: [], closures: [], held: [], written: [] };
  const records = new Map<string, LinkedRecord>(around.held.map((link) => [link.ref, link]));
  for (const { view } of incoming) records.set(view.ref, linkOf(view));
  const closed = closeRecords(records, (target) => around.payerWide.has(target));

  const heldByRef = new Map(around.held.map((link) => [link.ref, link]));
  const written = new Set<string>();
  for (const one of incoming) {
    const { view } = one;
    const { reach, paDocument, dangling } = closed.get(view.ref)!;
    view.reach = reach;
    one.paDocument = paDocument;
    if (heldByRef.get(view.ref)?.hash.equals(view.hash)) continue;
    written.add(view.ref);
    closing.written.push({ personId, ref: view.ref });
    const foreign = view.patients.some((id) => !around.patients.has(id));
    if (foreign || dangling.length > 0) closing.incoming.push({ one, dangling });
  }
  const cutOf = new Map<string, string[]>();
  for (const { ref, target } of around.wasCut) cutOf.set(ref, [...(cutOf.get(ref) ?? []), target]);
  for (const link of around.held) {
    if (written.has(link.ref)) continue;
    const { reach, paDocument, dangling } = closed.get(link.ref)!;
    if (reach !== link.reach || paDocument !== link.paDocument)
      closing.closures.push({ personId, ref: link.ref, reach, paDocument });
    const cut = cutOf.get(link.ref) ?? [];
    if (dangling.length !== cut.length || !dangling.every((target) => cut.includes(target)))
      closing.held.push({ personId, ref: link.ref, dangling });
  }
  return closing;
}

/** Payer-wide records have no dates and belong to nobody: only what they refer to counts, and no Patient may. */
export function closePayerWide(incoming: readonly Incoming[], payerWide: ReadonlySet<string>): Closing {
  const closing: Closing = { incoming: [], closures: [], held: [], written: [] };
  for (const one of incoming) {
    const dangling = one.view.refs.filter((target) => !payerWide.has(target));
    closing.written.push({ personId: 0, ref: one.view.ref });
    if (dangling.length > 0 || one.view.patients.length > 0) closing.incoming.push({ one, dangling });
  }
  return closing;
}

const linkOf = (view: ReleaseView): LinkedRecord => ({
  ref: view.ref,
  type: view.type,
  serviceEnd: view.serviceEnd,
  reach: view.reach,
  authorization: view.paChanged !== null || view.paUntil !== null,
  withheld: view.withheld,
  refs: view.refs,
});
