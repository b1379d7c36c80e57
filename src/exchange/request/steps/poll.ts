import type { CallAnswer } from '../../../net/call.ts';
import { failureOfStatus } from '../../../net/call.ts';
import { codesOf } from '../../../net/json.ts';
import { isObject } from '../json.ts';
import type { Access } from '../link.ts';
import type { StepContext } from '../outcome.ts';

export type Poll =
  | { is: 'running'; again_s: number }
  /** The manifest, or what some servers answer in its place. */
  | { is: 'done'; body: unknown; url: string }
  /** Unknown there now, or failed for good: only a new job can help. */
  | { is: 'lost'; reason: string };

/**
 * One poll of a status URL (Bulk Data 2.0). 202: running. 200: done. 404 and 410: the job is gone. An error with an
 * OperationOutcome is a failed job, unless it says `transient`; 429 and errors without one are hiccups of the poll.
 */
export async function poll(
  { link, transfer, limits, deps }: StepContext,
  url: string,
  access: Access,
): Promise<Poll> {
  const answer = await link.call(
    { url, accept: 'json', expect: [400, 404, 409, 410, 422, 500, 501, 502, 503, 504] },
    access,
  );
  if (answer.status === 202) return { is: 'running', again_s: pollAgain_s(answer, sinceEntered_s(), limits) };
  if (answer.status < 300) return { is: 'done', body: answer.body, url: answer.url };
  if (answer.status === 404 || answer.status === 410) return { is: 'lost', reason: 'job-gone' };
  const codes = codesOf(answer.body);
  const failed = isObject(answer.body) && answer.body.resourceType === 'OperationOutcome';
  if ((failed && !codes.includes('transient')) || answer.status < 500)
    return { is: 'lost', reason: 'job-failed' };
  throw failureOfStatus(answer.status, answer.body, answer.retryAfter_s);

  function sinceEntered_s(): number {
    return (deps.clock.now().getTime() - transfer.enteredAt.getTime()) / 1000;
  }
}

/** What the partner says; else longer the longer it takes: a fifth of the time that has passed. */
export function pollAgain_s(
  answer: Pick<CallAnswer, 'retryAfter_s'>,
  waited_s: number,
  limits: { poll_first_s: number; poll_max_s: number },
): number {
  if (answer.retryAfter_s !== undefined) return Math.max(answer.retryAfter_s, limits.poll_first_s);
  return Math.min(Math.max(waited_s / 5, limits.poll_first_s), limits.poll_max_s);
}
