import { isRecord } from '../fhirpath/members.ts';
import type { Check } from './check.ts';

/** Something that begins with a scheme. */
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const valueSetOfFhir = 'http://hl7.org/fhir/ValueSet/';

/** datatypes.html#Coding: the system is an absolute reference, and to a code system, not to a value set. */
export const codingCheck: Check = (value, run) => {
  if (!isRecord(value) || typeof value.system !== 'string') return;
  if (!absolute.test(value.system))
    run.error('value', 'coding-system', 'The system of a code is an absolute URI.', 'system');
  else if (value.system.startsWith(valueSetOfFhir))
    run.error('value', 'coding-system', 'The system of a code is a code system, not a value set.', 'system');
};
