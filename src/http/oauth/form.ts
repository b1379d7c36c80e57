import { OAuthError } from '../../authz/oauth-error.ts';
import type { TokenEndpointDeps } from '../../authz/token-endpoint.ts';
import type { Log } from '../../telemetry/log.ts';
import { oauthAnswer } from '../problem.ts';
import type { Route } from '../route.ts';

export interface OAuthDeps extends TokenEndpointDeps {
  log: Log;
}

const formBytes_max = 16_384;

/** Row of an endpoint that takes a form which a client signed, and answers JSON. `told` goes to the log with the client. */
export function formRoute<T extends object>(
  { log }: OAuthDeps,
  path: string,
  answer: (form: URLSearchParams) => Promise<{ response: T; clientId: string }>,
  told: { done: string; refused: string; of: (response: T) => object },
): Route {
  return {
    method: 'POST',
    path,
    scope: 'public',
    bodyBytes_max: formBytes_max,
    contentTypes: ['application/x-www-form-urlencoded'],
    produces: ['application/json'],
    errors: 'oauth',
    handle: async ({ rawBody }) => {
      try {
        const { response, clientId } = await answer(new URLSearchParams(rawBody.toString('utf8')));
        log.info({ clientId, ...told.of(response) }, told.done);
        return {
          status: 200,
          contentType: 'application/json',
          headers: { pragma: 'no-cache' },
          body: response,
        };
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        log.warn({ error: error.code, detail: error.detail, cause: causeOf(error) }, told.refused);
        return oauthAnswer(error);
      }
    },
  };
}

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? error.cause.message : undefined;
