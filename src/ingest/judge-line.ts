import { hash } from 'node:crypto';
import type { JsonObject } from '../fhir/lossless.ts';
import { isId } from '../fhir/reference.ts';
import { resourceTypes } from '../fhir/resource-types.ts';
import { type ScannedResource, scanResource } from '../fhir/scan.ts';
import type { Labelling } from '../labels/labelling.ts';
import { ownLabels } from '../labels/own.ts';
import type { RecordRow } from '../record/record-row.ts';
import type { Issue } from '../validation/issue.ts';
import type { LineMemory } from './line-memory.ts';
import { ownRef } from './own-ids.ts';
import { checkRecord, type ProfileChecking } from './profile-check.ts';
import type { QuarantineReason } from './quarantine-reason.ts';
import { type Partner, type RewriteReference, rewriteLine } from './rewrite-references.ts';
import { whose } from './whose.ts';

export type Judged =
  | { row: RecordRow; issues?: Issue[] | undefined }
  /** `personId` 0: it is not known whom it is about. `ref`: the partner's `Type/id`, where it has one. */
  | { quarantine: QuarantineReason; personId: number; ref?: string; issues?: Issue[] }
  /** Ask the store who owns these (ours), then `complete`. */
  | {
      ofTargets: string[];
      ref: string;
      complete: (personId: number) => RecordRow;
      issues?: Issue[] | undefined;
    };

/** Judges one line of a file of `type`: a record to store, or the reason why not. */
export function judgeLine(
  line: Buffer,
  type: string,
  partner: Partner,
  rewrite: RewriteReference,
  how: { checking: ProfileChecking; labelling: Labelling },
  memory?: LineMemory,
): Judged {
  const { resource, problem } = scanResource(line);
  if (!resource) return { quarantine: problem, personId: 0 };
  const { resourceType, id } = resource;
  if (resourceType === undefined) return { quarantine: 'missing-resource-type', personId: 0 };
  if (!resourceTypes.has(resourceType)) return { quarantine: 'unknown-type', personId: 0 };
  if (id === undefined) return { quarantine: 'missing-id', personId: 0 };
  if (!isId(id)) return { quarantine: 'illegal-id', personId: 0 };
  const owner = whose(resource, resourceType, id, partner);
  const personId = 'personId' in owner ? owner.personId : 0;
  // Before anything else of it is looked at: what is no longer allowed is not judged either.
  if ('problem' in owner && owner.problem === 'consent-ended') return { quarantine: owner.problem, personId };
  const ref = `${resourceType}/${id}`;
  if (resourceType !== type) return { quarantine: 'wrong-type', personId, ref };
  if ('problem' in owner) return { quarantine: owner.problem, personId: 0, ref };
  const value = JSON.parse(line.toString()) as JsonObject;
  const checked = checkRecord(value, how.checking);
  if (checked.is === 'quarantined')
    return { quarantine: checked.reason, personId, ref, issues: checked.issues };
  const issues = checked.is === 'reported' ? checked.issues : undefined;
  const complete = (person: number): RecordRow => ({
    ...rowOf(line, resource, type, id, person, partner, rewrite, memory),
    labels: ownLabels(value, person, how.labelling, line).labels,
    ruleSet: how.labelling.generation,
  });
  if ('ofTargets' in owner)
    return {
      ofTargets: owner.ofTargets.map((t) => ownRef(partner.id, t.type, t.id)),
      ref,
      complete,
      issues,
    };
  return { row: complete(personId), issues };
}

function rowOf(
  line: Buffer,
  resource: ScannedResource,
  type: string,
  id: string,
  personId: number,
  partner: Partner,
  rewrite: RewriteReference,
  memory: LineMemory | undefined,
): Omit<RecordRow, 'labels' | 'ruleSet'> {
  const ref = ownRef(partner.id, type, id);
  const { text, refs } = rewriteLine(line, resource, ref.slice(type.length + 1), rewrite, memory);
  return {
    personId,
    ref,
    type,
    origin: partner.id,
    originRef: `${type}/${id}`,
    serviceStart: null,
    serviceEnd: null,
    reach: null,
    paChanged: null,
    paUntil: null,
    paDocument: false,
    withheld: null,
    refs,
    hash: sha256(line, memory),
    text,
    source: null,
  };
}

/** By way of a string: a Buffer of its own for every line would burden the collector. */
function sha256(line: Buffer, memory: LineMemory | undefined): Buffer {
  const digest = hash('sha256', line, 'binary');
  const bytes = memory ? memory.take(digest.length) : Buffer.allocUnsafe(digest.length);
  for (let i = 0; i < digest.length; i++) bytes[i] = digest.charCodeAt(i);
  return bytes;
}
