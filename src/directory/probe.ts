import type { Clock } from '../clock/clock.ts';
import { operation } from '../fhir/systems.ts';
import type { Call } from '../net/call.ts';
import type { CapabilityFacts, Partner } from './partners.ts';

/** What a partner says that it can do. Recorded behaviour counts for more: a missing statement proves nothing. */
export interface Probe extends CapabilityFacts {
  at: string;
}

/** A probe is not repeated before this. */
export const probeFresh_s = 24 * 3600;

/**
 * Reads a partner's smart-configuration and CapabilityStatement (C20). Facts that they do not show stay absent. Throws
 * `PartnerFailure`; a 404 for either is an answer.
 */
export async function probe(deps: { call: Call; clock: Clock }, partner: Partner): Promise<Probe> {
  const get = (path: string, accept: 'fhir' | 'json') =>
    deps.call({ url: `${partner.fhirBase}/${path}`, accept, expect: [404, 405, 406, 401, 403] });
  const smart = await get('.well-known/smart-configuration', 'json');
  const statement = await get('metadata', 'fhir');
  return {
    at: deps.clock.now().toISOString(),
    ...(smart.status === 200 ? smartFacts(smart.body) : {}),
    ...(statement.status === 200 ? statementFacts(statement.body) : {}),
  };
}

function smartFacts(body: unknown): CapabilityFacts {
  const { token_endpoint, scopes_supported } = objectOf(body);
  return {
    ...(typeof token_endpoint === 'string' ? { tokenEndpoint: token_endpoint } : {}),
    ...(Array.isArray(scopes_supported) ? { scopesSupported: textsOf(scopes_supported) } : {}),
  };
}

/** Operations stand at `rest.resource.operation`, in 2.1 servers also at `rest.operation`. */
function statementFacts(body: unknown): CapabilityFacts {
  const operations = listOf(objectOf(body).rest).flatMap((rest) => [
    ...listOf(rest.operation),
    ...listOf(rest.resource).flatMap((resource) => listOf(resource.operation)),
  ]);
  if (operations.length === 0) return {};
  const named = (names: string[], canonical: string) =>
    operations.some(
      (o) =>
        names.includes(String(o.name).replace(/^\$/, '')) || String(o.definition).split('|')[0] === canonical,
    );
  return {
    operations: [...new Set(textsOf(operations.map((o) => o.name)))],
    bulkMatch: named(
      ['bulk-member-match', 'multi-member-match', 'BulkMemberMatch'],
      operation.bulkMemberMatch,
    ),
    singleMatch: named(['member-match'], operation.memberMatch),
    dataExport: named(['davinci-data-export', 'BulkMemberMatchDataExport'], operation.dataExport),
  };
}

type Json = Record<string, unknown>;
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);
const textsOf = (values: unknown[]): string[] => values.filter((v): v is string => typeof v === 'string');
