import { OAuthError } from '../../authz/oauth-error.ts';
import { type TokenEndpointDeps, tokenEndpoint } from '../../authz/token-endpoint.ts';
import type { Log } from '../../telemetry/log.ts';
import { oauthAnswer } from '../problem.ts';
import type { Route } from '../route.ts';

export interface OAuthDeps extends TokenEndpointDeps {
  log: Log;
}

/** Path of the token endpoint on BASE_URL: what assertions name as their audience. */
export const tokenPath = '/oauth/token';
const formBytes_max = 16_384;

/** `POST /oauth/token` (RFC 6749 4.4 with private_key_jwt). */
export function tokenRoutes(deps: OAuthDeps): Route[] {
  const answer = tokenEndpoint(deps);
  return [
    {
      method: 'POST',
      path: tokenPath,
      scope: 'public',
      bodyBytes_max: formBytes_max,
      contentTypes: ['application/x-www-form-urlencoded'],
      produces: ['application/json'],
      errors: 'oauth',
      handle: async ({ rawBody }) => {
        try {
          const { response, clientId } = await answer(new URLSearchParams(rawBody.toString('utf8')));
          deps.log.info({ clientId, scope: response.scope }, 'token issued');
          return {
            status: 200,
            contentType: 'application/json',
            headers: { pragma: 'no-cache' },
            body: response,
          };
        } catch (error) {
          if (!(error instanceof OAuthError)) throw error;
          deps.log.warn({ error: error.code, detail: error.detail, cause: causeOf(error) }, 'token refused');
          return oauthAnswer(error);
        }
      },
    },
  ];
}

const causeOf = (error: Error): string | undefined =>
  error.cause instanceof Error ? error.cause.message : undefined;
