import type { ConsentFacts } from '../facts.ts';

/** Everything that a decision depends on. */
export interface Situation {
  /** Undefined: there is no consent. */
  consent: ConsentFacts | undefined;
  revoked: boolean;
  /** The payer that asks. */
  recipientNpi: string;
  /** Us. */
  sourceNpi: string;
  /** Today where a consent starts last and where it ends first, `YYYY-MM-DD`. */
  today: { start: string; end: string };
  /** The member told us not to send to this payer, or to none. */
  instructed: boolean;
  /** Whether sensitive records can be told apart and left out (p2p 3.1, rows 5 to 7). */
  segmentation: 'excluded' | 'labelled' | 'unlabelled';
}

/** Operators read these; partners never do. */
export type ConsentReason =
  | 'consent-missing'
  | 'consent-invalid'
  | 'consent-inactive'
  | 'consent-revoked'
  | 'wrong-recipient'
  | 'wrong-source'
  | 'policy-unknown'
  | 'consent-period-invalid'
  | 'consent-not-started'
  | 'consent-expired'
  | 'local-instruction'
  | 'cannot-segment';

/** Undefined: no objection. A rule that needs a consent objects where there is none. */
export type ConsentRule = (situation: Situation) => ConsentReason | undefined;
