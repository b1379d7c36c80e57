/** A form that a client authenticates by a signed assertion (RFC 7521 4.2; RFC 7523 2.2). */
import type { Client } from '../directory/clients.ts';
import { type AssertionDeps, assertionSweep, authenticateClient } from './client-assertion.ts';
import { invalidClient, OAuthError } from './oauth-error.ts';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface SignedForm {
  client: Client;
  /** What the assertion says about the member; nothing was checked. */
  member: unknown;
}

/**
 * Returns a function that says who sent a form. Every form needs an assertion of its own.
 *
 * @throws OAuthError `invalid_request`, `invalid_client`
 */
export function clientForms(deps: AssertionDeps): (form: URLSearchParams) => Promise<SignedForm> {
  const sweep = assertionSweep(deps);
  return async (form) => {
    if (form.get('client_assertion_type') !== assertionType) {
      throw invalidRequest(`client_assertion_type must be ${assertionType}.`);
    }
    const assertion = form.get('client_assertion');
    if (!assertion) throw invalidRequest('client_assertion is required.');
    const signed = await authenticateClient(deps, assertion);
    await sweep();
    if (form.has('client_id') && form.get('client_id') !== signed.client.id) {
      throw invalidClient(`client ${signed.client.id}: client_id is another's`);
    }
    return signed;
  };
}

/** RFC 6749 3.1: no parameter is given twice. */
export function checkOnce(form: URLSearchParams): void {
  const names = [...form.keys()];
  if (new Set(names).size !== names.length) throw invalidRequest('A parameter is given twice.');
}

export const invalidRequest = (description: string): OAuthError =>
  new OAuthError('invalid_request', description);
