import { cancelJob, pollJob } from '../../bulk/job.ts';
import { manifestOf } from '../../bulk/manifest.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import { Problem } from '../../problem/problem.ts';
import type { Answer, Request, Route } from '../route.ts';

export interface BulkStatusDeps {
  db: Db;
  clock: Clock;
  baseUrl: string;
}

/** The status of every asynchronous job (pdex-137, 149), and its deletion. */
export function bulkStatusRoutes(deps: BulkStatusDeps): Route[] {
  const common = {
    path: 'bulk-status/:job',
    scope: 'authenticated',
    bodyBytes_max: 0,
    contentTypes: [],
  } as const;
  return [
    { ...common, method: 'GET', handle: (request) => poll(deps, request) },
    { ...common, method: 'DELETE', handle: (request) => cancel(deps, request) },
  ];
}

async function poll(deps: BulkStatusDeps, request: Request): Promise<Answer> {
  const id = request.params.job ?? '';
  const now = deps.clock.now();
  const result = await pollJob(deps.db, { id, clientId: request.caller.clientId, now });
  switch (result.state) {
    case 'open':
      return {
        status: 202,
        headers: { 'x-progress': result.progress, 'retry-after': String(result.retryAfterSeconds) },
      };
    case 'too-fast':
      throw new Problem('too-many', 'Poll no faster than Retry-After says.', {
        retryAfterSeconds: result.retryAfterSeconds,
      });
    case 'failed':
      return { status: 500, body: result.outcome };
    case 'completed':
      return {
        status: 200,
        contentType: 'application/json',
        headers: result.job.expiresAt ? { expires: result.job.expiresAt.toUTCString() } : {},
        body: manifestOf(result.job, result.files, deps.baseUrl),
      };
  }
}

async function cancel(deps: BulkStatusDeps, request: Request): Promise<Answer> {
  const id = request.params.job ?? '';
  await deps.db.tx((tx) => cancelJob(tx, { id, clientId: request.caller.clientId, now: deps.clock.now() }));
  return { status: 202 };
}
