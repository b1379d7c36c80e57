import { Problem } from '../problem/problem.ts';

const firstRetry_s = 1;
const retry_s_max = 600;
/** A partner's Retry-After counts up to here. */
const askedRetry_s_max = 3600;

/** Seconds until a task that has failed `failures` times in a row is tried again: doubling, or as the failure asks. */
export function retryAfter_s(failures: number, error: unknown): number {
  const doubling = Math.min(firstRetry_s * 2 ** Math.min(failures - 1, 30), retry_s_max);
  const asked = error instanceof Problem ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.max(doubling, Math.min(asked, askedRetry_s_max));
}

/**
 * What an operator may read about a failure. Only our own `Problem`s are trusted with their text; the message of any
 * other error may quote a member's data (a parse error its input, a database error a value), so of those it is the class,
 * the code and the place.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof Problem) return `${error.category}: ${error.message}`;
  if (!(error instanceof Error)) return 'not an error';
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const place = /^\s+at (.*)$/m.exec(error.stack ?? '')?.[1];
  return [error.name, code, constraint, place && `at ${place}`]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(' ');
}
