import { Problem, type ProblemCategory } from '../problem/problem.ts';

/** Why something was refused, by codes for which the member's client has words in both languages. */
const categories = {
  'session-missing': 'unauthenticated',
  csrf: 'forbidden',
  'step-up-required': 'forbidden',
  'not-for-representatives': 'forbidden',
  'not-found': 'not-found',
  'body-invalid': 'invalid',
  'query-invalid': 'invalid',
  'query-too-short': 'invalid',
  'cursor-invalid': 'invalid',
  fields: 'unprocessable',
  'idempotency-key-reused': 'unprocessable',
  'idempotency-key-missing': 'precondition-required',
  'if-match-missing': 'precondition-required',
  'draft-stale': 'precondition-failed',
  'text-changed': 'conflict',
  'draft-missing': 'conflict',
  'nothing-to-withdraw': 'conflict',
  'captured-by-state': 'conflict',
  'not-possible-now': 'conflict',
  'plans-too-many': 'conflict',
  'plan-named-already': 'conflict',
  'facts-too-many': 'too-many',
  'callbacks-too-many': 'too-many',
  rate: 'too-many',
} as const satisfies Record<string, ProblemCategory>;

export type MemberCode = keyof typeof categories;

export interface MemberProblemOptions {
  fields?: readonly { path: string; code: string }[];
  retryAfterSeconds?: number;
  /** 409 in place of 412: the body, not a header, named the version. */
  inBody?: boolean;
}

/** A refusal that the member's client can explain. Holds no value that was sent. */
export class MemberProblem extends Problem {
  readonly memberCode: MemberCode;
  readonly fields: readonly { path: string; code: string }[] | undefined;

  constructor(code: MemberCode, options: MemberProblemOptions = {}) {
    super(options.inBody ? 'conflict' : categories[code], `Refused: ${code}.`, {
      ...(options.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: options.retryAfterSeconds }),
    });
    this.memberCode = code;
    this.fields = options.fields;
  }
}
