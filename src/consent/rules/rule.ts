import type { SignerStanding } from '../authority.ts';
import type { ConsentFacts, ConsentState } from '../facts.ts';
import type { ReleaseTerms } from '../terms.ts';

/** Everything that a decision depends on. */
export interface Situation {
  /** The evaluation itself failed: nothing else here is known. */
  failed: boolean;
  /** A hold is on the person (safety, litigation, a split). */
  held: boolean;
  /** What counts, where several do what they have in common. Undefined: there is no consent. */
  consent: ConsentFacts | undefined;
  state: ConsentState | undefined;
  /** Several consents of one request count and contradict each other. */
  conflict: boolean;
  /** The days on which consent and grants hold; undefined: on none. */
  days: { first: string; last: string } | undefined;
  signer: SignerStanding;
  /** The member is dead, and nobody signed for the estate. */
  dead: boolean;
  /** The payer that asks. */
  recipientNpi: string;
  /** Us. */
  sourceNpi: string;
  /** Today where a consent starts last and where it ends first, `YYYY-MM-DD`. */
  today: { start: string; end: string };
  /** The member told us not to send to this payer, or to none, or left nothing over. */
  instructed: boolean;
  /** The member lets only some records go. */
  narrowed: boolean;
  /** Whether sensitive records can be told apart and left out (p2p 3.1, rows 5 to 7). */
  segmentation: ReleaseTerms['segmentation'];
}

/** Operators read these; partners never do. */
export type ConsentReason =
  | 'evaluator-error'
  | 'person-hold'
  | 'consent-missing'
  | 'consent-invalid'
  | 'wrong-recipient'
  | 'wrong-source'
  | 'policy-unknown'
  | 'consent-not-started'
  | 'consent-expired'
  | 'consent-revoked'
  | 'consent-in-error'
  | 'consent-superseded'
  | 'consent-ambiguous'
  | 'authority-missing'
  | 'local-instruction'
  | 'cannot-segment';

/** Undefined: no objection. A rule that needs a consent objects where there is none. */
export type ConsentRule = (situation: Situation) => ConsentReason | undefined;
