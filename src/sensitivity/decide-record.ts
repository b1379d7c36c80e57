// consent-and-sensitive-data 3.6, 5.2: whether one record may leave under one permit. One table, read from the top.
import { classMask, label, neverMask } from './bits.ts';

/** How a PART2 record may leave (`part2.release`), as the permit found it; null: it may not. */
export type Part2Basis = 'statement' | 'tpo' | null;

export interface RecordFacts {
  /** Final labels, states included. */
  labels: number;
  type: string;
  /** `claims`, `pharmacy`, `prior-auth`, `clinical`, `always`: the scope category. */
  category: string;
  /** Service days; null: no date of service, inside every window. */
  start: string | null;
  end: string | null;
  /** A hold (safety, litigation) on the record itself, or an `add` of the member. */
  hold: boolean;
  memberAdd: boolean;
}

/** Classes that may not leave, by who says so. */
export interface DenyMasks {
  /** `#regular`: `sensitivity.regularExcludes`. */
  policy: number;
  jurisdiction: number;
  member: number;
  partner: number;
}

export interface ReleasePermit {
  policy: 'regular' | 'sensitive';
  deny: DenyMasks;
  /** Categories granted; `always` is granted to all. */
  categories: ReadonlySet<string>;
  /** First and last day of service that are granted; null: open. */
  window: { from: string | null; to: string | null };
  part2: Part2Basis;
  /** Types whose attachments and free text the payer has declared ordinary. */
  declaredOrdinary: ReadonlySet<string>;
}

export type WithheldReason =
  | 'unclassified'
  | 'never'
  | 'scope-category'
  | 'scope-date'
  | 'sensitive'
  | 'member-instruction'
  | 'jurisdiction'
  | 'partner-agreement'
  | 'part2-no-basis'
  | 'opaque';

export type RecordDecision =
  /** `emit`: the record carries its labels (`securityOf`). `part2`: notice and explanation go with it. */
  { release: true; emit: boolean; part2: boolean } | { release: false; withhold: WithheldReason };

type Outcome = WithheldReason | 'release' | 'release-labelled' | 'release-part2';
interface Row {
  when(record: RecordFacts, permit: ReleasePermit): boolean;
  regular: Outcome;
  sensitive: Outcome;
}

/** Every class is excluded under `#regular` unless the payer signed that it is not. */
export const regularExcludes_default: number = classMask;

const has = (record: RecordFacts, mask: number): boolean => (record.labels & mask) !== 0;
const always = (): boolean => true;

/** The rows of 5.2, the first that fits. Exported for its test alone, which reads it beside the specification. */
export const rows: readonly Row[] = [
  { when: (r) => has(r, label.UNCLASSIFIED), regular: 'unclassified', sensitive: 'unclassified' },
  { when: (r) => r.hold || has(r, neverMask), regular: 'never', sensitive: 'never' },
  {
    when: (r, p) => r.category !== 'always' && !p.categories.has(r.category),
    regular: 'scope-category',
    sensitive: 'scope-category',
  },
  { when: outside, regular: 'scope-date', sensitive: 'scope-date' },
  {
    when: (r, p) => r.memberAdd || has(r, label.OWN | p.deny.member),
    regular: 'sensitive',
    sensitive: 'member-instruction',
  },
  { when: (r, p) => has(r, p.deny.jurisdiction), regular: 'sensitive', sensitive: 'jurisdiction' },
  { when: (r, p) => has(r, p.deny.partner), regular: 'sensitive', sensitive: 'partner-agreement' },
  {
    when: (r, p) => has(r, label.PART2) && p.part2 === null,
    regular: 'sensitive',
    sensitive: 'part2-no-basis',
  },
  { when: (r) => has(r, label.PART2), regular: 'sensitive', sensitive: 'release-part2' },
  {
    when: (r, p) => has(r, classMask & (p.policy === 'regular' ? p.deny.policy : classMask)),
    regular: 'sensitive',
    sensitive: 'release-labelled',
  },
  {
    when: (r, p) => has(r, label.OPAQUE) && !p.declaredOrdinary.has(r.type),
    regular: 'opaque',
    sensitive: 'release',
  },
  { when: always, regular: 'release', sensitive: 'release' },
];

/** Days inside a window count whole: a record is outside only when none of its days is inside. */
function outside(record: RecordFacts, { window }: ReleasePermit): boolean {
  if (record.start === null || record.end === null) return false;
  return (
    (window.from !== null && record.end < window.from) || (window.to !== null && record.start > window.to)
  );
}

/** Decides one record. What is withheld has one reason, for the member and the officer; never for the partner. */
export function decideRecord(record: RecordFacts, permit: ReleasePermit): RecordDecision {
  const row = rows.find((one) => one.when(record, permit))!;
  const outcome = row[permit.policy];
  switch (outcome) {
    case 'release':
      return { release: true, emit: false, part2: false };
    case 'release-labelled':
      return { release: true, emit: true, part2: false };
    case 'release-part2':
      return { release: true, emit: true, part2: true };
    default:
      return { release: false, withhold: outcome };
  }
}
