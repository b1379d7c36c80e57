// p2p 4.6, 5.1, 5.8: nothing that leaves refers to something that stays

/** A record of one person with what closure needs. */
export interface LinkedRecord {
  ref: string;
  type: string;
  serviceEnd: string | null;
  /** Of a prior authorization: `authorizationReach`. */
  reach: string | null;
  authorization: boolean;
  withheld: string | null;
  refs: readonly string[];
}

export interface Closed {
  /** The latest service end of the record and of all that leaves and refers to it, directly or not. */
  reach: string | null;
  /** A document that only prior authorizations refer to: it leaves with one of them. */
  paDocument: boolean;
  /** Targets that are neither among these records nor known to the caller. */
  dangling: string[];
}

/**
 * Closes all the records of one person over their references.
 * @param elsewhere whether a target exists among the payer-wide records
 */
export function closeRecords(
  records: ReadonlyMap<string, LinkedRecord>,
  elsewhere: (target: string) => boolean,
): Map<string, Closed> {
  const closed = new Map<string, Closed>();
  for (const [ref, record] of records) {
    const dangling = record.refs.filter((target) => !records.has(target) && !elsewhere(target));
    closed.set(ref, { reach: ownReach(record), paDocument: false, dangling });
  }
  raise(records, closed);
  markDocuments(records, closed);
  return closed;
}

const ownReach = (record: LinkedRecord): string | null =>
  record.authorization ? record.reach : record.serviceEnd;

/** Claims leave by their own dates and authorizations by their own rule: neither gains reach. */
const gains = (record: LinkedRecord): boolean => record.type !== 'ExplanationOfBenefit';
/** A Provenance goes with what it speaks of, not the other way round. */
const gives = (record: LinkedRecord): boolean => record.withheld === null && record.type !== 'Provenance';

function raise(records: ReadonlyMap<string, LinkedRecord>, closed: ReadonlyMap<string, Closed>): void {
  const open = [...records.values()].filter(gives);
  for (let record = open.pop(); record !== undefined; record = open.pop()) {
    // No date of service: always inside.
    const reach = closed.get(record.ref)!.reach ?? 'infinity';
    for (const target of record.refs) {
      const linked = records.get(target);
      const known = closed.get(target);
      if (!linked || !known || known.reach === null || known.reach >= reach || !gains(linked)) continue;
      known.reach = reach;
      if (gives(linked)) open.push(linked);
    }
  }
}

function markDocuments(
  records: ReadonlyMap<string, LinkedRecord>,
  closed: ReadonlyMap<string, Closed>,
): void {
  const others = new Set<string>();
  const supporting = new Set<string>();
  for (const record of records.values()) {
    if (record.type === 'Provenance') continue;
    for (const target of record.refs) (record.authorization ? supporting : others).add(target);
  }
  for (const ref of supporting)
    if (ref.startsWith('DocumentReference/') && !others.has(ref)) {
      const known = closed.get(ref);
      if (known) known.paDocument = true;
    }
}
