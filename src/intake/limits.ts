/** What the machine doors take. */
export const batchBytes_max = 100 * 1024 * 1024;
/** Behind gzip: a small file may unfold to a large one. */
export const batchUnpackedBytes_max = 1024 * 1024 * 1024;
export const rowBytes_max = 64 * 1024;
export const rowPlans_max = 20;
/** Rows of one transaction. */
export const rowsAtOnce_max = 50;
/** Transactions of a batch beside each other: while one waits for the database, another is made ready. */
export const transactionsAtOnce = 4;
/** How far a channel's clock may be ahead of ours. */
export const clockAhead_s_max = 300;
/** Prompts and reminders to one member, over all causes (4.4). */
export const remindersPer90Days_max = 4;
/** Days from the offer to each step of the ladder. */
export const ladder = [
  { day: 0, channel: 'portal' },
  { day: 3, channel: 'preferred' },
  { day: 10, channel: 'other' },
  { day: 30, channel: 'letter' },
] as const;
export const promptEvery_days = 90;
/** Webhooks are tried for this long. */
export const webhookTried_h = 24;
/** The receiver refuses an older signature. */
export const signatureAge_s_max = 300;
export const welcomeLink_days = 30;
