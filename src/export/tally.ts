import type { LedgerEntry } from './store.ts';

/** Counts by member, type and reason; reason '' is released. */
export interface Tally {
  count(personId: number, type: string, reason: string, by?: number): void;
  entries(): LedgerEntry[];
}

export function openTally(): Tally {
  const persons = new Map<number, Map<string, { n: number; type: string; reason: string }>>();
  let lastId = -1;
  let last = new Map<string, { n: number; type: string; reason: string }>();
  return {
    count: (personId, type, reason, by = 1) => {
      if (personId !== lastId) {
        last = persons.get(personId) ?? new Map();
        persons.set(personId, last);
        lastId = personId;
      }
      const key = reason === '' ? type : `${type} ${reason}`;
      const cell = last.get(key);
      if (cell) cell.n += by;
      else last.set(key, { n: by, type, reason });
    },
    entries: () =>
      [...persons].flatMap(([personId, cells]) =>
        [...cells.values()].map(({ n, type, reason }) => ({ personId, type, reason, count: n })),
      ),
  };
}
