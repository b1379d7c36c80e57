import type { ScanProblem } from '../fhir/scan.ts';

/** Why a line was not stored. Codes are for machines and stay; the sentences are for people and may improve. */
export type QuarantineReason =
  | ScanProblem
  | 'line-too-long'
  | 'missing-resource-type'
  | 'unknown-type'
  | 'wrong-type'
  | 'missing-id'
  | 'illegal-id'
  | 'no-patient'
  | 'patient-as-list'
  | 'patient-not-identified'
  | 'not-requested-member'
  | 'several-members'
  | 'held-for-another-member'
  | 'shape-invalid'
  | 'profile-invalid'
  | 'consent-ended'
  | 'not-a-deletion'
  | 'partner-reported';

export const quarantineText: Record<QuarantineReason, string> = {
  'invalid-utf8': 'The line is not UTF-8.',
  'invalid-json': 'The line is not JSON, or it is cut short.',
  'not-an-object': 'The line is JSON but not an object.',
  'too-deep': 'The line nests deeper than any FHIR resource does.',
  'duplicate-property': 'An object has two properties of one name.',
  'escaped-property-name': 'A property name holds an escape, which no FHIR name needs.',
  'null-value': 'A property is null; FHIR leaves it out instead.',
  'empty-value': 'An object or array is empty; FHIR leaves it out instead.',
  'line-too-long': 'The line is longer than the limit; its beginning is kept.',
  'missing-resource-type': 'The resource does not say its type.',
  'unknown-type': 'FHIR R4 has no such resource type.',
  'wrong-type': 'The resource is of another type than the manifest says of the file.',
  'missing-id': 'The resource has no id.',
  'illegal-id': 'The id is not one: 1 to 64 letters, digits, hyphens and dots.',
  'no-patient': 'The resource names no patient.',
  'patient-as-list': 'The patient is a list where R4 has one reference.',
  'patient-not-identified': 'The patient is not named by a reference to a Patient of the partner.',
  'not-requested-member': 'The patient is not a member whom this transfer asked for.',
  'several-members': 'The resource speaks of more than one member.',
  'held-for-another-member': 'The record is held for a member who is not part of this transfer.',
  'shape-invalid': 'The resource is not FHIR R4 in shape.',
  'profile-invalid': 'The resource is not what the profiles that it claims ask.',
  'consent-ended': 'The member took the consent back before this came: nothing of it is kept.',
  'not-a-deletion': 'The Bundle holds something other than deletions by Type/id.',
  'partner-reported': 'The partner reported this in the error files of its export.',
};

/** http://hl7.org/fhir/issue-type, for a report to the partner. */
export const quarantineCode: Record<QuarantineReason, string> = {
  'invalid-utf8': 'structure',
  'invalid-json': 'structure',
  'not-an-object': 'structure',
  'too-deep': 'too-costly',
  'duplicate-property': 'structure',
  'escaped-property-name': 'structure',
  'null-value': 'structure',
  'empty-value': 'structure',
  'line-too-long': 'too-long',
  'missing-resource-type': 'required',
  'unknown-type': 'structure',
  'wrong-type': 'structure',
  'missing-id': 'required',
  'illegal-id': 'value',
  'no-patient': 'required',
  'patient-as-list': 'structure',
  'patient-not-identified': 'required',
  'not-requested-member': 'business-rule',
  'several-members': 'business-rule',
  'held-for-another-member': 'business-rule',
  'shape-invalid': 'structure',
  'profile-invalid': 'invalid',
  'consent-ended': 'suppressed',
  'not-a-deletion': 'structure',
  'partner-reported': 'informational',
};
