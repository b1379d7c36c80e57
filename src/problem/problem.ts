/**
 * The one kind of error that rooms throw. `publicText` may go to a partner and never holds a member's data or an
 * internal name; `detail` is for the operator's log only. Rooms know categories, never HTTP statuses.
 */
export type ProblemCategory =
  | 'invalid' // the caller sent something wrong: 400
  | 'unprocessable' // well formed, but the operation cannot accept it: 422
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404: also what the caller may not see
  | 'gone' // 410
  | 'conflict' // 409
  | 'precondition-failed' // 412
  | 'precondition-required' // 428
  | 'too-large' // 413
  | 'unsupported-media' // 415
  | 'not-acceptable' // 406
  | 'too-many' // 429
  | 'busy' // 503, transient
  | 'fault'; // 500

/** R4 IssueType codes that we use (http://hl7.org/fhir/issue-type). */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'security'
  | 'login'
  | 'forbidden'
  | 'suppressed'
  | 'processing'
  | 'not-supported'
  | 'duplicate'
  | 'multiple-matches'
  | 'not-found'
  | 'deleted'
  | 'too-long'
  | 'business-rule'
  | 'conflict'
  | 'transient'
  | 'throttled'
  | 'timeout'
  | 'exception'
  | 'informational';

export interface ProblemOptions {
  /** R4 issue code; a fitting one is taken from the category when absent. */
  code?: IssueCode;
  /** For the operator's log. May name internals; still no demographics. */
  detail?: string;
  /** Seconds after which the caller may try again (`Retry-After`). */
  retryAfterSeconds?: number;
  /** FHIRPath of the offending element. */
  expression?: string;
  cause?: unknown;
}

const defaultCode: Record<ProblemCategory, IssueCode> = {
  invalid: 'invalid',
  unprocessable: 'processing',
  unauthenticated: 'login',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  gone: 'deleted',
  conflict: 'conflict',
  'precondition-failed': 'conflict',
  'precondition-required': 'required',
  'too-large': 'too-long',
  'unsupported-media': 'not-supported',
  'not-acceptable': 'not-supported',
  'too-many': 'throttled',
  busy: 'transient',
  fault: 'exception',
};

export class Problem extends Error {
  readonly category: ProblemCategory;
  readonly code: IssueCode;
  readonly publicText: string;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly expression: string | undefined;

  constructor(category: ProblemCategory, publicText: string, options: ProblemOptions = {}) {
    super(options.detail ? `${publicText} (${options.detail})` : publicText, { cause: options.cause });
    this.name = 'Problem';
    this.category = category;
    this.publicText = publicText;
    this.code = options.code ?? defaultCode[category];
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.expression = options.expression;
  }
}

/** An impossibility: a fault of ours, never of the caller. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition)
    throw new Problem('fault', 'Something went wrong on our side.', { detail: `impossible: ${what}` });
}
