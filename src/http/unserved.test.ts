/** Protects the words for what clients try and we do not do: OperationOutcomes that help, and repeat nothing of the address. */
import { expect, test } from 'vitest';
import { unservedProblem } from './unserved.ts';

test.each([
  ['a batch', 'POST', '/fhir', /Batches/],
  ['a transaction, with a slash', 'POST', '/fhir/', /Batches/],
  ['a search over all types', 'GET', '/fhir', /all types/],
  ['the same by POST', 'POST', '/fhir/_search', /all types/],
  ['the history of a record', 'GET', '/fhir/Observation/o1/_history', /Histories/],
  ['a version of a record', 'GET', '/fhir/Observation/o1/_history/2', /Histories/],
  ['the history of everything', 'GET', '/fhir/_history', /Histories/],
  ['an export of the system', 'GET', '/fhir/$export', /whole system/],
  ['an operation that nobody has', 'POST', '/fhir/Patient/p1/$match', /operation/],
  ['a type that is not served', 'GET', '/fhir/Appointment', /This type/],
])('%s is not supported, and says what to do', (_what, method, path, text) => {
  const problem = unservedProblem(method, path);
  expect(problem).toMatchObject({ category: 'not-found', code: 'not-supported' });
  expect(problem.publicText).toMatch(text);
  expect(problem.publicText).not.toMatch(/o1|p1|Appointment/);
});

test.each([
  ['an unknown type', '/fhir/Nonsense/p1'],
  ['an address elsewhere', '/admin'],
  ['the root', '/'],
  ['a history elsewhere', '/_history'],
])('%s is nothing', (_what, path) => {
  expect(unservedProblem('GET', path)).toMatchObject({ category: 'not-found', code: 'not-found' });
});
