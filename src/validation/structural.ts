import type { JsonObject } from '../fhir/lossless.ts';
import { shapeFault } from '../fhir/shape.ts';
import { isRecord } from './fhirpath/members.ts';
import type { Validator } from './validator.ts';

const codes: Record<string, string> = {
  'required-missing': 'required',
  'code-not-in-value-set': 'code-invalid',
  'invalid-date': 'value',
  'period-reversed': 'invariant',
};

/** What can be said without any package: the shape of base R4, and that nothing else was looked at. */
export const structuralValidator: Validator = {
  knows: () => false,
  validate(resource) {
    const isResource = isRecord(resource) && typeof resource.resourceType === 'string';
    const fault = isResource ? shapeFault(resource as JsonObject) : undefined;
    const notChecked = new Map([['profiles and terminology: no packages are installed', 1]]);
    if (isResource && !fault) return { issues: [], valid: true, notChecked };
    return {
      issues: [
        {
          severity: 'error',
          code: codes[fault?.reason ?? ''] ?? 'structure',
          expression: fault?.path ?? '',
          profile: 'http://hl7.org/fhir/StructureDefinition/Resource|4.0.1',
          rule: fault?.reason ?? 'type',
          text: fault ? 'The resource has not the shape of FHIR R4.' : 'This is no resource.',
        },
      ],
      valid: false,
      notChecked,
    };
  },
};
