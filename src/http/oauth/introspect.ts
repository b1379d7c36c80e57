import { introspection } from '../../authz/introspection.ts';
import type { Route } from '../route.ts';
import { formRoute, type OAuthDeps } from './form.ts';

export const introspectionPath = '/oauth/introspect';

/** `POST /oauth/introspect` (RFC 7662): a client signs for it as at the token endpoint, and sees its own tokens only. */
export const introspectionRoutes = (deps: OAuthDeps): Route[] => [
  formRoute(deps, introspectionPath, introspection(deps), {
    done: 'token introspected',
    refused: 'introspection refused',
    of: ({ active }) => ({ active }),
  }),
];
