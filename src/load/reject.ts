import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** Why a line was not loaded. */
export type RejectReason =
  | 'line-too-long'
  | 'invalid-utf8'
  | 'invalid-json'
  | 'not-an-object'
  | 'too-deep'
  | 'duplicate-property'
  | 'escaped-property-name'
  | 'null-value'
  | 'empty-value'
  | 'resource-type-missing'
  | 'resource-type-unknown'
  | 'wrong-type-in-file'
  | 'id-missing'
  | 'id-invalid'
  | 'unknown-property'
  | 'wrong-json-type'
  | 'invalid-date'
  | 'period-reversed'
  | 'required-missing'
  | 'code-not-in-value-set'
  | 'bundle-not-deletions'
  | 'patient-missing'
  | 'patient-not-relative'
  | 'patient-unknown'
  | 'several-patients'
  | 'target-unknown'
  | 'profile-invalid'
  | 'document-unusable'
  | 'file-unreadable';

export interface Reject {
  /** Path as given or found. */
  file: string;
  /** From 1; 0 speaks of the whole file. */
  line: number;
  reason: RejectReason;
  /** For people; names elements, never values. */
  text: string;
  /** The line as it was (its head, where it was too long). Holds what the payer's own file holds: the file is for its owner. */
  raw: string;
}

export interface RejectFile {
  path: string;
  /** A line that is not loaded. */
  add(reject: Reject): Promise<void>;
  /** Something about a whole file. */
  addFile(reject: Reject): Promise<void>;
  close(): Promise<void>;
  /** Lines added until now. */
  lines(): number;
}

/** Opens a reject file: made when the first line is rejected, readable by its owner only. */
export function rejectFile(path: string): RejectFile {
  let handle: FileHandle | undefined;
  let lines = 0;
  const write = async ({ file, line, reason, text, raw }: Reject) => {
    handle ??= await open(path, 'w', 0o600);
    await handle.write(`${JSON.stringify({ file, line, reason, text, raw })}\n`);
  };
  return {
    path,
    add: (reject) => {
      lines++;
      return write(reject);
    },
    addFile: write,
    close: async () => handle?.close(),
    lines: () => lines,
  };
}

const texts: Record<RejectReason, string> = {
  'line-too-long': 'The line is longer than a resource may be.',
  'invalid-utf8': 'The line is not UTF-8.',
  'invalid-json': 'The line is not JSON.',
  'not-an-object': 'The line is no JSON object.',
  'too-deep': 'The JSON is nested too deep.',
  'duplicate-property': 'A property stands twice in one object.',
  'escaped-property-name': 'A property name holds an escape.',
  'null-value': 'A property is null, which FHIR does not allow.',
  'empty-value': 'An array or object is empty, which FHIR does not allow.',
  'resource-type-missing': 'There is no resourceType.',
  'resource-type-unknown': 'The resourceType is none of FHIR R4.',
  'wrong-type-in-file': 'The resource is of another type than the file is named for.',
  'id-missing': 'There is no id, which bulk data must carry.',
  'id-invalid': 'The id is no FHIR id (1 to 64 letters, digits, "-" and ".").',
  'unknown-property': 'FHIR R4 does not know a property',
  'wrong-json-type': 'The JSON type is wrong',
  'invalid-date': 'There is no such date',
  'period-reversed': 'The period ends before it starts',
  'required-missing': 'A required element is missing',
  'code-not-in-value-set': 'The code is not in the required value set',
  'bundle-not-deletions':
    'A Bundle may only hold deletions (type transaction, request.method DELETE, url Type/id).',
  'patient-missing': 'There is no reference to a Patient.',
  'patient-not-relative': 'The patient is not referred to as Patient/id.',
  'patient-unknown': 'The Patient that it refers to is not here.',
  'several-patients': 'It speaks of more than one patient.',
  'target-unknown': 'Nothing that it speaks of is here.',
  'profile-invalid': 'As it would leave, the resource is not what its profile asks',
  'document-unusable': 'The Binary has no base64 data, no content type, or more than 12 MB',
  'file-unreadable': 'The file could not be read to its end; nothing of it was loaded.',
};

/** The sentence for a reason, with the element where there is one. */
export const textOfReason = (reason: RejectReason, path?: string): string =>
  path === undefined ? texts[reason] : `${texts[reason].replace(/\.$/, '')}: ${path}.`;
