import type { Queries } from '../db/db.ts';
import { type OperationOutcome, type OutcomeIssue, outcome } from '../fhir/outcome.ts';
import { issuesOf } from './issue-store.ts';
import { type QuarantineReason, quarantineCode, quarantineText } from './quarantine-reason.ts';
import { type FileCounts, ledgerOf, quarantinedOf } from './store.ts';

/** What a partner may be told about the files that it gave us in one transfer. */
export interface PartnerReport extends FileCounts {
  /** Lines that are not what their profiles ask, stored or not. */
  invalid: number;
  /** One for each line that is named, in the order of files and lines. */
  outcomes: OperationOutcome[];
}

/**
 * The report of a transfer: each line that was quarantined or is not valid as an OperationOutcome with the partner's
 * `Type/id`, the rule and the FHIRPath. No value of a record is in it, and nothing of what the partner reported itself.
 */
export async function partnerReport(q: Queries, transferId: string): Promise<PartnerReport> {
  const lines = new Map<string, { fileSeq: number; line: number; issues: OutcomeIssue[] }>();
  const at = (fileSeq: number, line: number) => {
    const key = `${fileSeq} ${line}`;
    const found = lines.get(key) ?? { fileSeq, line, issues: [] };
    lines.set(key, found);
    return found.issues;
  };
  for (const { fileSeq, line, ref, code, expression, rule, profile, text } of await issuesOf(q, transferId))
    at(fileSeq, line).push({
      severity: 'error',
      code,
      text,
      expression,
      diagnostics: `${place(fileSeq, line, ref)}: ${rule} ${profile}`,
    });
  for (const { fileSeq, line, reason, ref } of await quarantinedOf(q, transferId)) {
    const issues = at(fileSeq, line);
    if (reason === 'partner-reported') lines.delete(`${fileSeq} ${line}`);
    // The issues say it better than the reason; why a record was not stored is told first all the same.
    else issues.unshift(refusal(reason, place(fileSeq, line, ref)));
  }
  const sorted = [...lines.values()].sort((a, b) => a.fileSeq - b.fileSeq || a.line - b.line);
  return {
    ...(await countsOf(q, transferId)),
    outcomes: sorted.map(({ issues: [first, ...rest] }) => outcome(first!, ...rest)),
  };
}

const place = (fileSeq: number, line: number, ref: string | null): string =>
  `${ref ?? 'A record'} (file ${fileSeq} of the manifest, line ${line})`;

const refusal = (reason: QuarantineReason, where: string): OutcomeIssue => ({
  severity: 'fatal',
  code: quarantineCode[reason],
  text: `Not stored. ${quarantineText[reason]}`,
  diagnostics: `${where}: ${reason}`,
});

async function countsOf(q: Queries, transferId: string): Promise<FileCounts & { invalid: number }> {
  const sum = { received: 0, stored: 0, duplicate: 0, quarantined: 0, invalid: 0 };
  for (const row of await ledgerOf(q, transferId))
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += row[name];
  return sum;
}
