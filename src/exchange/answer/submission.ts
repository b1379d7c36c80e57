import { isObject, type Json, type JsonObject, parseJson, textOf } from '../../fhir/lossless.ts';
import { Problem } from '../../problem/problem.ts';
import { submissions_max } from './limits.ts';

/** One member as submitted: the parts that a match needs (p2p 1.2, 2.2). */
export interface Submission {
  patientId: string;
  patient: JsonObject;
  coverage: JsonObject;
  consent: JsonObject;
  /** Set where the same patient was submitted with several coverages: then the coverage tells the entries apart (pdex-153). */
  coverageId?: string;
}

/** HRex 1.0 to 1.2, then the spellings of their slices and of PDex drafts. */
const partNames = {
  patient: ['MemberPatient', 'memberPatient'],
  coverage: ['CoverageToMatch', 'coverageToMatch', 'OldCoverage'],
  consent: ['Consent', 'consent'],
} as const;
const partTypes = { patient: 'Patient', coverage: 'Coverage', consent: 'Consent' } as const;
type PartKind = keyof typeof partNames;

/** PDex 2.2, then 2.1 and its drafts. */
const bundleNames: readonly (Json | undefined)[] = [
  'MemberBundle',
  'memberBundle',
  'MembersToMatch',
  'MemberToMatch',
];

/** The parameters of `$member-match`. @throws Problem `unprocessable` */
export function readMemberMatch(body: string): Submission {
  const { parameters, path } = readParameters(body);
  return readParts(parameters, path);
}

/**
 * The MemberBundles of `$bulk-member-match`. One fault refuses them all (p2p 2.4); parameters and parts of other names are
 * ignored (open slicing).
 *
 * @throws Problem `unprocessable`, with the FHIRPath of what is wrong and none of its content
 */
export function readBulkMatch(body: string): Submission[] {
  const { parameters, path } = readParameters(body);
  const submissions: Submission[] = [];
  parameters.forEach((parameter, i) => {
    if (!isObject(parameter) || !bundleNames.includes(parameter.name)) return;
    submissions.push(readBundle(parameter, `${path}[${i}]`));
  });
  // A client that sends its one member as it would to $member-match.
  if (submissions.length === 0 && parameters.some((p) => isObject(p) && p.name === partNames.patient[0])) {
    submissions.push(readParts(parameters, path));
  }
  if (submissions.length === 0) throw faulty('required', 'There is no MemberBundle.', path);
  if (submissions.length > submissions_max) {
    throw faulty('too-long', `There are more than ${submissions_max} MemberBundles.`, path);
  }
  return submissions;
}

function readParameters(body: string): { parameters: Json[]; path: string } {
  const parsed = parseJson(body);
  if ('problem' in parsed) throw faulty('structure', 'The body cannot be read as FHIR JSON.', undefined);
  const { value } = parsed;
  if (!isObject(value) || value.resourceType !== 'Parameters') {
    throw faulty('structure', 'The body is no Parameters resource.', 'Parameters');
  }
  if (!Array.isArray(value.parameter) || value.parameter.length === 0) {
    throw faulty('required', 'The Parameters are empty.', 'Parameters.parameter');
  }
  return { parameters: value.parameter, path: 'Parameters.parameter' };
}

/** The parts lie in `part`; some senders nest a Parameters resource instead. */
function readBundle(bundle: JsonObject, path: string): Submission {
  if (Array.isArray(bundle.part)) return readParts(bundle.part, `${path}.part`);
  const nested = isObject(bundle.resource) ? bundle.resource : {};
  if (nested.resourceType === 'Parameters' && Array.isArray(nested.parameter)) {
    return readParts(nested.parameter, `${path}.resource.parameter`);
  }
  throw faulty('required', 'A MemberBundle has no parts.', `${path}.part`);
}

function readParts(parts: readonly Json[], path: string): Submission {
  const patient = readPart(parts, 'patient', path);
  const coverage = readPart(parts, 'coverage', path);
  const consent = readPart(parts, 'consent', path);
  return {
    patientId: idOf(patient.resource, patient.path),
    patient: patient.resource,
    coverage: coverage.resource,
    consent: consent.resource,
  };
}

function readPart(
  parts: readonly Json[],
  kind: PartKind,
  path: string,
): { resource: JsonObject; path: string } {
  const names: readonly (Json | undefined)[] = partNames[kind];
  const name = partNames[kind][0];
  const found = parts.flatMap((part, i) =>
    isObject(part) && names.includes(part.name) ? [{ part, i }] : [],
  );
  const [first] = found;
  if (!first) throw faulty('required', `The part ${name} is missing.`, path);
  const at = `${path}[${first.i}].resource`;
  if (found.length > 1) throw faulty('structure', `The part ${name} is there more than once.`, path);
  const { resource } = first.part;
  if (!isObject(resource) || resource.resourceType !== partTypes[kind]) {
    throw faulty('structure', `The part ${name} holds no ${partTypes[kind]}.`, at);
  }
  return { resource, path: at };
}

const fhirId = /^[A-Za-z0-9\-.]{1,64}$/;

/** Without an id nothing can point at the patient: neither the Consent nor a Group (p2p 2.10). */
function idOf(resource: JsonObject, path: string): string {
  const id = textOf(resource.id);
  if (id === undefined || !fhirId.test(id))
    throw faulty('required', 'A resource has no valid id.', `${path}.id`);
  return id;
}

/**
 * Makes sure that each contained id will be unique in a Group (O20), and marks patients that were submitted with several
 * coverages. Two different patients under one id, or the same patient and coverage twice, refuse the request.
 *
 * @throws Problem `unprocessable`
 */
export function markCoverages(
  submissions: readonly Submission[],
  contained: (r: JsonObject) => string,
): Submission[] {
  const byPatient = new Map<string, Submission[]>();
  for (const one of submissions) byPatient.set(one.patientId, [...(byPatient.get(one.patientId) ?? []), one]);
  const taken = new Set(byPatient.keys());
  for (const same of byPatient.values()) {
    if (same.length === 1) continue;
    const [first, ...rest] = same.map((one) => contained(one.patient));
    if (rest.some((text) => text !== first)) throw duplicate('Two different patients have one id.');
    for (const one of same) {
      const coverageId = textOf(one.coverage.id);
      if (coverageId === undefined || !fhirId.test(coverageId) || taken.has(coverageId)) {
        throw duplicate(
          'A patient is there more than once, and the ids of the coverages do not tell the entries apart.',
        );
      }
      taken.add(coverageId);
    }
  }
  return submissions.map((one) =>
    byPatient.get(one.patientId)!.length > 1 ? { ...one, coverageId: textOf(one.coverage.id)! } : one,
  );
}

const duplicate = (text: string) =>
  new Problem('unprocessable', text, { code: 'duplicate', expression: 'Parameters.parameter' });

const faulty = (code: 'structure' | 'required' | 'too-long', text: string, expression: string | undefined) =>
  new Problem('unprocessable', text, { code, ...(expression !== undefined && { expression }) });
