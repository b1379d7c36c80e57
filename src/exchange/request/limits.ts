/** The named limits of a transfer. A partner's `limits` may hold its own value for each. */
export interface ExchangeLimits {
  /** Members of one `$bulk-member-match` request; a larger cohort becomes several transfers. */
  membersPerMatch_max: number;
  /** A poll whose answer names no time is repeated after this, doubling up to the next. */
  poll_first_s: number;
  poll_max_s: number;
  /** The partner answers within one business day (42 CFR 422.121(b)); a long weekend later a person looks. */
  matchDeadline_s: number;
  exportDeadline_s: number;
  downloadDeadline_s: number;
  /** Jobs begun at the partner for one match or one export. */
  kickoffs_max: number;
  /** Failures in a row before a person looks. */
  attempts_max: number;
  /** Files of one transfer that are downloaded and ingested at once. */
  filesAtOnce_max: number;
  /** Downloads from one partner at once, in one process. */
  downloadsAtOnce_max: number;
  /** Files of one manifest, and pages of a paged one. */
  files_max: number;
  manifestPages_max: number;
  /** Subtracted from the partner's time for the next `_since`: its clock and snapshot are not ours to trust. */
  watermarkOverlap_s: number;
}

export const exchangeLimits: ExchangeLimits = {
  membersPerMatch_max: 500,
  poll_first_s: 1,
  poll_max_s: 600,
  matchDeadline_s: 4 * 86_400,
  exportDeadline_s: 4 * 86_400,
  downloadDeadline_s: 2 * 86_400,
  kickoffs_max: 3,
  attempts_max: 12,
  filesAtOnce_max: 2,
  downloadsAtOnce_max: 4,
  files_max: 20_000,
  manifestPages_max: 1_000,
  watermarkOverlap_s: 900,
};

/** The defaults with the partner's own numbers over them. */
export function exchangeLimitsOf(own: Readonly<Record<string, unknown>>): ExchangeLimits {
  const limits = { ...exchangeLimits };
  for (const name of Object.keys(exchangeLimits) as (keyof ExchangeLimits)[]) {
    const value = own[name];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) limits[name] = value;
  }
  return limits;
}

/** The most that a cohort file may be. */
export const cohortBytes_max = 512 * 1024 * 1024;
export const cohortMembers_max = 100_000;
