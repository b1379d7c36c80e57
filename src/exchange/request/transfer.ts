/** Where a transfer is. Every state is a row; from each, one step leads on. */
export type TransferState =
  | 'opted-in' // the members agreed; the partner is not looked at yet
  | 'partner-known' // what the partner can do is known: match next
  | 'matching' // the partner's match job runs
  | 'match-failed' // end: no member matched
  | 'matched' // export next
  | 'exporting' // the partner's export job runs
  | 'downloading' // its files are listed: bring and ingest them
  | 'verifying' // all are ingested: does it add up?
  | 'stored' // end, once the export job is deleted at the partner
  | 'waiting' // for a person; `resumeState` says where it goes on
  | 'closing' // cancelled; what runs at the partner is still to be deleted
  | 'closed'; // end

export type Wire = 'bulk' | 'single';

/** What was odd but tolerated, or recorded for people. Coded: no member's data. */
export interface Notice {
  code: string;
  count: number;
}

export interface Transfer {
  id: string;
  partnerId: number;
  wire: Wire;
  state: TransferState;
  resumeState: TransferState | null;
  reason: string | null;
  version: number;
  enteredAt: Date;
  nextAt: Date | null;
  attempts: number;
  kickoffs: number;
  matchStatusUrl: string | null;
  /** The partner's Group; on the single wire its Patient id. */
  groupId: string | null;
  since: Date | null;
  exportKickedAt: Date | null;
  exportStatusUrl: string | null;
  transactionTime: Date | null;
  /** When the first file of this transfer may have been ingested. */
  ingestFrom: Date | null;
  notices: Notice[];
  partnerCleanedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export type ExchangeState =
  | 'opted-in'
  | 'partner-known'
  | 'matching'
  | 'match-failed'
  | 'matched'
  | 'exporting'
  | 'downloading'
  | 'verifying'
  | 'stored'
  | 'watching'
  | 'closed';

/** One member's exchange with one partner. */
export interface Exchange {
  id: string;
  transferId: string | null;
  partnerId: number;
  personId: number;
  submittedId: string;
  wireId: string;
  state: ExchangeState;
  reason: string | null;
  nextStep: string | null;
  partnerPatientId: string | null;
  partnerUmb: string | null;
  outcome: 'match' | 'nomatch' | 'consentconstraint' | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The columns that a step may set. */
export type TransferChange = Partial<
  Pick<
    Transfer,
    | 'resumeState'
    | 'reason'
    | 'attempts'
    | 'kickoffs'
    | 'matchStatusUrl'
    | 'groupId'
    | 'since'
    | 'exportKickedAt'
    | 'exportStatusUrl'
    | 'transactionTime'
    | 'ingestFrom'
    | 'notices'
    | 'partnerCleanedAt'
  >
>;

/** Adds to the notices: one entry per code, with how often. */
export function addNotices(notices: readonly Notice[], codes: readonly string[]): Notice[] {
  const counts = new Map(notices.map((n) => [n.code, n.count]));
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count }));
}
