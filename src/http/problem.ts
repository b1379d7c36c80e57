/** The one place where a problem becomes a status and a body. What is not a Problem says nothing but a request id. */
import { OAuthError, type OAuthErrorCode } from '../authz/oauth-error.ts';
import { outcome } from '../fhir/outcome.ts';
import { Problem, type ProblemCategory } from '../problem/problem.ts';
import type { Answer } from './route.ts';

export const statusOf: Record<ProblemCategory, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  conflict: 409,
  gone: 410,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-media': 415,
  unprocessable: 422,
  'precondition-required': 428,
  'too-many': 429,
  fault: 500,
  busy: 503,
};

const oauthStatusOf: Record<OAuthErrorCode, number> = {
  invalid_request: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_grant: 400,
  invalid_client: 401,
  temporarily_unavailable: 503,
};

export const methodNotAllowed = 405;

/** The error as a Problem: itself, a limit of the web framework, or a fault of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number') {
    if (statusCode === statusOf['too-large']) return new Problem('too-large', 'The body is too large.');
    if (statusCode === statusOf['unsupported-media']) return unsupportedMedia();
    if (statusCode < 500) return new Problem('invalid', 'The request cannot be read.', { detail: code });
  }
  return new Problem('fault', 'Something went wrong on our side.', { cause: error });
}

export const unsupportedMedia = (): Problem =>
  new Problem('unsupported-media', 'The Content-Type is not one that is taken here.');

/** A problem as a FHIR server tells it. */
export function fhirAnswer(problem: Problem, requestId: string): Answer {
  return {
    status: statusOf[problem.category],
    headers: problemHeaders(problem),
    body: outcome({
      severity: problem.category === 'fault' ? 'fatal' : 'error',
      code: problem.code,
      text: problem.publicText,
      diagnostics: `Request ${requestId}`,
      expression: problem.expression,
    }),
  };
}

/** An error as an OAuth endpoint tells it (RFC 6749 5.2). */
export function oauthAnswer(error: unknown): Answer {
  const told = error instanceof OAuthError ? error : oauthErrorOf(problemOf(error));
  return {
    status: oauthStatusOf[told.code],
    contentType: 'application/json',
    headers: error instanceof Problem ? problemHeaders(error) : {},
    body: { error: told.code, error_description: told.description },
  };
}

function oauthErrorOf(problem: Problem): OAuthError {
  return problem.category === 'fault' || problem.category === 'busy' || problem.category === 'too-many'
    ? new OAuthError('temporarily_unavailable', problem.publicText)
    : new OAuthError('invalid_request', problem.publicText);
}

export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = {};
  if (problem.retryAfterSeconds !== undefined) headers['retry-after'] = String(problem.retryAfterSeconds);
  if (problem.category === 'unauthenticated')
    headers['www-authenticate'] = 'Bearer realm="fhir", error="invalid_token"';
  if (problem.category === 'forbidden') {
    headers['www-authenticate'] = 'Bearer realm="fhir", error="insufficient_scope"';
  }
  // What was not read of the body is not waited for.
  if (problem.category === 'too-large') headers.connection = 'close';
  return headers;
}
