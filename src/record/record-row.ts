/** One record as it goes into the store, from our own systems (`load`) or from a partner (`ingest`). */
export interface RecordRow {
  /** 0: belongs to nobody (Organization, Practitioner, Location). */
  personId: number;
  /** Ours: `Type/id`. */
  ref: string;
  type: string;
  /** `partner.id` that it came from; 0: our own. */
  origin: number;
  /** `Type/id` at the origin; null for our own. */
  originRef: string | null;
  /** Date of service, `YYYY-MM-DD`; null where the type has none. */
  serviceStart: string | null;
  /** `infinity` while open. */
  serviceEnd: string | null;
  /** The latest `serviceEnd` of this record and of everything that refers to it. */
  reach: string | null;
  /** Prior authorization: last change of status; in effect until; leaves only with one that refers to it. */
  paChanged: string | null;
  paUntil: string | null;
  paDocument: boolean;
  /** Why it never leaves; null: it may. */
  withheld: string | null;
  /** Sensitivity labels of the record by itself (`sensitivity/bits.ts`), and the rule set that found them. */
  labels: number;
  ruleSet: number;
  /** Relative references, ours, other than to Patient. */
  refs: string[];
  /** SHA-256 of what was loaded or received: what tells a change from a repetition. */
  hash: Buffer;
  /** One line of JSON, UTF-8, without a newline. */
  text: Buffer;
  /** As it was loaded, where `text` differs from it. */
  source: Buffer | null;
}
