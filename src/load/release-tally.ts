import type { JsonObject } from '../fhir/lossless.ts';
import { claimsOf } from '../release/claims.ts';
import type { Validation } from '../validation/validator.ts';

/** What a load says of its records' validity. `checked = valid + invalid`. */
export interface ReleaseCheckReport {
  /** Packages that were judged by. */
  packages: number;
  /** Absent where packages were there. */
  note?: string;
  checked: number;
  valid: number;
  invalid: number;
  /** Invalid ones that leave without the claims that do not hold. */
  withoutClaim: number;
  /** Not judged: they never leave, or (without packages) leave as they came. */
  unchecked: number;
  byProfile: { profile: string; checked: number; invalid: number }[];
  /** Errors only. */
  byRule: { rule: string; profile: string; count: number }[];
  /** What nobody vouches for: code systems that are not installed, and the like; how often. */
  notChecked: Record<string, number>;
}

const noPackages = 'not checked against profiles: packages not installed';

/** Profiles, rules and code systems that are told apart: their names come from the data. */
const names_max = 1_000;

export interface Tally {
  add(released: JsonObject, result: Validation): void;
  unchecked(): void;
  unclaimed(): void;
  report(): ReleaseCheckReport;
}

/** Counts by profile and rule; memory does not grow with the load. */
export function openTally(packages: number): Tally {
  const profiles = new Map<string, { profile: string; checked: number; invalid: number }>();
  const rules = new Map<string, { rule: string; profile: string; count: number }>();
  const notChecked = new Map<string, number>();
  const counts = { checked: 0, valid: 0, invalid: 0, withoutClaim: 0, unchecked: 0 };
  return {
    add(released, { valid, issues, notChecked: unknown }) {
      counts.checked++;
      counts[valid ? 'valid' : 'invalid']++;
      for (const profile of packages > 0 ? claimsOf(released) : []) {
        const one = entryOf(profiles, profile, { profile, checked: 0, invalid: 0 });
        one.checked++;
        if (!valid) one.invalid++;
      }
      if (!valid)
        for (const { severity, rule, profile } of issues)
          if (severity === 'error') entryOf(rules, `${rule} ${profile}`, { rule, profile, count: 0 }).count++;
      for (const [what, count] of unknown)
        if (notChecked.has(what) || notChecked.size < names_max)
          notChecked.set(what, (notChecked.get(what) ?? 0) + count);
    },
    unchecked: () => void counts.unchecked++,
    unclaimed: () => void counts.withoutClaim++,
    report: () => ({
      packages,
      ...(packages === 0 && { note: noPackages }),
      ...counts,
      byProfile: [...profiles.values()],
      byRule: [...rules.values()].sort((a, b) => b.count - a.count),
      notChecked: Object.fromEntries([...notChecked].sort((a, b) => b[1] - a[1])),
    }),
  };
}

/** The entry of a name; beyond the limit one that is not kept. */
function entryOf<T>(entries: Map<string, T>, name: string, fresh: T): T {
  const found = entries.get(name);
  if (found) return found;
  if (entries.size < names_max) entries.set(name, fresh);
  return fresh;
}
