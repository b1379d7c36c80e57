/** What a consent says, as far as a decision needs it. */
export interface ConsentFacts {
  /** `Consent.id` at the requester; '' where it has none. */
  documentId: string;
  /** `Consent.status`. */
  status: string;
  /** Breaches of the HRex profile, in a few words each; any of them refuses. */
  faults: string[];
  /** NPIs of the payers that may disclose. */
  sources: string[];
  /** NPIs of the payers that may receive. */
  recipients: string[];
  /** `policy.uri`, all of them. */
  policies: string[];
  /** First and last whole day, `YYYY-MM-DD`; undefined where the period is unusable. */
  days: Days | undefined;
  /** Who signed: the member, or somebody for the member (pdex-205). */
  signer: 'member' | 'representative';
  /** In what capacity a representative signed, a code of v3-RoleCode; null: not told (pdex-206). */
  capacity: string | null;
  /** It names records of substance use programmes expressly: category `42CFRPart2CD`. */
  part2Statement: boolean;
}

/** Whole days, both included. */
export interface Days {
  first: string;
  last: string;
}

/** Where a version of a consent stands (consent-and-sensitive-data 4.1). `shown`: it came just now and is not kept yet. */
export type ConsentState = 'shown' | StoredState;
export type StoredState =
  | 'draft'
  | 'pending'
  | 'declined'
  | 'active'
  | 'superseded'
  | 'expired'
  | 'revoked'
  | 'in-error';

/** One version of a consent, as a decision looks at it. */
export interface JudgedConsent {
  id: string;
  version: number;
  /** SHA-256 of the document, in hex. */
  hash: string;
  state: ConsentState;
  facts: ConsentFacts;
}
