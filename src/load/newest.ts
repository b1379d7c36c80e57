import type { SpillEntry } from './spill.ts';

/**
 * One entry for each ref: the newest by `meta.lastUpdated`, of equals the one read last. The others are superseded.
 * The result is ordered by person's patient, so that what belongs together is written together.
 */
export function newestOfEach(entries: readonly SpillEntry[]): { entries: SpillEntry[]; superseded: number } {
  const newest = new Map<string, SpillEntry>();
  for (const entry of entries) {
    const { ref } = entry.record.view;
    const other = newest.get(ref);
    if (!other || isNewer(entry, other)) newest.set(ref, entry);
  }
  return { entries: [...newest.values()], superseded: entries.length - newest.size };
}

function isNewer(a: SpillEntry, b: SpillEntry): boolean {
  const at = instantOf(a) - instantOf(b);
  if (at !== 0) return at > 0;
  return a.file !== b.file ? a.file > b.file : a.line > b.line;
}

const instantOf = (entry: SpillEntry): number => Date.parse(entry.record.view.lastUpdated) || 0;
