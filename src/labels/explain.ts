import type { Db } from '../db/db.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { labelsOfRef } from '../record/label-store.ts';
import { keysOf, label } from '../sensitivity/bits.ts';
import { classify } from '../sensitivity/classify.ts';
import type { Labelling } from './labelling.ts';
import { selectReasons } from './store.ts';

export interface ExplainedLabels {
  labels: string[];
  /** What a newer rule set says, where it waits to be activated. */
  next: string[] | null;
  ruleSet: number;
  reasons: { labels: string[]; source: string; rule: string; path: string }[];
  /** Hits of low confidence: shown, not applied. */
  suggestions: { labels: string[]; source: string; rule: string; path: string }[];
}

/** Why a record has its labels, for an officer: rule and place, never the text. One entry a person that holds a record of this name. */
export async function explainLabels(
  db: Db,
  labelling: () => Promise<Labelling>,
  ref: string,
): Promise<ExplainedLabels[]> {
  const { rules, sources } = await labelling();
  const explained: ExplainedLabels[] = [];
  for (const { personId, labels, next, ruleSet, line } of await labelsOfRef(db, ref)) {
    const { suggestions, reasons } = classify(JSON.parse(line) as JsonObject, rules, sources);
    const kept = await selectReasons(db, personId, ref);
    // Reasons are kept of members with a class; of an opaque record of others the look is repeated.
    const shown = kept.length > 0 ? kept : personId === 0 ? [] : reasons;
    explained.push({
      labels: namesOf(labels),
      next: next === null ? null : namesOf(next),
      ruleSet,
      reasons: shown.map(({ mask, ...reason }) => ({ ...reason, labels: keysOf(mask) })),
      suggestions: suggestions.map(({ mask, ...reason }) => ({ ...reason, labels: keysOf(mask) })),
    });
  }
  return explained;
}

/** Classes and the two states. */
export const namesOf = (labels: number): string[] => [
  ...keysOf(labels),
  ...(labels & label.HOLD ? ['HOLD'] : []),
  ...(labels & label.OPAQUE ? ['OPAQUE'] : []),
  ...(labels & label.UNCLASSIFIED ? ['UNCLASSIFIED'] : []),
];
