import { OperatorProblem } from '../app/operator-problem.ts';
import { npiSystem } from '../fhir/systems.ts';

export interface PayerIdentity {
  name: string;
  npi: string;
}

/** The two payers that a cohort speaks of: the most named ones, for a cohort may hold a stray. */
export interface CohortPayers {
  /** CoverageToMatch.payor: the prior plan. */
  responding: PayerIdentity;
  /** CoverageToLink.payor: the new plan. */
  requesting: PayerIdentity;
}

type Json = Record<string, unknown>;

/** Who is who, read from a cohort file: Parameters of one or many members, pretty-printed or NDJSON. */
export function payersOf(text: string): CohortPayers {
  const payors: Record<'CoverageToMatch' | 'CoverageToLink', PayerIdentity[]> = {
    CoverageToMatch: [],
    CoverageToLink: [],
  };
  for (const document of documentsIn(text)) {
    visit(document, (part) => {
      if (part.name !== 'CoverageToMatch' && part.name !== 'CoverageToLink') return;
      const identity = identityOf(part.resource as Json | undefined);
      if (identity) payors[part.name].push(identity);
    });
  }
  const responding = mostNamed(payors.CoverageToMatch);
  const requesting = mostNamed(payors.CoverageToLink);
  if (!responding || !requesting) {
    throw new OperatorProblem(
      'The cohort does not say who the two payers are.',
      'CoverageToMatch.payor and CoverageToLink.payor need an identifier with the payer’s NPI.',
    );
  }
  if (responding.npi === requesting.npi) {
    throw new OperatorProblem(
      'The cohort names one payer as both the prior and the new plan.',
      'CoverageToMatch.payor and CoverageToLink.payor must differ.',
    );
  }
  return { responding, requesting };
}

function documentsIn(text: string): unknown[] {
  const parse = (part: string): unknown => JSON.parse(part);
  try {
    return [parse(text)];
  } catch {
    // Not one document: lines, then.
  }
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(parse);
  } catch {
    throw new OperatorProblem(
      'The cohort is neither JSON nor NDJSON.',
      'Give $bulk-member-match or $member-match Parameters, or one of them a line.',
    );
  }
}

/** Every parameter and part, at any depth. */
function visit(node: unknown, seen: (part: Json) => void): void {
  if (typeof node !== 'object' || node === null) return;
  const { parameter, part } = node as { parameter?: unknown; part?: unknown };
  for (const list of [parameter, part]) {
    if (!Array.isArray(list)) continue;
    for (const entry of list as unknown[]) {
      if (typeof entry === 'object' && entry !== null) seen(entry as Json);
      visit(entry, seen);
    }
  }
}

function identityOf(coverage: Json | undefined): PayerIdentity | undefined {
  const [payor] = Array.isArray(coverage?.payor) ? (coverage.payor as Json[]) : [];
  const identifier = payor?.identifier as { system?: unknown; value?: unknown } | undefined;
  if (identifier?.system !== npiSystem || typeof identifier.value !== 'string') return undefined;
  const name = typeof payor?.display === 'string' ? payor.display : `Payer ${identifier.value}`;
  return { name, npi: identifier.value };
}

function mostNamed(identities: readonly PayerIdentity[]): PayerIdentity | undefined {
  const counts = new Map<string, number>();
  for (const { npi } of identities) counts.set(npi, (counts.get(npi) ?? 0) + 1);
  const [npi] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return identities.find((identity) => identity.npi === npi);
}
