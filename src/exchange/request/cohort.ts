import { Problem } from '../../problem/problem.ts';
import { isObject, type Json, listOf, textOf } from './json.ts';
import { cohortBytes_max, cohortMembers_max } from './limits.ts';

/** One member of a cohort, as the caller gave it. */
export interface CohortMember {
  /** Where it stands in the cohort, from 0. */
  index: number;
  /** MemberPatient.id, or `member-<n>` where there was none. */
  submittedId: string;
  patient: Json;
  coverageToMatch: Json;
  coverageToLink: Json | undefined;
  consent: Json;
}

/** A member that cannot be asked for, and why. Nothing of it goes out. */
export interface RefusedMember {
  index: number;
  submittedId: string;
  reason: string;
}

export interface Cohort {
  members: CohortMember[];
  refused: RefusedMember[];
}

/**
 * A cohort: a `$bulk-member-match` Parameters (MemberBundle parts), a `$member-match` Parameters, or NDJSON of either.
 * A member that lacks a part is refused alone; a file that is neither is a Problem `invalid`.
 */
export function parseCohort(bytes: Buffer): Cohort {
  if (bytes.length > cohortBytes_max) throw new Problem('too-large', 'The cohort file is too large.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('invalid', 'The cohort file is not UTF-8.');
  }
  const bundles = documentsIn(text).flatMap(bundlesIn);
  if (bundles.length === 0) throw new Problem('invalid', 'The cohort holds no member.');
  if (bundles.length > cohortMembers_max)
    throw new Problem('too-large', `A cohort has at most ${cohortMembers_max} members.`);
  const cohort: Cohort = { members: [], refused: [] };
  bundles.forEach((parts, index) => {
    const read = readMember(parts, index);
    if ('reason' in read) cohort.refused.push(read);
    else cohort.members.push(read);
  });
  return cohort;
}

function documentsIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // Not one document: lines, then.
  }
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw new Problem('invalid', `Line ${i + 1} of the cohort is not JSON.`);
    }
  });
}

/** The parts of each member: of a bulk Parameters several, of a single one itself. */
function bundlesIn(document: unknown): Json[][] {
  if (!isObject(document) || document.resourceType !== 'Parameters')
    throw new Problem('invalid', 'A cohort is made of Parameters resources.');
  const parameters = listOf(document.parameter);
  const bundles = parameters.filter((p) => p.name === 'MemberBundle').map((p) => listOf(p.part));
  if (bundles.length > 0) return bundles;
  return parameters.some((p) => p.name === 'MemberPatient') ? [parameters] : [];
}

function readMember(parts: Json[], index: number): CohortMember | RefusedMember {
  const part = (name: string, type: string): Json | undefined => {
    const found = parts.filter((p) => p.name === name).map((p) => p.resource);
    return found.length === 1 && isObject(found[0]) && found[0].resourceType === type ? found[0] : undefined;
  };
  const patient = part('MemberPatient', 'Patient');
  const coverageToMatch = part('CoverageToMatch', 'Coverage');
  const consent = part('Consent', 'Consent');
  const submittedId = textOf(patient?.id) ?? `member-${index + 1}`;
  if (!patient) return { index, submittedId, reason: 'no-member-patient' };
  if (!coverageToMatch) return { index, submittedId, reason: 'no-coverage-to-match' };
  if (!consent) return { index, submittedId, reason: 'no-consent' };
  const coverageToLink = part('CoverageToLink', 'Coverage');
  return { index, submittedId, patient, coverageToMatch, coverageToLink, consent };
}
