import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { isId, parseReference } from '../fhir/reference.ts';
import { resourceTypes } from '../fhir/resource-types.ts';
import { scanResource } from '../fhir/scan.ts';
import { shapeFault } from '../fhir/shape.ts';
import type { Labelling } from '../labels/labelling.ts';
import { ownLabels } from '../labels/own.ts';
import { type ParsedCoverage, parseCoverage } from '../person/parsed-coverage.ts';
import { type ParsedPatient, parsePatient } from '../person/parsed-patient.ts';
import { type ReleaseView, releaseView } from '../release/release-view.ts';
import { type Owner, ownerOf } from './patient-of.ts';
import type { RejectReason } from './reject.ts';
import type { ReleaseCheck } from './release-check.ts';

/** What one line is. */
export type Prepared =
  | { is: 'record'; record: PreparedRecord }
  | { is: 'deletions'; refs: string[] }
  | { is: 'document'; binary: JsonObject }
  | { is: 'rejected'; reason: RejectReason; path?: string };

/** A line that may be stored once its person is known. */
export interface PreparedRecord {
  view: ReleaseView;
  /** Sensitivity labels of the record by itself (K1). */
  labels: number;
  owner: Exclude<Owner, { of: 'unknown' }>;
  /** Of a Patient and of a Coverage: what the member index keeps. */
  patient?: ParsedPatient;
  coverage?: ParsedCoverage;
}

/**
 * Reads one line: its structure, its shape, whose it is, and its release view.
 * @param fileType the type that the file's name promises
 * @param check judges what would leave; counts
 * @param labelling labels it as it was loaded, not as it leaves
 */
export function prepareLine(
  line: Buffer,
  fileType: string | undefined,
  check: ReleaseCheck,
  labelling: Labelling,
): Prepared {
  const scan = scanResource(line);
  if (scan.problem !== undefined) return { is: 'rejected', reason: scan.problem };
  const { resourceType, id } = scan.resource;
  if (resourceType === undefined) return { is: 'rejected', reason: 'resource-type-missing' };
  if (!resourceTypes.has(resourceType)) return { is: 'rejected', reason: 'resource-type-unknown' };
  const resource = JSON.parse(line.toString()) as JsonObject;
  if (resourceType === 'Bundle') return deletionsOf(resource);
  if (fileType !== undefined && resourceType !== fileType)
    return { is: 'rejected', reason: 'wrong-type-in-file' };
  if (id === undefined)
    return { is: 'rejected', reason: resource.id === undefined ? 'id-missing' : 'id-invalid' };
  if (!isId(id)) return { is: 'rejected', reason: 'id-invalid' };
  if (resourceType === 'Binary') return { is: 'document', binary: resource };
  const fault = shapeFault(resource);
  if (fault) return { is: 'rejected', reason: fault.reason, path: fault.path };
  const owner = ownerOf(resourceType, id, resource);
  if (owner.of === 'unknown') return { is: 'rejected', reason: owner.reason };
  const checked = check.check(line, scan.resource, resource, releaseView(line, scan.resource, resource));
  if ('fault' in checked) {
    const { expression, rule } = checked.fault;
    return { is: 'rejected', reason: 'profile-invalid', path: `${expression} (${rule})` };
  }
  const { view } = checked;
  return {
    is: 'record',
    record: {
      view,
      labels: ownLabels(resource, owner.of === 'payer' ? 0 : owned, labelling, line).labels,
      owner,
      ...(resourceType === 'Patient' ? { patient: parsePatient(resource) } : {}),
      ...(resourceType === 'Coverage' && owner.of === 'patient'
        ? { coverage: parseCoverage(resource, owner.patientId) }
        : {}),
    },
  };
}

/** Whoever it is: somebody's. */
const owned = 1;

/** Bulk Data 2.0, manifest `deleted`: a transaction Bundle of DELETE requests and nothing else. */
function deletionsOf(bundle: JsonObject): Prepared {
  const refs = objectsOf(bundle.entry).map((entry) => {
    const request = isObject(entry.request) ? entry.request : {};
    const url = textOf(request.url) ?? '';
    const target = parseReference(url);
    const isDeletion = request.method === 'DELETE' && entry.resource === undefined;
    return isDeletion && target.kind === 'local' && url === `${target.type}/${target.id}` ? url : undefined;
  });
  const all = refs.filter((ref) => ref !== undefined);
  if (bundle.type !== 'transaction' || all.length === 0 || all.length < refs.length)
    return { is: 'rejected', reason: 'bundle-not-deletions' };
  return { is: 'deletions', refs: all };
}
