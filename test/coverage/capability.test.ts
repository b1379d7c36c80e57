/**
 * Protects the CapabilityStatement from lying: as it is served, it equals the route table, and what the table says of a
 * route fits its address. An address below /fhir that is in no statement is in the reviewed list here.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '../../src/http/route.ts';
import { pathOf } from '../../src/http/server.ts';
import { searchedTypes } from '../../src/search/parameters.ts';
import { type AuthServer, startAuthServer } from '../env/auth-server.ts';

/** Part of a protocol, not interactions of FHIR: R4 has no place for them in a CapabilityStatement. */
const unlisted = [
  '/fhir/.well-known/smart-configuration',
  '/fhir/bulk-file/:job/:name',
  '/fhir/bulk-status/:job',
  '/fhir/metadata',
];

interface Operation {
  name: string;
  definition: string;
}
interface Statement {
  rest: {
    operation?: Operation[];
    resource?: {
      type: string;
      interaction?: { code: string }[];
      supportedProfile?: string[];
      searchParam?: { name: string; definition?: string }[];
      searchInclude?: string[];
      searchRevInclude?: string[];
      operation?: Operation[];
    }[];
  }[];
}

let server: AuthServer;
let statement: Statement;
beforeAll(async () => {
  server = await startAuthServer();
  const response = await fetch(`${server.baseUrl}/fhir/metadata`);
  expect(response.status).toBe(200);
  statement = (await response.json()) as Statement;
});
afterAll(() => server?.stop());

const unique = (lines: string[]) => [...new Set(lines)].sort();

function linesOfTable(routes: readonly Route[]): string[] {
  return routes.flatMap(({ interaction: i }) => {
    if (!i) return [];
    if (i.kind === 'operation')
      return i.names.map((n) => `${i.type ?? 'system'} $ ${n.name} ${n.definition}`);
    if (i.kind === 'read')
      return [`${i.type} read`, ...(i.profiles ?? []).map((profile) => `${i.type} = ${profile}`)];
    return [
      `${i.type} search-type`,
      ...i.parameters.map((p) => `${i.type} ? ${p.name} ${p.definition}`),
      ...(i.includes ?? []).map((path) => `${i.type} > ${path}`),
      ...(i.revIncludes ?? []).map((path) => `${i.type} < ${path}`),
    ];
  });
}

function linesOfStatement({ rest }: Statement): string[] {
  const operations = (of: string, list: Operation[] = []) =>
    list.map((o) => `${of} $ ${o.name} ${o.definition}`);
  return rest.flatMap((r) => [
    ...operations('system', r.operation),
    ...(r.resource ?? []).flatMap((resource) => [
      ...(resource.interaction ?? []).map((i) => `${resource.type} ${i.code}`),
      ...(resource.supportedProfile ?? []).map((profile) => `${resource.type} = ${profile}`),
      ...(resource.searchParam ?? []).map((p) => `${resource.type} ? ${p.name} ${p.definition}`),
      ...(resource.searchInclude ?? []).map((path) => `${resource.type} > ${path}`),
      ...(resource.searchRevInclude ?? []).map((path) => `${resource.type} < ${path}`),
      ...operations(resource.type, resource.operation),
    ]),
  ]);
}

test('the statement lists what the table serves, no more and no less', () => {
  expect(linesOfStatement(statement).sort()).toEqual(unique(linesOfTable(server.routes)));
});

test('every address below /fhir is listed, but for those of a protocol', () => {
  const silent = server.routes.filter((r) => pathOf(r).startsWith('/fhir/') && !r.interaction).map(pathOf);
  expect(unique(silent).filter((path) => !unlisted.includes(path))).toEqual([]);
});

test('what the table says of a route fits its address', () => {
  for (const route of server.routes) {
    const { interaction: i } = route;
    if (!i) continue;
    const [first, ...others] = pathOf(route).replace('/fhir/', '').split('/');
    const last = others.at(-1) ?? first;
    if (i.kind === 'operation') expect(last, pathOf(route)).toMatch(/^\$/);
    if (i.kind === 'read') expect([first, ...others]).toEqual([i.type, ':id']);
    if (i.kind === 'search')
      expect([first, ...others]).toEqual(route.method === 'POST' ? [i.type, '_search'] : [i.type]);
    if (i.type !== undefined) expect(first, pathOf(route)).toBe(i.type);
    else expect(first, pathOf(route)).toMatch(/^\$/);
  }
});

test('no two routes claim the same method and address', () => {
  const addresses = server.routes.map((route) => `${route.method} ${pathOf(route)}`);
  expect(addresses).toEqual([...new Set(addresses)]);
});

test('each searched type is a row of the search table, read, searched by GET and by POST, and for one member only', () => {
  const groups = ['Group'];
  const served = (kind: string, method: string) =>
    unique(
      server.routes
        .filter((r) => r.method === method && r.interaction?.kind === kind)
        .map((r) => r.interaction?.type ?? 'system'),
    );
  const expected = unique([...groups, ...searchedTypes]);
  expect(served('read', 'GET')).toEqual(expected);
  expect(served('search', 'GET')).toEqual(expected);
  expect(served('search', 'POST')).toEqual(unique([...searchedTypes]));
  for (const { interaction: i, forOneMember } of server.routes) {
    const retrieval = i && i.type !== 'Group' && (i.kind !== 'operation' || i.names[0].name === 'everything');
    expect(forOneMember ?? false).toBe(retrieval ?? false);
  }
});
