import {
  type Asked,
  everythingOf,
  type Found,
  type RetrieveDeps,
  readOne,
  searchFor,
} from '../../exchange/answer/retrieve.ts';
import { fromBody } from '../../export/parameters.ts';
import { outcome } from '../../fhir/outcome.ts';
import { operation } from '../../fhir/systems.ts';
import { assert } from '../../problem/problem.ts';
import { bundleText, linkTo } from '../../search/bundle.ts';
import { searchedTypes, typeSearch } from '../../search/parameters.ts';
import { openSeal, type Seal } from '../../search/seal.ts';
import { prefers } from '../prefer.ts';
import { type Answer, type Interaction, jsonTypes, type Request, type Route } from '../route.ts';
import { supportedProfiles } from './profiles.ts';

export interface RetrieveRoutesDeps extends RetrieveDeps {
  /** Of the deployment: seals page links. */
  secret: Buffer;
}

/** The form of a `_search`, or the Parameters of a `$everything`. */
const retrieveBytes_max = 16_384;

/** Retrieval of one matched member (p2p 1.13, 6): made from the table of what can be searched for. */
export function retrieveRoutes(deps: RetrieveRoutesDeps): Route[] {
  // Opened at the first use: building the table touches nothing.
  let opened: Seal | undefined;
  const seal = () => {
    opened ??= openSeal(deps.secret);
    return opened;
  };
  return [
    ...searchedTypes.flatMap((type) => [readRoute(deps, type), ...searchRoutes(deps, seal, type)]),
    ...everythingRoutes(deps, seal),
  ];
}

const readRoute = (deps: RetrieveRoutesDeps, type: string): Route => ({
  method: 'GET',
  path: `${type}/:id`,
  interaction: { kind: 'read', type, profiles: supportedProfiles[type] ?? [] },
  scope: { type, action: 'r' },
  forOneMember: true,
  bodyBytes_max: 0,
  contentTypes: [],
  handle: async ({ caller, params }) => {
    const { text, lastUpdated } = await readOne(deps, { caller, type, id: params.id ?? '' });
    return {
      status: 200,
      headers: { etag: `W/"${lastUpdated.getTime()}"`, 'last-modified': lastUpdated.toUTCString() },
      body: Buffer.from(text),
    };
  },
});

/** A search by GET, and by POST for those who want no values in their logs (R4 http 2.21.0.9). */
function searchRoutes(deps: RetrieveRoutesDeps, seal: () => Seal, type: string): Route[] {
  const table = typeSearch(type);
  assert(table, 'a searched type is in the table');
  const { parameters, includes, revIncludes } = table;
  const interaction: Interaction = { kind: 'search', type, parameters, includes, revIncludes };
  const common = { interaction, scope: { type, action: 's' }, forOneMember: true } as const;
  const search = async (request: Request, query: URLSearchParams): Promise<Answer> =>
    bundled(deps, type, await searchFor(deps, { ...askedBy(request, query, seal()), type }));
  return [
    {
      ...common,
      method: 'GET',
      path: type,
      bodyBytes_max: 0,
      contentTypes: [],
      handle: (request) => search(request, request.query),
    },
    {
      ...common,
      method: 'POST',
      path: `${type}/_search`,
      bodyBytes_max: retrieveBytes_max,
      contentTypes: ['application/x-www-form-urlencoded'],
      handle: (request) => {
        const form = new URLSearchParams(request.rawBody.toString('utf8'));
        return search(request, new URLSearchParams([...request.query, ...form]));
      },
    },
  ];
}

function everythingRoutes(deps: RetrieveRoutesDeps, seal: () => Seal): Route[] {
  return (['GET', 'POST'] as const).map((method) => ({
    method,
    path: 'Patient/:id/$everything',
    interaction: {
      kind: 'operation',
      type: 'Patient',
      names: [{ name: 'everything', definition: operation.everything }],
      documentation: 'Of the member that the token is for. Parameters: _type, _since, _count.',
    },
    scope: { anyType: 'r' },
    forOneMember: true,
    bodyBytes_max: method === 'POST' ? retrieveBytes_max : 0,
    contentTypes: method === 'POST' ? jsonTypes : [],
    handle: async (request) => {
      const given = [...fromBody(request.body, request.query)];
      const query = new URLSearchParams(
        given.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
      );
      const patientId = request.params.id ?? '';
      const found = await everythingOf(deps, { ...askedBy(request, query, seal()), patientId });
      return bundled(deps, `Patient/${patientId}/$everything`, found);
    },
  }));
}

function askedBy(request: Request, query: URLSearchParams, seal: Seal): Asked {
  return {
    caller: request.caller,
    query,
    lenient: prefers(request, 'handling=lenient'),
    seal,
  };
}

function bundled({ baseUrl }: RetrieveRoutesDeps, path: string, found: Found): Answer {
  if ('problems' in found) {
    const [first, ...others] = found.problems.map(
      ({ code, text }) => ({ severity: 'error', code, text }) as const,
    );
    assert(first, 'a refused search says why');
    return { status: 400, body: outcome(first, ...others) };
  }
  const base = `${baseUrl}/fhir`;
  const { page, used } = found;
  return {
    status: 200,
    body: Buffer.from(
      bundleText(page, {
        base,
        self: linkTo(base, path, used),
        ...(page.next === undefined ? {} : { next: linkTo(base, path, [['_cursor', page.next]]) }),
      }),
    ),
  };
}
