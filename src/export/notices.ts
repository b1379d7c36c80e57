import { type OperationOutcome, outcome } from '../fhir/outcome.ts';

/** pdex-156: a member whose consent does not permit it now yields no data; why is not told (pdex-154c). */
export const noDataFor = (patientId: string): OperationOutcome =>
  outcome({
    severity: 'information',
    code: 'suppressed',
    text: `No data is released for Patient/${patientId}.`,
  });

/** p2p 4.5 (ATR, pdex-296): ignored, and the same words whether such a patient exists or not. */
export const notAMember = (patientId: string): OperationOutcome =>
  outcome({
    severity: 'warning',
    code: 'not-found',
    text: `Patient/${patientId} is not among the members that can be exported here and was ignored.`,
  });

/** pdex-184: without `_type`, the export is narrowed to what the token's scope covers. */
export const narrowed = (): OperationOutcome =>
  outcome({
    severity: 'warning',
    code: 'suppressed',
    text: 'The scope of the access token does not cover every resource type: only the types that it covers were exported.',
  });
