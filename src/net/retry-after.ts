import type { Random } from '../clock/random.ts';

/** However long a partner asks us to stay away, we ask again after this. */
export const retryAfter_max_s = 6 * 3600;

const epochSeconds_min = 1_000_000_000; // a delta of 31 years: some servers send the instant instead
const epochMilliseconds_min = 1_000_000_000_000;

/**
 * Seconds to wait by a Retry-After header: delta seconds or an HTTP date (RFC 9110 10.2.3), and the epoch instants that
 * some servers send instead. What cannot be read, or speaks of the past, is undefined; what is longer than
 * `retryAfter_max_s` is that. A date is measured against the answer's own Date, so a partner's wrong clock does no harm.
 */
export function parseRetryAfter(header: string | undefined, answerDate: string | undefined, now: Date) {
  const text = header?.trim();
  if (!text) return undefined;
  const here_ms = now.getTime();
  let seconds: number;
  if (/^\d{1,16}(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value >= epochMilliseconds_min) seconds = (value - here_ms) / 1000;
    else if (value >= epochSeconds_min) seconds = value - here_ms / 1000;
    else seconds = value;
  } else if (/^[A-Za-z]{3}/.test(text)) {
    const there_ms = Date.parse(answerDate ?? '');
    seconds = (Date.parse(text) - (Number.isNaN(there_ms) ? here_ms : there_ms)) / 1000;
  } else return undefined;
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(Math.ceil(seconds), retryAfter_max_s);
}

export const backoff_first_s = 1;
export const backoff_max_s = 15 * 60;

/** Seconds until attempt `failures + 1`: doubling, half of it by chance, so that many clients do not come back as one. */
export function backoff_s(
  failures: number,
  random: Random,
  first_s = backoff_first_s,
  max_s = backoff_max_s,
) {
  const full = Math.min(first_s * 2 ** Math.min(Math.max(failures - 1, 0), 30), max_s);
  const chance = random.bytes(4).readUInt32BE() / 0x1_0000_0000;
  return full / 2 + (full / 2) * chance;
}
