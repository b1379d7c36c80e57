/** The token endpoint's decision: a form in, a token response or an OAuthError out (RFC 6749 4.4, SMART 2.x). */

import { issueToken, type TokenDeps, tokenLife_seconds } from './access-token.ts';
import type { Caller } from './caller.ts';
import { type AssertionDeps, assertionSweep, authenticateClient } from './client-assertion.ts';
import { invalidClient, OAuthError } from './oauth-error.ts';
import { grant } from './scopes.ts';

/**
 * Our Patient id for what a payer got from a match (MemberId, or the UMB of MemberIdentifier), after consent was asked
 * again (pdex-223, pdex-224). `undefined` when that payer may read no such patient.
 */
export type ResolvePatient = (
  caller: Pick<Caller, 'clientId' | 'npi' | 'name'>,
  value: string,
) => Promise<string | undefined>;

export interface TokenEndpointDeps extends TokenDeps, AssertionDeps {
  resolvePatient: ResolvePatient;
}

export interface TokenResponse {
  access_token: string;
  token_type: 'bearer';
  /** Seconds. */
  expires_in: number;
  scope: string;
  patient?: string;
}

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const patientCharacters_max = 200;

/** Answers token requests. Every one needs an assertion of its own. */
export function tokenEndpoint(
  deps: TokenEndpointDeps,
): (form: URLSearchParams) => Promise<{ response: TokenResponse; clientId: string }> {
  const sweep = assertionSweep(deps);
  return async (form) => {
    checkForm(form);
    const client = await authenticateClient(deps, form.get('client_assertion')!);
    await sweep();
    if (form.has('client_id') && form.get('client_id') !== client.id) {
      throw invalidClient(`client ${client.id}: client_id is another's`);
    }
    const wanted = form.get('patient');
    const decision = grant(form.get('scope') ?? '', client.scope, wanted !== null);
    if ('refused' in decision) {
      throw new OAuthError(
        'invalid_scope',
        'No requested scope can be granted.',
        `client ${client.id}: ${decision.refused}`,
      );
    }
    const patient = wanted === null ? undefined : await resolve(deps, client, wanted);
    return {
      clientId: client.id,
      response: {
        access_token: await issueToken(deps, client, decision.granted, patient),
        token_type: 'bearer',
        expires_in: tokenLife_seconds,
        scope: decision.granted.text,
        ...(patient === undefined ? {} : { patient }),
      },
    };
  };
}

function checkForm(form: URLSearchParams): void {
  const names = [...form.keys()];
  if (new Set(names).size !== names.length) throw invalidRequest('A parameter is given twice.');
  const grantType = form.get('grant_type');
  if (!grantType) throw invalidRequest('grant_type is required.');
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
  }
  if (form.get('client_assertion_type') !== assertionType) {
    throw invalidRequest(`client_assertion_type must be ${assertionType}.`);
  }
  if (!form.get('client_assertion')) throw invalidRequest('client_assertion is required.');
}

async function resolve(
  deps: TokenEndpointDeps,
  client: { id: string; npi: string; name: string },
  value: string,
): Promise<string> {
  const caller = { clientId: client.id, npi: client.npi, name: client.name };
  const patient =
    value === '' || value.length > patientCharacters_max
      ? undefined
      : await deps.resolvePatient(caller, value);
  if (patient === undefined) throw invalidRequest('patient names nobody whose data this client may read.');
  return patient;
}

const invalidRequest = (description: string): OAuthError => new OAuthError('invalid_request', description);
