/** OperationOutcome, R4. */
export interface OutcomeIssue {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  /** http://hl7.org/fhir/issue-type */
  code: string;
  /** For people; never a member's data. */
  text: string;
  /** For the operator who reads along: a request id. */
  diagnostics?: string | undefined;
  /** FHIRPath of the element that is wrong. */
  expression?: string | undefined;
}

export interface OperationOutcome {
  resourceType: 'OperationOutcome';
  issue: object[];
}

/** An OperationOutcome of one or more issues. */
export function outcome(...issues: [OutcomeIssue, ...OutcomeIssue[]]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ severity, code, text, diagnostics, expression }) => ({
      severity,
      code,
      details: { text },
      ...(diagnostics === undefined ? {} : { diagnostics }),
      ...(expression === undefined ? {} : { expression: [expression] }),
    })),
  };
}
