/** How long a member's session lives, and how often a member may ask (the portal's contract, 4.1). */

/** Between two requests. */
export const sessionIdle_s_max = 20 * 60;
/** From sign-in, however busy. */
export const sessionLife_s_max = 12 * 3600;
/** A sign-in older than this does not sign or download: the member signs in once more. */
export const stepUp_s_max = 15 * 60;
/** From leaving for the identity provider to coming back. */
export const signIn_s_max = 10 * 60;
/** The row of a session is touched this often at most: a page of many calls is one write. */
export const seenEvery_s = 15;
/** How long the answer to an Idempotency-Key is kept, for members and for machines. */
export const answerKept_days = 7;
export const doorAnswerKept_days = 90;

export const rates = {
  read: { most: 60, window_s: 60 },
  /** What is typed into a draft, and staying signed in: nothing is decided or asked by it. */
  draft: { most: 60, window_s: 60 },
  write: { most: 10, window_s: 60 },
  finder: { most: 20, window_s: 60 },
  login: { most: 10, window_s: 60 },
} as const;
export type Rate = keyof typeof rates;
