import { type OperationOutcome, type OutcomeIssue, outcome } from '../fhir/outcome.ts';

/** One thing that is wrong, or could not be looked at. Never holds a member's data. */
export interface Issue {
  severity: 'error' | 'warning' | 'information';
  /** http://hl7.org/fhir/issue-type */
  code: string;
  /** FHIRPath of the element. */
  expression: string;
  /** `url|version` of the profile that asks for it. */
  profile: string;
  /** The kind of rule, or the key of the invariant. */
  rule: string;
  text: string;
}

/** Issues as an OperationOutcome; none is `All OK`, as FHIR's `$validate` answers. */
export function validationOutcome(issues: readonly Issue[]): OperationOutcome {
  const [first, ...rest] = issues.map(
    ({ severity, code, expression, profile, rule, text }): OutcomeIssue => ({
      severity,
      code,
      text,
      expression,
      diagnostics: `${rule} ${profile}`,
    }),
  );
  return first
    ? outcome(first, ...rest)
    : outcome({ severity: 'information', code: 'informational', text: 'No issues found.' });
}
