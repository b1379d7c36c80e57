import { endsBeforeItStarts } from '../../fhir/date.ts';
import { isRecord } from '../fhirpath/members.ts';
import type { Check } from './check.ts';

/** per-1: a period does not end before it starts. Partial dates mean their whole span. */
export const periodCheck: Check = (value, run) => {
  if (!isRecord(value)) return;
  const { start, end } = value;
  if (typeof start === 'string' && typeof end === 'string' && endsBeforeItStarts(start, end))
    run.error('invariant', 'per-1', 'The period ends before it starts.');
};
