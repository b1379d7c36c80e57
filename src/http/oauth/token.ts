import { tokenEndpoint } from '../../authz/token-endpoint.ts';
import type { Route } from '../route.ts';
import { formRoute, type OAuthDeps } from './form.ts';

/** Path of the token endpoint on BASE_URL: what assertions name as their audience. */
export const tokenPath = '/oauth/token';

/** `POST /oauth/token` (RFC 6749 4.4 with private_key_jwt). */
export const tokenRoutes = (deps: OAuthDeps): Route[] => [
  formRoute(deps, tokenPath, tokenEndpoint(deps), {
    done: 'token issued',
    refused: 'token refused',
    of: ({ scope, patient }) => ({ scope, forPatient: patient !== undefined }),
  }),
];
