import { callerOf, type TokenDeps } from '../../authz/access-token.ts';
import type { Caller } from '../../authz/caller.ts';
import { covers } from '../../authz/scopes.ts';
import { Problem } from '../../problem/problem.ts';
import type { Route } from '../route.ts';

/**
 * Who calls, and whether its token covers what the route needs. Runs before any of the body is read. `undefined` on a
 * public route only. Throws `unauthenticated` or `forbidden` (p2p 6.1).
 */
export async function authenticate(
  deps: TokenDeps,
  { scope: access, forOneMember }: Pick<Route, 'scope' | 'forOneMember'>,
  authorization: string | undefined,
): Promise<Caller | undefined> {
  if (access === 'public') return undefined;
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Problem('unauthenticated', 'The access token is missing, invalid or expired.', {
      detail: authorization === undefined ? 'no Authorization header' : 'no bearer token',
    });
  }
  const caller = await callerOf(deps, token);
  if (forOneMember && caller.patient === undefined) {
    throw new Problem('forbidden', needsMemberToken, { detail: `client ${caller.clientId}: no patient` });
  }
  if (access !== 'authenticated' && !covers(caller.scope, access)) {
    throw new Problem('forbidden', "The access token's scope does not cover this request.", {
      detail: `client ${caller.clientId}`,
    });
  }
  return caller;
}

const needsMemberToken =
  'This request needs an access token for one member: ask the token endpoint for patient/ scopes, with the parameter patient set to the MemberIdentifier or MemberId that $member-match gave you. For many members, export a Group.';
