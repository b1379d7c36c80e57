/** The CapabilityStatement, made from the route table: it lists what is served and nothing else (pdex-98, pdex-225). */
import type { Clock } from '../../clock/clock.ts';
import { tokenPath } from '../oauth/token.ts';
import type { Interaction, Route } from '../route.ts';

export interface MetadataDeps {
  baseUrl: string;
  /** The payer whose server this is. */
  payerName: string;
  softwareVersion: string;
  clock: Clock;
  /** The whole table, this route included. */
  routes: () => readonly Route[];
}

const guides = [
  'http://hl7.org/fhir/us/davinci-hrex/ImplementationGuide/hl7.fhir.us.davinci-hrex|1.2.0',
  'http://hl7.org/fhir/us/davinci-pdex/ImplementationGuide/hl7.fhir.us.davinci-pdex|2.2.0',
  'http://hl7.org/fhir/us/davinci-atr/ImplementationGuide/hl7.fhir.us.davinci-atr|2.1.0',
  'http://hl7.org/fhir/us/carin-bb/ImplementationGuide/hl7.fhir.us.carin-bb|2.2.0',
  'http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core|6.1.0',
  'http://hl7.org/fhir/uv/bulkdata/ImplementationGuide/hl7.fhir.uv.bulkdata|2.0.0',
  'http://hl7.org/fhir/smart-app-launch/ImplementationGuide/hl7.fhir.uv.smart-app-launch|2.1.0',
];

/** `GET /fhir/metadata`. */
export function metadataRoutes(deps: MetadataDeps): Route[] {
  const startedAt = deps.clock.now();
  return [
    {
      method: 'GET',
      path: 'metadata',
      scope: 'public',
      bodyBytes_max: 0,
      contentTypes: [],
      handle: async () => ({
        status: 200,
        headers: { 'cache-control': 'public, max-age=300' },
        body: capabilityStatement(deps, startedAt),
      }),
    },
  ];
}

/** The statement for the table as it is; `date` is when this table came into use. */
export function capabilityStatement(
  { baseUrl, payerName, softwareVersion, routes }: Omit<MetadataDeps, 'clock'>,
  date: Date,
): Record<string, unknown> {
  const interactions = routes().flatMap((route) => (route.interaction ? [route.interaction] : []));
  const system = operationsOf(interactions.filter((i) => i.type === undefined));
  const types = [...new Set(interactions.flatMap((i) => i.type ?? []))].sort();
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: date.toISOString(),
    publisher: payerName,
    kind: 'instance',
    software: { name: 'Throughline', version: softwareVersion },
    implementation: { description: `Payer-to-payer exchange of ${payerName}`, url: `${baseUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['json', 'application/fhir+json'],
    implementationGuide: guides,
    rest: [
      {
        mode: 'server',
        security: security(baseUrl),
        ...(types.length === 0 ? {} : { resource: types.map((type) => resourceOf(type, interactions)) }),
        ...(system.length === 0 ? {} : { operation: system }),
      },
    ],
  };
}

function resourceOf(type: string, all: readonly Interaction[]): Record<string, unknown> {
  const own = all.filter((i) => i.type === type);
  const has = (kind: Interaction['kind']) => own.some((i) => i.kind === kind);
  const codes = [...(has('read') ? ['read'] : []), ...(has('search') ? ['search-type'] : [])];
  const searches = own.flatMap((i) => (i.kind === 'search' ? [i] : []));
  return {
    type,
    ...filled('supportedProfile', [
      ...new Set(own.flatMap((i) => (i.kind === 'read' ? (i.profiles ?? []) : []))),
    ]),
    ...filled(
      'interaction',
      codes.map((code) => ({ code })),
    ),
    ...filled('searchInclude', [...new Set(searches.flatMap((i) => i.includes ?? []))]),
    ...filled('searchRevInclude', [...new Set(searches.flatMap((i) => i.revIncludes ?? []))]),
    ...filled(
      'searchParam',
      uniqueBy(
        searches.flatMap((i) => i.parameters),
        (p) => p.name,
      ),
    ),
    ...filled('operation', operationsOf(own)),
  };
}

/** R4 forbids empty lists. */
const filled = (name: string, items: readonly unknown[]): object =>
  items.length === 0 ? {} : { [name]: items };

/** Every name of every operation, each once though a GET and a POST route may serve it. */
function operationsOf(interactions: readonly Interaction[]): object[] {
  const operations = interactions.flatMap((i) =>
    i.kind !== 'operation'
      ? []
      : i.names.map(({ name, definition }) => ({
          name,
          definition,
          ...(i.documentation === undefined ? {} : { documentation: i.documentation }),
        })),
  );
  return uniqueBy(operations, (o) => `${o.name} ${o.definition}`);
}

function security(baseUrl: string): Record<string, unknown> {
  return {
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: [{ url: 'token', valueUri: `${baseUrl}${tokenPath}` }],
      },
    ],
    service: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
            code: 'SMART-on-FHIR',
            display: 'SMART-on-FHIR',
          },
        ],
        text: 'SMART Backend Services: client credentials with a signed assertion',
      },
    ],
    description:
      'Every request but discovery needs a bearer token of SMART Backend Services. Read, search and $everything need one for one member: patient/ scopes and the parameter patient, after $member-match.',
  };
}

const uniqueBy = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];
