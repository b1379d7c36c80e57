// Protects the client: the document from which its types are made is the table that the server enforces.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { calls } from './calls.ts';
import { portalOpenApi } from './openapi.ts';
import { check, type Schema } from './schema.ts';
import { shapes } from './shapes.ts';

const committed = new URL('../../../portal/api/openapi.json', import.meta.url);

test('the committed document is the table: `throughline openapi portal > portal/api/openapi.json`', () => {
  expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(JSON.parse(JSON.stringify(portalOpenApi())));
});

test('every shape that is named exists', () => {
  const names = [...JSON.stringify([calls, shapes]).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
    (m) => m[1]!,
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !shapes[name])).toEqual([]);
});

test('no call takes a member’s id: who it is about comes from the session', () => {
  const bodies = Object.values(calls).flatMap((call) => ('body' in call ? [call.body as Schema] : []));
  expect(JSON.stringify([bodies, shapes.NewDecision])).not.toMatch(/"(memberId|personId|patientId|member)":/);
});

test('a body is held to its shape, and a fault names the field and never its value', () => {
  const faultsOf = (body: unknown) => check(shapes.NewDecision!, body, shapes);
  const right = { kind: 'withdraw', plans: 'all' };
  expect(faultsOf(right)).toEqual([]);
  expect(faultsOf({ ...right, plans: ['x'] })).toEqual([{ path: 'plans/0', code: 'format' }]);
  expect(faultsOf({ plans: 'all' })).toEqual([{ path: 'kind', code: 'missing' }]);
  expect(faultsOf({ ...right, Smith: 1 })).toEqual([{ path: '', code: 'unknown' }]);
  expect(faultsOf({ ...right, typedName: 'x'.repeat(201) })).toEqual([
    { path: 'typedName', code: 'too-long' },
  ]);
  expect(faultsOf({ ...right, typedName: '   ' })).toEqual([{ path: 'typedName', code: 'too-short' }]);
  for (const typedName of ['José Ñandú', 'سارة', '👩‍⚕️ O’Neil'])
    expect(faultsOf({ ...right, typedName })).toEqual([]);
  expect(faultsOf({ ...right, typedName: 'a\u202Eb' })).toEqual([{ path: 'typedName', code: 'format' }]);
  expect(faultsOf([])).toEqual([{ path: '', code: 'type' }]);
  const day: Schema = { type: 'string', format: 'date' };
  expect(check(day, '2027-02-29', {})).toEqual([{ path: '', code: 'format' }]);
  expect(check(day, '2028-02-29', {})).toEqual([]);
});
