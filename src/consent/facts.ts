/** What a consent says, as far as a decision needs it. */
export interface ConsentFacts {
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
  days: { first: string; last: string } | undefined;
}
