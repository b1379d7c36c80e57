import { hash } from 'node:crypto';
import { isId } from '../fhir/reference.ts';
import { resourceTypes } from '../fhir/resource-types.ts';
import { type ScannedResource, scanResource } from '../fhir/scan.ts';
import type { RecordRow } from '../record/record-row.ts';
import type { LineMemory } from './line-memory.ts';
import { ownRef } from './own-ids.ts';
import type { QuarantineReason } from './quarantine-reason.ts';
import { type Partner, type RewriteReference, rewriteLine } from './rewrite-references.ts';
import { whose } from './whose.ts';

export type Judged =
  | { row: RecordRow }
  /** `personId` 0: it is not known whom it is about. */
  | { quarantine: QuarantineReason; personId: number }
  /** Ask the store who owns these (ours), then `completeRow`. */
  | { ofTargets: string[]; complete: (personId: number) => RecordRow };

/** Judges one line of a file of `type`: a record to store, or the reason why not. */
export function judgeLine(
  line: Buffer,
  type: string,
  partner: Partner,
  rewrite: RewriteReference,
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
  if (resourceType !== type) return { quarantine: 'wrong-type', personId };
  if ('problem' in owner) return { quarantine: owner.problem, personId: 0 };
  const complete = (person: number) => rowOf(line, resource, type, id, person, partner, rewrite, memory);
  if ('ofTargets' in owner)
    return { ofTargets: owner.ofTargets.map((t) => ownRef(partner.id, t.type, t.id)), complete };
  return { row: complete(personId) };
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
): RecordRow {
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
