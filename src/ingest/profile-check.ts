import type { JsonObject } from '../fhir/lossless.ts';
import { type ShapeFault, shapeFault } from '../fhir/shape.ts';
import type { Issue } from '../validation/issue.ts';
import type { Validator } from '../validation/validator.ts';

/** What becomes of a received record that is not what its profiles ask. */
export type ProfilePolicy = 'off' | 'report' | 'quarantine';

export type ProfileChecking =
  | { profiles: 'off' }
  | { profiles: 'report' | 'quarantine'; validator: Validator };

export type CheckedRecord =
  | { is: 'fine' }
  /** Stored, and reported. */
  | { is: 'reported'; issues: Issue[] }
  | { is: 'quarantined'; reason: 'shape-invalid' | 'profile-invalid'; issues: Issue[] };

const fine: CheckedRecord = { is: 'fine' };

const shapeTexts: Record<ShapeFault['reason'], string> = {
  'unknown-property': 'R4 does not know this element.',
  'wrong-json-type': 'The JSON type is another than that of the element.',
  'invalid-date': 'There is no such date or time.',
  'period-reversed': 'The period ends before it starts.',
  'required-missing': 'R4 requires this element.',
  'code-not-in-value-set': 'The code is not in the value set that R4 requires.',
};

const shapeCodes: Record<ShapeFault['reason'], string> = {
  'unknown-property': 'structure',
  'wrong-json-type': 'structure',
  'invalid-date': 'value',
  'period-reversed': 'invariant',
  'required-missing': 'required',
  'code-not-in-value-set': 'code-invalid',
};

/** Judges one received record: first whether it is R4 in shape, as far as a receiver must insist; then its profiles. */
export function checkRecord(resource: JsonObject, checking: ProfileChecking): CheckedRecord {
  const fault = shapeFault(resource);
  if (fault) {
    const hard = shapeFault(resource, true);
    if (hard) return { is: 'quarantined', reason: 'shape-invalid', issues: [issueOf(hard, resource)] };
    // Elements that R4 does not know are kept (pdex-83), not silently.
    return { is: 'reported', issues: [issueOf(fault, resource)] };
  }
  if (checking.profiles === 'off') return fine;
  const { valid, issues } = checking.validator.validate(resource);
  if (valid) return fine;
  const errors = issues.filter(({ severity }) => severity === 'error').slice(0, issuesPerLine_max);
  return checking.profiles === 'report'
    ? { is: 'reported', issues: errors }
    : { is: 'quarantined', reason: 'profile-invalid', issues: errors };
}

/** Issues that are kept of one record. */
const issuesPerLine_max = 20;

const issueOf = ({ reason, path }: ShapeFault, resource: JsonObject): Issue => ({
  severity: 'error',
  code: shapeCodes[reason],
  expression: path,
  profile: `http://hl7.org/fhir/StructureDefinition/${String(resource.resourceType)}|4.0.1`,
  rule: reason,
  text: shapeTexts[reason],
});
