import { Problem } from '../problem/problem.ts';
import { operationScopeUrl, parseScopes } from './scopes.ts';

/** What a payer needs of us for the whole exchange: both matches, and reading what its Groups hold. */
export const payerScope: string = [
  'system/*.rs',
  operationScopeUrl('member-match'),
  operationScopeUrl('bulk-member-match'),
].join(' ');

/** Throws `invalid` when `scope` could not be a client's policy: empty, or with a scope that we do not know. */
export function checkClientScope(scope: string): void {
  const { entries, unknown } = parseScopes(scope);
  if (unknown.length > 0) throw new Problem('invalid', 'The scope holds one that is not known here.');
  if (entries.length === 0) throw new Problem('invalid', 'The scope is empty.');
}
