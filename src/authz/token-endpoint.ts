/** The token endpoint's decision: a form in, a token response or an OAuthError out (RFC 6749 4.4, SMART 2.x). */

import type { Client } from '../directory/clients.ts';
import { issueToken, type TokenDeps, tokenLife_seconds } from './access-token.ts';
import type { Caller } from './caller.ts';
import type { AssertionDeps } from './client-assertion.ts';
import { checkOnce, clientForms, invalidRequest } from './client-form.ts';
import { OAuthError } from './oauth-error.ts';
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

/** Longest name of a member that is looked up. */
const memberCharacters_max = 256;

/** Answers token requests. Every one needs an assertion of its own. */
export function tokenEndpoint(
  deps: TokenEndpointDeps,
): (form: URLSearchParams) => Promise<{ response: TokenResponse; clientId: string }> {
  const senderOf = clientForms(deps);
  return async (form) => {
    checkOnce(form);
    checkGrantType(form);
    const { client, member } = await senderOf(form);
    const wanted = wantedMember(form, member);
    const decision = grant(form.get('scope') ?? '', client.scope, wanted !== undefined);
    if ('refused' in decision) {
      throw new OAuthError(
        'invalid_scope',
        'No requested scope can be granted.',
        `client ${client.id}: ${decision.refused}`,
      );
    }
    const patient = wanted === undefined ? undefined : await resolve(deps, client, wanted);
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

function checkGrantType(form: URLSearchParams): void {
  const grantType = form.get('grant_type');
  if (!grantType) throw invalidRequest('grant_type is required.');
  if (grantType !== 'client_credentials') {
    throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
  }
}

/** The member that the token is to be for, by the form or by the assertion. Both may say so, if they say the same. */
function wantedMember(form: URLSearchParams, signed: unknown): unknown {
  const told = form.get('patient') ?? undefined;
  if (told !== undefined && signed !== undefined && told !== signed) {
    throw invalidRequest('The form and the assertion name different patients.');
  }
  return told ?? signed;
}

/** Nobody, somebody whom this client never matched and a consent that ended are one answer (p2p 3.4). */
async function resolve(deps: TokenEndpointDeps, client: Client, member: unknown): Promise<string> {
  const caller = { clientId: client.id, npi: client.npi, name: client.name };
  const usable = typeof member === 'string' && member !== '' && member.length <= memberCharacters_max;
  const patient = usable ? await deps.resolvePatient(caller, member) : undefined;
  if (patient !== undefined) return patient;
  throw new OAuthError(
    'invalid_grant',
    'patient names nobody whose data this client may read.',
    `client ${client.id}: no such patient`,
  );
}
