/** What is wrong with the chain, and from where on it proves nothing. */
export interface Finding {
  /** The first entry that it concerns; null when it concerns none that is chained. */
  seq: number | null;
  what: FindingKind;
  text: string;
}

export type FindingKind =
  /** The entry is not the one that was chained. */
  | 'changed'
  | 'removed'
  | 'inserted'
  /** Changed, and its hash made anew. */
  | 'replaced'
  /** It was chained at a time before the entry before it. */
  | 'clock-step'
  | 'seal-missing'
  /** The object store holds another head than the database. */
  | 'seal-differs'
  | 'seal-late'
  /** It waits too long to be chained. */
  | 'not-chained';

/** By place; what concerns the chained comes first. */
export const byPlace = (a: Finding, b: Finding): number =>
  (a.seq ?? Number.POSITIVE_INFINITY) - (b.seq ?? Number.POSITIVE_INFINITY) || 0;
