import { assert } from '../problem/problem.ts';
import type { MergeTally } from '../record/merge-tally.ts';
import type { FileCounts, LedgerRow } from './store.ts';

export interface FileLedger {
  /** One line that was quarantined; person 0: it is not known whose it is. */
  quarantined(personId: number): void;
  /** One line that is not what its profiles ask. What became of it is counted besides. */
  invalid(personId: number): void;
  /** One line that is no record (a deletion). */
  counted(outcome: 'stored' | 'duplicate'): void;
  /** What became of the records. Refused ones are counted by `quarantined`. */
  merged(tallies: readonly MergeTally[]): void;
  /** @throws when a line is missing: `received` is counted apart, line by line */
  close(received: number): { counts: FileCounts; rows: LedgerRow[] };
}

/** Counts one file per person. Every line of it is stored, duplicate or quarantined, and counts once. */
export function openLedger(type: string): FileLedger {
  const rows = new Map<number, LedgerRow>();
  function of(personId: number): LedgerRow {
    let row = rows.get(personId);
    if (!row) {
      row = { personId, type, received: 0, stored: 0, duplicate: 0, quarantined: 0, invalid: 0 };
      rows.set(personId, row);
    }
    return row;
  }
  return {
    quarantined(personId) {
      of(personId).quarantined++;
    },
    invalid(personId) {
      of(personId).invalid++;
    },
    counted(outcome) {
      of(0)[outcome]++;
    },
    merged(tallies) {
      for (const tally of tallies) {
        const row = of(tally.personId);
        row.stored += tally.stored;
        row.duplicate += tally.duplicate;
      }
    },
    close(received) {
      const counts: FileCounts = { received, stored: 0, duplicate: 0, quarantined: 0 };
      for (const row of rows.values()) {
        row.received = row.stored + row.duplicate + row.quarantined;
        counts.stored += row.stored;
        counts.duplicate += row.duplicate;
        counts.quarantined += row.quarantined;
      }
      assert(
        received === counts.stored + counts.duplicate + counts.quarantined,
        'every received line is stored, duplicate or quarantined',
      );
      return { counts, rows: [...rows.values()] };
    },
  };
}
