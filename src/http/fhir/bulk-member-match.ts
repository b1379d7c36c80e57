import { type BulkMatchDeps, startBulkMatch } from '../../exchange/answer/bulk-match.ts';
import { bulkMatchBytes_max } from '../../exchange/answer/limits.ts';
import { operation } from '../../fhir/systems.ts';
import { Problem } from '../../problem/problem.ts';
import { prefers } from '../prefer.ts';
import { type Answer, jsonTypes, type Request, type Route } from '../route.ts';

export interface BulkMemberMatchRoutesDeps extends Pick<BulkMatchDeps, 'db' | 'blobs' | 'clock' | 'random'> {
  /** Without a trailing slash. */
  baseUrl: string;
}

/** `POST Group/$bulk-member-match` (PDex 2.2) and the other name that its narrative has for it (O6). */
export function bulkMemberMatchRoutes(deps: BulkMemberMatchRoutesDeps): Route[] {
  return ['bulk-member-match', 'multi-member-match'].map((name) => ({
    method: 'POST',
    path: `Group/$${name}`,
    interaction: {
      kind: 'operation',
      type: 'Group',
      names: [{ name, definition: operation.bulkMemberMatch }],
      documentation:
        'Asynchronous. The result is Group NDJSON, one line for each outcome, and the same as Parameters.',
    },
    scope: { operation: 'bulk-member-match' },
    bodyBytes_max: bulkMatchBytes_max,
    contentTypes: jsonTypes,
    handle: (request) => kickOff(deps, request),
  }));
}

async function kickOff(deps: BulkMemberMatchRoutesDeps, request: Request): Promise<Answer> {
  if (!prefers(request, 'respond-async')) {
    throw new Problem('invalid', 'The Prefer header is required: respond-async.', { code: 'required' });
  }
  const jobId = await startBulkMatch(deps, {
    caller: request.caller,
    body: request.rawBody,
    requestUrl: request.url,
  });
  return { status: 202, headers: { 'content-location': `${deps.baseUrl}/fhir/bulk-status/${jobId}` } };
}
