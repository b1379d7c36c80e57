// 42 CFR 2.12(a), consent-and-sensitive-data 3.2 (2): only who made a record makes it a Part 2 record
import type { Period } from './service-period.ts';

/** A row of `program_source`: a federally assisted programme, or an identified unit of one (42 CFR 2.11). */
export interface ProgramSource {
  npi: string | null;
  /** `Organization/…`, `Practitioner/…` or `Location/…` in our own records. */
  reference: string | null;
  /** What it is: `otp`, `licensed`, `contract`, `notice`. */
  kind: string;
  /** First and last day, inclusive; null: open. */
  from: string | null;
  to: string | null;
}

export interface ProgramSources {
  npis: ReadonlyMap<string, readonly ProgramSource[]>;
  references: ReadonlyMap<string, readonly ProgramSource[]>;
}

export function openSources(rows: readonly ProgramSource[]): ProgramSources {
  const npis = new Map<string, ProgramSource[]>();
  const references = new Map<string, ProgramSource[]>();
  for (const row of rows) {
    if (row.npi !== null) npis.set(row.npi, [...(npis.get(row.npi) ?? []), row]);
    if (row.reference !== null)
      references.set(row.reference, [...(references.get(row.reference) ?? []), row]);
  }
  return { npis, references };
}

export const noSources: ProgramSources = openSources([]);

/** The row that was a programme on one of the days; without days any row counts. */
export function programmeOn(
  rows: readonly ProgramSource[] | undefined,
  days: Period | undefined,
): ProgramSource | undefined {
  return rows?.find(
    (row) =>
      days === undefined ||
      ((row.from === null || row.from <= days.last) && (row.to === null || row.to >= days.first)),
  );
}
