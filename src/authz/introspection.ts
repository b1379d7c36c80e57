/** What a token of ours means now, for the client that holds it (RFC 7662, SMART 2.x). */
import type { Client } from '../directory/clients.ts';
import { Problem } from '../problem/problem.ts';
import { openToken } from './access-token.ts';
import { checkOnce, clientForms, invalidRequest } from './client-form.ts';
import type { TokenEndpointDeps } from './token-endpoint.ts';

export type Introspection =
  | { active: false }
  | {
      active: true;
      scope: string;
      client_id: string;
      /** Seconds since 1970. */
      exp: number;
      token_type: 'bearer';
      patient?: string;
    };

/**
 * Answers forms with a `token`. What is no token of ours, has ended, belongs to another client, or is for a member whose consent
 * does not live any more, is `active: false` and nothing else (RFC 7662 2.2).
 */
export function introspection(
  deps: TokenEndpointDeps,
): (form: URLSearchParams) => Promise<{ response: Introspection; clientId: string }> {
  const senderOf = clientForms(deps);
  return async (form) => {
    checkOnce(form);
    const token = form.get('token');
    if (!token) throw invalidRequest('token is required.');
    const { client } = await senderOf(form);
    return { response: await look(deps, client, token), clientId: client.id };
  };
}

async function look(deps: TokenEndpointDeps, client: Client, token: string): Promise<Introspection> {
  let opened: Awaited<ReturnType<typeof openToken>>;
  try {
    opened = await openToken(deps, token);
  } catch (error) {
    if (error instanceof Problem && error.category === 'unauthenticated') return { active: false };
    throw error;
  }
  const { caller, exp } = opened;
  if (caller.clientId !== client.id) return { active: false };
  const { patient } = caller;
  if (patient !== undefined && (await deps.resolvePatient(caller, patient)) === undefined) {
    return { active: false };
  }
  return {
    active: true,
    scope: caller.scope.text,
    client_id: client.id,
    exp,
    token_type: 'bearer',
    ...(patient === undefined ? {} : { patient }),
  };
}
