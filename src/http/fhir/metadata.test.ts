/**
 * Protects the CapabilityStatement's form: R4's invariants for an instance, and the places where clients look for what
 * they need. That it tells the truth about the real table is for test/coverage.
 */
import { describe, expect, test } from 'vitest';
import type { Route } from '../route.ts';
import { capabilityStatement } from './metadata.ts';

const route = (method: Route['method'], path: string, interaction: Route['interaction']): Route => ({
  method,
  path,
  ...(interaction ? { interaction } : {}),
  scope: 'authenticated',
  bodyBytes_max: 0,
  contentTypes: [],
  handle: async () => ({ status: 200 }),
});
const bulk = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition';
const groupExport: Route['interaction'] = {
  kind: 'operation',
  type: 'Group',
  names: [
    { name: 'export', definition: `${bulk}/group-export` },
    { name: 'group-export', definition: `${bulk}/group-export` },
  ],
};
const table: Route[] = [
  route('GET', 'bulk-status/:id', undefined),
  route('POST', 'Patient/$member-match', {
    kind: 'operation',
    type: 'Patient',
    names: [
      {
        name: 'member-match',
        definition: 'http://hl7.org/fhir/us/davinci-hrex/OperationDefinition/member-match',
      },
    ],
  }),
  route('GET', 'Group/:id/$export', groupExport),
  route('POST', 'Group/:id/$export', groupExport),
  route('GET', 'Group/:id', { kind: 'read', type: 'Group' }),
  route('GET', 'Group', {
    kind: 'search',
    type: 'Group',
    parameters: [{ name: 'identifier', type: 'token' }],
  }),
  route('GET', '$export', { kind: 'operation', names: [{ name: 'export', definition: `${bulk}/export` }] }),
];
const statement = (routes: Route[]) =>
  capabilityStatement(
    {
      baseUrl: 'https://kindcover.example',
      payerName: 'KindCover',
      softwareVersion: '1.2.3',
      routes: () => routes,
    },
    new Date('2026-06-30T12:00:00Z'),
  );

describe('the statement', () => {
  const made = statement(table) as unknown as {
    rest: { resource: Record<string, unknown>[]; operation: object[]; security: { extension: unknown } }[];
  };

  test('is of a running R4 server (cpb-1, cpb-2, cpb-14) that speaks JSON', () => {
    expect(made).toMatchObject({
      resourceType: 'CapabilityStatement',
      status: 'active',
      date: '2026-06-30T12:00:00.000Z',
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['json', 'application/fhir+json'],
      implementation: { url: 'https://kindcover.example/fhir', description: expect.any(String) },
      software: { name: 'Throughline', version: '1.2.3' },
    });
    expect(made.rest).toHaveLength(1);
  });

  test('names the token endpoint where SMART clients look', () => {
    expect(made.rest[0]!.security.extension).toEqual([
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: [{ url: 'token', valueUri: 'https://kindcover.example/oauth/token' }],
      },
    ]);
  });

  test('lists each type once (cpb-9), each operation once under every name, and nothing for plain addresses', () => {
    expect(made.rest[0]!.resource).toEqual([
      {
        type: 'Group',
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: [{ name: 'identifier', type: 'token' }],
        operation: [
          { name: 'export', definition: `${bulk}/group-export` },
          { name: 'group-export', definition: `${bulk}/group-export` },
        ],
      },
      {
        type: 'Patient',
        operation: [
          {
            name: 'member-match',
            definition: 'http://hl7.org/fhir/us/davinci-hrex/OperationDefinition/member-match',
          },
        ],
      },
    ]);
    expect(made.rest[0]!.operation).toEqual([{ name: 'export', definition: `${bulk}/export` }]);
  });

  test('tells of a type that is searched in two ways once: parameters, includes and profiles', () => {
    const search: Route['interaction'] = {
      kind: 'search',
      type: 'Encounter',
      parameters: [{ name: 'patient', type: 'reference', definition: 'http://example.org/patient' }],
      includes: ['Encounter:location'],
      revIncludes: ['Provenance:target'],
    };
    const { rest } = statement([
      route('GET', 'Encounter/:id', { kind: 'read', type: 'Encounter', profiles: ['http://example.org/p'] }),
      route('GET', 'Encounter', search),
      route('POST', 'Encounter/_search', search),
    ]) as unknown as typeof made;
    expect(rest[0]!.resource).toEqual([
      {
        type: 'Encounter',
        supportedProfile: ['http://example.org/p'],
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchInclude: ['Encounter:location'],
        searchRevInclude: ['Provenance:target'],
        searchParam: [{ name: 'patient', type: 'reference', definition: 'http://example.org/patient' }],
      },
    ]);
  });

  test('of an empty table has no empty lists, which R4 forbids', () => {
    expect(JSON.stringify(statement([]))).not.toContain('[]');
  });
});
