// The one door for everything that goes wrong between browser and server. Words are chosen here; the server sends codes.
import type { MessageKey } from '../i18n/catalogue.ts';
import type { components } from './schema.ts';

export interface FieldFault {
  path: string;
  code: string;
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldFault[];
  readonly retryAfter_s: number | undefined;

  constructor(
    status: number,
    code: string,
    requestId?: string,
    fields: readonly FieldFault[] = [],
    retryAfter_s?: number,
  ) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.fields = fields;
    this.retryAfter_s = retryAfter_s;
  }
}

/** No answer at all: the network is gone, or what came was cut short. */
export const offline = (): ApiProblem => new ApiProblem(0, 'offline');

export async function problemFrom(response: Response): Promise<ApiProblem> {
  const problem = (await response.json().catch(() => ({}))) as Partial<components['schemas']['Problem']>;
  const retryAfter_s = Number(response.headers.get('retry-after'));
  return new ApiProblem(
    response.status,
    problem.code ?? 'fault',
    problem.requestId ?? response.headers.get('x-request-id') ?? undefined,
    problem.fields,
    retryAfter_s > 0 ? retryAfter_s : undefined,
  );
}

export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, 'fault');

/** Trying again at once may help: nothing was refused, the answer just did not come. */
export const isPassing = ({ status }: ApiProblem): boolean => status === 0 || status >= 500;

/** What happened and what to do, by the server's code; an unknown code speaks for its status. */
const wordsByCode: Record<string, MessageKey> = {
  offline: 'problem.offline',
  fault: 'problem.fault',
  busy: 'problem.busy',
  rate: 'problem.rate',
  'not-found': 'problem.not-found',
  'session-missing': 'problem.session-missing',
  'step-up-required': 'problem.step-up-required',
  'text-changed': 'problem.text-changed',
  'draft-stale': 'problem.draft-stale',
  'draft-missing': 'problem.draft-missing',
  'captured-by-state': 'problem.captured-by-state',
  'plans-too-many': 'problem.plans-too-many',
  'plan-named-already': 'problem.plan-named-already',
  'nothing-to-withdraw': 'problem.nothing-to-withdraw',
  'not-possible-now': 'problem.not-possible-now',
  'facts-too-many': 'problem.facts-too-many',
  'callbacks-too-many': 'problem.callbacks-too-many',
  'not-for-representatives': 'problem.not-for-representatives',
  fields: 'problem.fields',
};

export function wordsFor(problem: ApiProblem): MessageKey {
  const known = wordsByCode[problem.code];
  if (known) return known;
  if (problem.status === 404) return 'problem.not-found';
  if (problem.status === 429) return 'problem.rate';
  if (problem.status === 503) return 'problem.busy';
  return 'problem.fault';
}
