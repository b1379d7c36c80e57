import { type OpenExportDeps, openExport } from '../../exchange/answer/open-export.ts';
import { type ExportOperation, fromBody, fromQuery } from '../../export/parameters.ts';
import { operation } from '../../fhir/systems.ts';
import { Problem } from '../../problem/problem.ts';
import { prefers } from '../prefer.ts';
import { type Answer, type Interaction, jsonTypes, type Request, type Route } from '../route.ts';

export interface ExportRoutesDeps extends OpenExportDeps {
  baseUrl: string;
}

/** A Parameters body: a few parameters and up to 10,000 patients. */
const kickOffBytes_max = 2 * 1024 * 1024;

/** Export kick-offs, each by POST (pdex-139a) and by GET (Bulk Data 2.0). */
export function exportRoutes(deps: ExportRoutesDeps): Route[] {
  const level = (path: string, kind: ExportOperation, interaction: Interaction): Route[] =>
    (['POST', 'GET'] as const).map((method) => ({
      method,
      path,
      interaction,
      scope: { anyType: 'r' },
      bodyBytes_max: method === 'POST' ? kickOffBytes_max : 0,
      contentTypes: method === 'POST' ? jsonTypes : [],
      handle: (request) => kickOff(deps, kind, request),
    }));
  return [
    ...level('Group/:id/$davinci-data-export', 'davinci-data-export', {
      kind: 'operation',
      type: 'Group',
      names: [{ name: 'davinci-data-export', definition: operation.dataExport }],
    }),
    ...level('Group/:id/$export', 'group-export', {
      kind: 'operation',
      type: 'Group',
      names: [
        { name: 'export', definition: operation.groupExport },
        { name: 'group-export', definition: operation.groupExport },
      ],
    }),
    ...level('Patient/$export', 'patient-export', {
      kind: 'operation',
      type: 'Patient',
      names: [
        { name: 'export', definition: operation.patientExport },
        { name: 'patient-export', definition: operation.patientExport },
      ],
      documentation: 'The patients that the caller has matched and whose consent permits it.',
    }),
  ];
}

async function kickOff(deps: ExportRoutesDeps, kind: ExportOperation, request: Request): Promise<Answer> {
  const { lenient } = preferences(request);
  const raw = request.rawBody.length > 0 ? fromBody(request.body, request.query) : fromQuery(request.query);
  const jobId = await openExport(deps, {
    caller: request.caller,
    operation: kind,
    groupId: request.params.id ?? null,
    raw,
    lenient,
    requestUrl: request.url,
  });
  return { status: 202, headers: { 'content-location': `${deps.baseUrl}/fhir/bulk-status/${jobId}` } };
}

/** Both headers must say what the answer will be: public suites take silence for a synchronous request (interop 5). */
function preferences(request: Request): { lenient: boolean } {
  if (!request.headers.accept) {
    throw new Problem('invalid', 'The Accept header is required: application/fhir+json.', {
      code: 'required',
    });
  }
  if (!prefers(request, 'respond-async')) {
    throw new Problem('invalid', 'The Prefer header is required: respond-async.', { code: 'required' });
  }
  return { lenient: prefers(request, 'handling=lenient') };
}
