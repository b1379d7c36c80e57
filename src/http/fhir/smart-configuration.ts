import { operationScopeUrl } from '../../authz/scopes.ts';
import { introspectionPath } from '../oauth/introspect.ts';
import { jwksPath } from '../oauth/jwks.ts';
import { tokenPath } from '../oauth/token.ts';
import type { Route } from '../route.ts';

/** The SMART discovery document (SMART 2.x conformance; ATR makes three of its optional fields required). */
export function smartConfiguration(baseUrl: string): Record<string, unknown> {
  return {
    issuer: baseUrl,
    jwks_uri: `${baseUrl}${jwksPath}`,
    token_endpoint: `${baseUrl}${tokenPath}`,
    introspection_endpoint: `${baseUrl}${introspectionPath}`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    grant_types_supported: ['client_credentials'],
    scopes_supported: [
      'system/*.rs',
      'system/*.read',
      'patient/*.rs',
      'patient/*.read',
      operationScopeUrl('member-match'),
      operationScopeUrl('bulk-member-match'),
    ],
    response_types_supported: ['token'],
    code_challenge_methods_supported: ['S256'],
    capabilities: ['client-confidential-asymmetric', 'permission-patient', 'permission-v1', 'permission-v2'],
  };
}

/** Below the FHIR base, where SMART looks, and at the root, where others do. */
export const smartConfigurationRoutes = (deps: { baseUrl: string }): Route[] =>
  ['.well-known/smart-configuration', '/.well-known/smart-configuration'].map((path) => ({
    method: 'GET',
    path,
    scope: 'public',
    bodyBytes_max: 0,
    contentTypes: [],
    handle: async () => ({
      status: 200,
      contentType: 'application/json',
      headers: { 'cache-control': 'public, max-age=300' },
      body: smartConfiguration(deps.baseUrl),
    }),
  }));
