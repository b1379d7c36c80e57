/** What the demo tells at its end: a contract for machines, a few tables for people. */
export interface TypeCounts {
  type: string;
  /** By the responding payer’s ledger. */
  released: number;
  /** By the manifest. */
  manifest: number;
  /** By the requesting payer’s ledger. */
  received: number;
  stored: number;
  quarantined: number;
  duplicate: number;
}

export interface MemberOutcome {
  /** As the cohort names the member. */
  id: string;
  outcome: 'match' | 'nomatch' | 'consentconstraint' | null;
  state: string;
  reason: string | null;
}

export interface Withheld {
  type: string;
  reason: string;
  count: number;
}

export interface DemoReport {
  ok: boolean;
  /** Where both payers' clocks started. */
  clock: string;
  members: number;
  outcomes: { match: number; nomatch: number; consentconstraint: number };
  byMember: MemberOutcome[];
  types: TypeCounts[];
  withheld: Withheld[];
  seconds: {
    start: number;
    load: number;
    match: number;
    export: number;
    download: number;
    ingest: number;
    total: number;
  };
  urls: { requesting: string; responding: string };
}

/**
 * Whether everything that matched is stored and every number meets its neighbour: manifest = received = stored + quarantined +
 * duplicate, for every type. A cohort of which nobody was heard of is not ok.
 */
export function isComplete(report: Pick<DemoReport, 'byMember' | 'types'>): boolean {
  return (
    report.byMember.length > 0 &&
    report.byMember.every((m) => m.outcome !== null && (m.outcome !== 'match' || m.state === 'stored')) &&
    report.types.every(
      (t) => t.manifest === t.received && t.received === t.stored + t.quarantined + t.duplicate,
    )
  );
}

export function countOutcomes(members: readonly MemberOutcome[]): DemoReport['outcomes'] {
  const count = (outcome: MemberOutcome['outcome']) => members.filter((m) => m.outcome === outcome).length;
  return {
    match: count('match'),
    nomatch: count('nomatch'),
    consentconstraint: count('consentconstraint'),
  };
}
