import { parseReference } from '../fhir/reference.ts';
import { scanResource } from '../fhir/scan.ts';
import type { QuarantineReason } from './quarantine-reason.ts';

/**
 * The partner's `Type/id`s that one line of a manifest's `deleted` file names: a transaction Bundle of DELETE requests
 * (Bulk Data 2.0, complete status, `deleted`). One entry that is anything else condemns the line.
 */
export function readDeletedBundle(
  line: Buffer,
  fhirBase: string,
): { deleted: { type: string; id: string }[] } | { quarantine: QuarantineReason } {
  const { resource, problem } = scanResource(line);
  if (!resource) return { quarantine: problem };
  if (resource.resourceType !== 'Bundle') return { quarantine: 'wrong-type' };
  const { entry } = JSON.parse(line.toString('utf8')) as { entry?: unknown };
  const deleted: { type: string; id: string }[] = [];
  for (const item of Array.isArray(entry) ? entry : [undefined]) {
    const request = (item as { request?: { method?: unknown; url?: unknown } } | undefined)?.request;
    if (request?.method !== 'DELETE' || typeof request.url !== 'string')
      return { quarantine: 'not-a-deletion' };
    const target = parseReference(request.url, fhirBase);
    if (target.kind !== 'local' || target.fragment !== '') return { quarantine: 'not-a-deletion' };
    deleted.push({ type: target.type, id: target.id });
  }
  return { deleted };
}
