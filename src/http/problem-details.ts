import { MemberProblem } from '../election/member-problem.ts';
import type { Problem } from '../problem/problem.ts';
import { problemHeaders, statusOf } from './problem.ts';

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not accepted',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Fault',
  503: 'Busy',
};

/** A problem as RFC 9457 has it. The words are the client's, who reads the code; nothing that was sent is repeated. */
export function problemAnswer(problem: Problem, requestId: string) {
  const status = statusOf[problem.category];
  const own = problem instanceof MemberProblem ? problem : undefined;
  return {
    status,
    headers: problemHeaders(problem),
    contentType: 'application/problem+json; charset=utf-8',
    body: {
      type: 'about:blank',
      status,
      title: titles[status] ?? 'Refused',
      code: own?.memberCode ?? codeOf(status),
      requestId,
      ...(own?.fields ? { fields: own.fields } : {}),
    },
  };
}

function codeOf(status: number): string {
  if (status === 401) return 'session-missing';
  if (status === 404) return 'not-found';
  if (status === 422) return 'fields';
  if (status === 429) return 'rate';
  if (status === 503) return 'busy';
  return status >= 500 ? 'fault' : 'body-invalid';
}
