import type { Issue } from './issue.ts';
import type { Validation } from './validator.ts';

/** As `validate --json` prints it. */
export interface ValidationReport {
  resources: number;
  valid: number;
  invalid: number;
  /** Code system, or whatever else nobody vouches for, to how often. */
  notChecked: Record<string, number>;
  byProfile: { profile: string; resources: number; invalid: number }[];
  byRule: { rule: string; severity: Issue['severity']; profile: string; count: number }[];
  issues?: ReportedIssue[];
  /** Issues beyond those that are listed. */
  issuesLeftOut: number;
}

export interface ReportedIssue extends Issue {
  file: string;
  line: number;
  /** `Type/id`, as submitted. */
  resource: string;
}

/** Issues that a report lists; all are counted. */
const issues_max = 100_000;

export interface Reporter {
  add(
    at: { file: string; line: number; resource: string; profiles: readonly string[] },
    result: Validation,
  ): void;
  report(withIssues: boolean): ValidationReport;
}

export function openReport(): Reporter {
  const profiles = new Map<string, { resources: number; invalid: number }>();
  const rules = new Map<string, ValidationReport['byRule'][number]>();
  const notChecked = new Map<string, number>();
  const issues: ReportedIssue[] = [];
  let [resources, invalid, leftOut] = [0, 0, 0];
  return {
    add({ file, line, resource, profiles: claimed }, result) {
      resources++;
      if (!result.valid) invalid++;
      for (const profile of claimed) {
        const one = profiles.get(profile) ?? { resources: 0, invalid: 0 };
        profiles.set(profile, one);
        one.resources++;
        if (!result.valid) one.invalid++;
      }
      for (const [what, count] of result.notChecked)
        notChecked.set(what, (notChecked.get(what) ?? 0) + count);
      for (const issue of result.issues) {
        const key = `${issue.rule} ${issue.severity} ${issue.profile}`;
        const one = rules.get(key) ?? {
          rule: issue.rule,
          severity: issue.severity,
          profile: issue.profile,
          count: 0,
        };
        rules.set(key, one);
        one.count++;
        if (issues.length < issues_max) issues.push({ file, line, resource, ...issue });
        else leftOut++;
      }
    },
    report: (withIssues) => ({
      resources,
      valid: resources - invalid,
      invalid,
      notChecked: Object.fromEntries([...notChecked].sort((a, b) => b[1] - a[1])),
      byProfile: [...profiles].map(([profile, counts]) => ({ profile, ...counts })),
      byRule: [...rules.values()].sort((a, b) => b.count - a.count),
      ...(withIssues && { issues }),
      issuesLeftOut: withIssues ? leftOut : leftOut + issues.length,
    }),
  };
}
