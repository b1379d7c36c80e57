import { Readable } from 'node:stream';
import type { ManagingPayer } from '../../attribution/group.ts';
import { groupJson, ownGroup, searchOwnGroups } from '../../attribution/groups.ts';
import { cursorOf, type GroupSearch, readGroupSearch } from '../../attribution/search.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import { Problem } from '../../problem/problem.ts';
import { prefers } from '../prefer.ts';
import type { Answer, Request, Route, SearchParameter } from '../route.ts';

export interface GroupRoutesDeps {
  db: Db;
  clock: Clock;
  payer: ManagingPayer;
  /** Without a trailing slash. */
  baseUrl: string;
}

/** p2p 6.4: what PDex asks for, and what base R4 has anyway. */
const searchParameters: SearchParameter[] = [
  { name: '_id', type: 'token', definition: 'http://hl7.org/fhir/SearchParameter/Resource-id' },
  { name: 'code', type: 'token', definition: 'http://hl7.org/fhir/SearchParameter/Group-code' },
  { name: 'identifier', type: 'token', definition: 'http://hl7.org/fhir/SearchParameter/Group-identifier' },
  {
    name: 'characteristic',
    type: 'token',
    definition: 'http://hl7.org/fhir/SearchParameter/Group-characteristic',
  },
  {
    name: 'characteristic-value-reference',
    type: 'reference',
    documentation:
      'A logical reference: search it with the modifier :identifier, by the NPI of the requesting payer.',
  },
];

/** Groups that a match made: own ones only (pdex-160, 161, 163). */
export function groupRoutes(deps: GroupRoutesDeps): Route[] {
  return [
    {
      method: 'GET',
      path: 'Group/:id',
      interaction: { kind: 'read', type: 'Group' },
      scope: { type: 'Group', action: 'r' },
      bodyBytes_max: 0,
      contentTypes: [],
      handle: (request) => read(deps, request),
    },
    {
      method: 'GET',
      path: 'Group',
      interaction: { kind: 'search', type: 'Group', parameters: searchParameters },
      scope: { type: 'Group', action: 's' },
      bodyBytes_max: 0,
      contentTypes: [],
      handle: (request) => search(deps, request),
    },
  ];
}

async function read(deps: GroupRoutesDeps, { caller, params }: Request): Promise<Answer> {
  // A token for one patient shows nobody else's data, and a Group is about others too.
  if (caller.patient !== undefined) throw new Problem('not-found', 'There is no such Group.');
  const group = await ownGroup(deps.db, params.id ?? '', caller.clientId, deps.clock.now());
  return { status: 200, body: Readable.from(bytesOf(groupJson(deps.db, group, deps.payer))) };
}

async function search(deps: GroupRoutesDeps, request: Request): Promise<Answer> {
  const asked = readGroupSearch(request.query, prefers(request, 'handling=strict'));
  const { caller } = request;
  const found =
    caller.patient === undefined
      ? await searchOwnGroups(deps.db, { clientId: caller.clientId, search: asked, now: deps.clock.now() })
      : { total: 0, groups: [], next: undefined };
  return { status: 200, body: Readable.from(bytesOf(bundle(deps, asked, found))) };
}

type Found = Awaited<ReturnType<typeof searchOwnGroups>>;

/** A searchset Bundle in pieces: its Groups may be large. */
async function* bundle(deps: GroupRoutesDeps, asked: GroupSearch, found: Found): AsyncGenerator<string> {
  const link = [{ relation: 'self', url: searchUrl(deps, asked, asked.after) }];
  if (found.next) link.push({ relation: 'next', url: searchUrl(deps, asked, found.next) });
  yield `{"resourceType":"Bundle","type":"searchset","total":${found.total},"link":${JSON.stringify(link)}`;
  let separator = ',"entry":[';
  for (const group of found.groups) {
    yield `${separator}{"fullUrl":${JSON.stringify(`${deps.baseUrl}/fhir/Group/${group.id}`)},"resource":`;
    yield* groupJson(deps.db, group, deps.payer);
    yield ',"search":{"mode":"match"}}';
    separator = ',';
  }
  yield found.groups.length > 0 ? ']}' : '}';
}

/** Only what was understood is in the link, so that the caller sees what was not. */
function searchUrl(deps: GroupRoutesDeps, asked: GroupSearch, after: GroupSearch['after']): string {
  const query = new URLSearchParams(asked.used);
  if (after) query.set('_cursor', cursorOf(after));
  const text = query.toString();
  return `${deps.baseUrl}/fhir/Group${text === '' ? '' : `?${text}`}`;
}

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
