import type { LedgerEntry } from './store.ts';

/** Counts by member, type and reason; reason '' is released. */
export interface Tally {
  count(personId: number, type: string, reason: string, by?: number): void;
  entries(): LedgerEntry[];
}

interface Cell {
  personId: number;
  type: string;
  reason: string;
  n: number;
}

export function openTally(): Tally {
  const cells = new Map<string, Cell>();
  // Rows come member by member and type by type: most belong where the last one did.
  let last: Cell = { personId: Number.NaN, type: '', reason: '', n: 0 };
  return {
    count: (personId, type, reason, by = 1) => {
      if (last.personId !== personId || last.type !== type || last.reason !== reason) {
        const key = `${personId} ${type} ${reason}`;
        const cell = cells.get(key) ?? { personId, type, reason, n: 0 };
        cells.set(key, cell);
        last = cell;
      }
      last.n += by;
    },
    entries: () =>
      [...cells.values()].map(({ personId, type, reason, n }) => ({ personId, type, reason, count: n })),
  };
}
