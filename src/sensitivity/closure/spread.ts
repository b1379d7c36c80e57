// consent-and-sensitive-data 3.4, K2 to K7 and K10: where a label goes from the record that earned it, and no further
import { classMask, label } from '../bits.ts';
import { type GraphRecord, isClaim } from './graph.ts';

export interface Gained {
  mask: number;
  /** K2 … K10. */
  rule: string;
  /** The record that it came from. */
  from: string;
}

export interface Final {
  labels: number;
  gained: Gained[];
}

interface Edge {
  rule: string;
  from: string;
  to: string;
  /** What passes. */
  mask: number;
}

/**
 * Spreads labels over all the records of one person. The result is the least one that the rules allow: it does not hang on
 * the order of the records, and spreading the result again adds nothing.
 *
 * `own` alone feeds K2 and K3, so that an Encounter that was labelled for one of its records does not label the others; the rest
 * is followed as far as it goes within its few kinds of record. K1 is `classify` itself; K5 is the lack of an edge from a
 * Condition to what gives it as a reason; K8 is K3 over `context.encounter`; K9, K11 and K12 are in `release-plan.ts`.
 */
export function spread(records: readonly GraphRecord[]): Map<string, Final> {
  const byRef = new Map(records.map((record) => [record.ref, record]));
  const final = new Map<string, Final>(
    records.map((record) => [record.ref, { labels: record.own, gained: [] }]),
  );
  const give = ({ rule, from, to, mask }: Edge): boolean => {
    const target = final.get(to);
    const added = target === undefined ? 0 : mask & ~target.labels;
    // K12: what is said of others does not label the member.
    if (target === undefined || added === 0 || to.startsWith('Patient/')) return false;
    target.labels |= added;
    target.gained.push({ mask: added, rule, from });
    return true;
  };

  const sorted = [...records].sort((a, b) => (a.ref < b.ref ? -1 : 1));
  for (const edge of ownEdges(sorted, byRef)) give(edge);

  const edges = followedEdges(sorted, byRef);
  const open = sorted.filter(({ ref }) => (final.get(ref)!.labels & classMask) !== 0).map(({ ref }) => ref);
  for (let ref = open.shift(); ref !== undefined; ref = open.shift())
    for (const edge of edges.get(ref) ?? [])
      if (give({ ...edge, mask: final.get(ref)!.labels & edge.mask })) open.push(edge.to);
  return final;
}

/** How a record says in which Encounter it belongs. */
const encounterElements = new Set(['encounter', 'context', 'context.encounter', 'item.encounter']);

/** K2, K3, K10: from what a record itself says. */
function ownEdges(records: readonly GraphRecord[], byRef: ReadonlyMap<string, GraphRecord>): Edge[] {
  const edges: Edge[] = [];
  for (const record of records) {
    const own = record.own & classMask;
    for (const { element, target } of record.links) {
      if (target.startsWith('Encounter/') && encounterElements.has(element)) {
        if (own !== 0) edges.push({ rule: 'K2', from: record.ref, to: target, mask: own });
        const encounter = (byRef.get(target)?.own ?? 0) & classMask;
        if (encounter !== 0) edges.push({ rule: 'K3', from: target, to: record.ref, mask: encounter });
      }
      if (record.type === 'Provenance' && element === 'target' && (own & label.PART2) !== 0)
        edges.push({ rule: 'K10', from: record.ref, to: target, mask: own & (label.PART2 | label.SUD) });
    }
  }
  return edges;
}

/** `Type.element → Type`: `up` labels the referrer for the target, `down` the target for the referrer. */
const followed: readonly {
  rule: string;
  type: RegExp;
  element: RegExp;
  target: RegExp;
  up?: true;
  down?: true;
}[] = [
  { rule: 'K4', type: /^DiagnosticReport$/, element: /^result$/, target: /^Observation$/, up: true },
  {
    rule: 'K4',
    type: /^Observation$/,
    element: /^(hasMember|derivedFrom)$/,
    target: /^Observation$/,
    up: true,
  },
  {
    rule: 'K4',
    type: /^Medication(Request|Dispense|Administration|Statement)$|^ExplanationOfBenefit$/,
    element: /^medicationReference$|productReference$/,
    target: /^Medication$/,
    up: true,
  },
  { rule: 'K4', type: /^CarePlan$/, element: /^goal$/, target: /^Goal$/, up: true, down: true },
  {
    rule: 'K4',
    type: /^Observation$/,
    element: /^derivedFrom$/,
    target: /^QuestionnaireResponse$/,
    up: true,
    down: true,
  },
  {
    rule: 'K4',
    type: /^QuestionnaireResponse$/,
    element: /^(partOf|item\..*)$/,
    target: /^Observation$/,
    up: true,
    down: true,
  },
  {
    rule: 'K6',
    type: /^(ExplanationOfBenefit|Claim)$/,
    element: /^(related\.claim|claim)$/,
    target: /^(ExplanationOfBenefit|Claim)$/,
    up: true,
    down: true,
  },
  {
    rule: 'K7',
    type: /^(ExplanationOfBenefit|Claim)$/,
    element: /^(supportingInfo\.valueReference|referral|prescription|originalPrescription)$/,
    target:
      /^(DocumentReference|Observation|DiagnosticReport|QuestionnaireResponse|ServiceRequest|MedicationRequest)$/,
    up: true,
    down: true,
  },
];

function followedEdges(
  records: readonly GraphRecord[],
  byRef: ReadonlyMap<string, GraphRecord>,
): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  const add = (rule: string, from: string, to: string) => {
    if (from === to) return;
    const known = edges.get(from);
    const edge = { rule, from, to, mask: classMask };
    if (known) known.push(edge);
    else edges.set(from, [edge]);
  };
  const byKey = new Map<string, string[]>();
  for (const record of records) {
    for (const { element, target } of record.links) {
      const type = byRef.get(target)?.type;
      if (type === undefined) continue;
      for (const row of followed) {
        if (!row.type.test(record.type) || !row.element.test(element) || !row.target.test(type)) continue;
        if (row.up) add(row.rule, target, record.ref);
        if (row.down) add(row.rule, record.ref, target);
      }
    }
    if (isClaim(record.type))
      for (const key of record.keys) byKey.set(key, [...(byKey.get(key) ?? []), record.ref]);
  }
  // A ring is enough: what one of the claims has, all get.
  for (const [key, refs] of byKey)
    for (let i = 0; i < refs.length && refs.length > 1; i++) {
      const rule = key.startsWith('pa:') ? 'K7' : 'K6';
      add(rule, refs[i]!, refs[(i + 1) % refs.length]!);
    }
  return edges;
}
