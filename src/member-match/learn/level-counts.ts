import { type FieldName, fieldNames, type LevelTables } from '../model.ts';

/** How often each field stood at each level; shares of a comparison count as such. */
export type LevelCounts = Map<string, number>;

/** Adds one field of a comparison; what is missing teaches nothing. */
export function countLevel(counts: LevelCounts, field: FieldName, level: string, by = 1): void {
  if (level === 'missing') return;
  for (const key of [field, `${field}.${level}`]) counts.set(key, (counts.get(key) ?? 0) + by);
}

/** The shares of the levels, drawn towards the usual ones as if those had been counted `shrinkage` times. */
export function tablesOf(counts: LevelCounts, usual: LevelTables, shrinkage: number): LevelTables {
  return Object.fromEntries(
    fieldNames.map((field) => {
      const total = counts.get(field) ?? 0;
      const levels = Object.entries(usual[field] as Record<string, number>).map(([level, share]) => [
        level,
        ((counts.get(`${field}.${level}`) ?? 0) + shrinkage * share) / (total + shrinkage),
      ]);
      return [field, Object.fromEntries(levels)];
    }),
  ) as unknown as LevelTables;
}
