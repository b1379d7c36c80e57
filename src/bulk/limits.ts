/** Jobs that one client may have open at the same time; one more is refused until one ends (Bulk Data: 429). */
export const openJobsPerClient_max = 10;
/** How long a finished job's files stay. The manifest says so in `Expires`. */
export const jobLife_seconds = 7 * 24 * 3600;
/** A client that polls an open job sooner than this after its last poll is told to slow down. */
export const pollGap_min_ms = 400;
/** Longest X-Progress (Bulk Data: fewer than 100 characters). */
export const progressCharacters_max = 99;

/** What Retry-After grows through, by the number of polls so far: quick at first, never a burden. Seconds. */
export function retryAfterSeconds(polled: number): number {
  if (polled <= 30) return 1;
  return polled <= 60 ? 5 : 30;
}

/** How soon a client asks again whose files are being cut again. */
export const recutRetryAfter_s = 2;
