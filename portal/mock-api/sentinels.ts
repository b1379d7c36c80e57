// Values that raise an error wherever they are typed: the same failures by hand, in development and in tests.

export interface Failure {
  status: number;
  code: string;
  fields?: { path: string; code: string }[];
  retryAfter_s?: number;
  /** The connection is cut instead of an answer. */
  cut?: true;
}

/** By the words looked for in the plan finder. */
export const bySearch: Record<string, Failure> = {
  fault: { status: 500, code: 'fault' },
  busy: { status: 503, code: 'busy', retryAfter_s: 120 },
  rate: { status: 429, code: 'rate', retryAfter_s: 60 },
  offline: { status: 0, code: 'offline', cut: true },
};

/** By the name signed with. */
export const bySignature: Record<string, Failure> = {
  'Stale Draft': { status: 409, code: 'draft-stale' },
  'Changed Text': { status: 409, code: 'text-changed' },
  'Other Name': { status: 422, code: 'fields', fields: [{ path: 'typedName', code: 'value' }] },
  'Step Up': { status: 403, code: 'step-up-required' },
};

/** Signs, and the answer never comes: what was decided must count once. */
export const lostAnswer = 'Again Please';

export const byMemberId: Record<string, Failure> = {
  REFUSED: { status: 422, code: 'fields', fields: [{ path: 'memberIdThere', code: 'format' }] },
};
