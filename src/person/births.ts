import type { Queries } from '../db/db.ts';
import { membersOfPersons } from './store.ts';

/** What our records say of a person's age, where they agree. */
export interface BirthFacts {
  /** `YYYY-MM-DD`; null: not known to the day, or told in two ways. */
  date: string | null;
  /** Two capital letters; null: not known, or several. */
  state: string | null;
}

/** Birth dates and states of residence. A person whom nothing is said of is absent. */
export async function birthsOf(q: Queries, personIds: readonly number[]): Promise<Map<number, BirthFacts>> {
  if (personIds.length === 0) return new Map();
  const dates = new Map<number, Set<string>>();
  const states = new Map<number, Set<string>>();
  for (const { personId, birthDate, addresses } of await membersOfPersons(q, personIds)) {
    note(dates, personId, birthDate ?? '');
    for (const { state } of addresses) if (state) note(states, personId, state.toUpperCase());
  }
  return new Map(
    [...dates].map(([personId, told]) => {
      const date = only(told) ?? '';
      return [
        personId,
        { date: /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null, state: only(states.get(personId)) ?? null },
      ];
    }),
  );
}

const note = (map: Map<number, Set<string>>, personId: number, value: string) =>
  map.set(personId, (map.get(personId) ?? new Set()).add(value));

const only = (values: ReadonlySet<string> | undefined): string | undefined =>
  values?.size === 1 ? [...values][0] : undefined;
