import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { type Rate, rates } from './limits.ts';
import { countRequest } from './session-store.ts';

/** Counts one request, across all processes. Throws `rate` with the seconds until the window ends when there were too many. */
export async function countOrRefuse(
  deps: { db: Queries; clock: Clock },
  principal: string,
  rate: Rate,
): Promise<void> {
  const { most, window_s } = rates[rate];
  const now_ms = deps.clock.now().getTime();
  const start_ms = Math.floor(now_ms / (window_s * 1000)) * window_s * 1000;
  if ((await countRequest(deps.db, principal, rate, new Date(start_ms))) <= most) return;
  const left_s = Math.ceil((start_ms + window_s * 1000 - now_ms) / 1000);
  throw new MemberProblem('rate', { retryAfterSeconds: Math.max(1, left_s) });
}

/** The principal of somebody who has not signed in. */
export const addressPrincipal = (address: string): string =>
  `address:${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;
