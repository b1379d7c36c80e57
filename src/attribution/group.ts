/** The three outcomes of a match, by their codes in PdexMultiMemberMatchResultCS. */
export const groupCodes = ['match', 'nomatch', 'consentconstraint'] as const;
export type GroupCode = (typeof groupCodes)[number];

export interface MatchGroup {
  /** Also its logical id in FHIR. */
  id: string;
  clientId: string;
  code: GroupCode;
  requesterNpi: string;
  createdAt: Date;
  /** Null: nobody in it has a consent, it has no end of its own. */
  expiresAt: Date | null;
}

/** One submission of one member, with the outcome of the Group that it is in. */
export interface GroupMember {
  /** Matched members only. */
  personId: number | null;
  /** Matched members only: our own Patient id. */
  patientId: string | null;
  submittedId: string;
  /** The contained Patient, one line of JSON. */
  submitted: string;
  /** The contained Coverage, where the same patient was submitted with several. */
  coverage: { id: string; text: string } | null;
}

/** Who we are in a Group, and where it is read. */
export interface ManagingPayer {
  name: string;
  npi: string;
}
