import type { MergeCounts, MergeResult } from './merge.ts';
import type { Fate } from './merge-decision.ts';

/** What became of the rows of one file, person and type. */
export interface MergeTally {
  file: number;
  personId: number;
  type: string;
  stored: number;
  duplicate: number;
  refused: number;
}

interface Counted {
  personId: number;
  type: string;
}

/** Keeps a merge's counts. Every row is counted once: as stored, duplicate or refused. */
export function openTally() {
  const tallies = new Map<string, MergeTally>();
  const counts: MergeCounts = {
    stored: 0,
    inserted: 0,
    replaced: 0,
    moved: 0,
    duplicate: 0,
    unchanged: 0,
    refused: 0,
  };

  function of({ personId, type }: Counted, file: number): MergeTally {
    const key = `${file} ${personId} ${type}`;
    let tally = tallies.get(key);
    if (!tally) {
      tally = { file, personId, type, stored: 0, duplicate: 0, refused: 0 };
      tallies.set(key, tally);
    }
    return tally;
  }
  function stored(row: Counted, file: number): void {
    of(row, file).stored++;
    counts.stored++;
  }
  function duplicate(row: Counted, file: number): void {
    of(row, file).duplicate++;
    counts.duplicate++;
  }
  /** A line that counted as stored has lost to a later one, of another person; which file it came from is not known. */
  function demote(loser: Counted, file: number): void {
    let tally = tallies.get(`${file} ${loser.personId} ${loser.type}`);
    if (!tally || tally.stored === 0)
      tally = [...tallies.values()].find(
        (t) => t.personId === loser.personId && t.type === loser.type && t.stored > 0,
      );
    if (!tally) return;
    tally.stored--;
    tally.duplicate++;
    counts.stored--;
    counts.duplicate++;
  }

  return {
    /** A later line of the same batch has the same ref. */
    superseded: duplicate,
    decided(row: Counted, file: number, fate: Fate, held: Counted | undefined): void {
      switch (fate) {
        case 'inserted':
        case 'replaced':
        case 'moved':
          counts[fate]++;
          stored(row, file);
          return;
        case 'unchanged':
          counts.unchanged++;
          duplicate(row, file);
          return;
        case 'replaced-again':
          // The earlier line counts as stored already, and there is one row: one of the two is the duplicate.
          duplicate(row, file);
          return;
        case 'moved-again':
          if (held) demote(held, file);
          stored(row, file);
          return;
        case 'refused':
          of(row, file).refused++;
          counts.refused++;
      }
    },
    result: (): MergeResult => ({ counts, tallies: [...tallies.values()] }),
  };
}
