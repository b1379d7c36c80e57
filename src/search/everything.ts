import type { Tx } from '../db/db.ts';
import { daysOf } from '../fhir/date.ts';
import { resourceTypes } from '../fhir/resource-types.ts';
import { ownRecords, payerWideRecords } from '../record/related-store.ts';
import { planForSearch } from '../record/search-store.ts';
import type { SearchAccess } from './access.ts';
import { type Cursor, openCursor, sealCursor } from './cursor.ts';
import {
  everythingRecords_default,
  everythingRecords_max,
  parameters_max,
  searchCharacters_max,
} from './limits.ts';
import type { SearchPage } from './page.ts';
import { searchedTypes } from './parameters.ts';
import { notOurs, type ParseOptions, presentation, type SearchProblem } from './parse.ts';
import type { Seal } from './seal.ts';
import { personsFor } from './search.ts';
import { windowsOf } from './windows.ts';

/** What `Patient/[id]/$everything` was asked for. */
export interface EverythingRequest {
  /** Null: all that the token covers. */
  types: readonly string[] | null;
  since: Date | null;
  count: number;
  /** The page link that asked. */
  cursor?: Cursor;
  used: [name: string, value: string][];
  ignored: string[];
}

type Parsed = { request: EverythingRequest } | { problems: SearchProblem[] };

const operation = '$everything';

/** Reads `_type`, `_since`, `_count`, and `_cursor` of a page link; `start` and `end` are refused (or passed over). */
export function parseEverything(query: URLSearchParams, options: ParseOptions): Parsed {
  const asked = [...query].filter(([name]) => !presentation.has(name));
  const token = query.get('_cursor');
  if (token === null) return readRequest(asked, options);
  const cursor = openCursor(options.seal, token, operation);
  if (!cursor || asked.length > 1) return { problems: [notOurs] };
  const parsed = readRequest(cursor.asked, options);
  if ('problems' in parsed) return parsed;
  return { request: { ...parsed.request, cursor, used: [['_cursor', token]] } };
}

function readRequest(asked: readonly [string, string][], options: ParseOptions): Parsed {
  const request: EverythingRequest = {
    types: null,
    since: null,
    count: everythingRecords_default,
    used: [],
    ignored: [],
  };
  const problems: SearchProblem[] = [];
  const characters = asked.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (asked.length > parameters_max || characters > searchCharacters_max)
    return {
      problems: [
        {
          code: 'too-long',
          text: `${operation} has at most ${parameters_max} parameters, and ${searchCharacters_max} characters.`,
        },
      ],
    };
  for (const [name, value] of asked) {
    const problem = readParameter(request, name, value);
    if (problem === undefined) request.used.push([name, name === '_count' ? String(request.count) : value]);
    else if (problem.code === 'not-supported' && options.lenient) request.ignored.push(name);
    else problems.push(problem);
  }
  return problems.length > 0 ? { problems } : { request };
}

function readParameter(request: EverythingRequest, name: string, value: string): SearchProblem | undefined {
  switch (name) {
    case '_type': {
      const types = value.split(',').map((type) => type.trim());
      if (!types.every((type) => resourceTypes.has(type)))
        return { code: 'invalid', text: '_type names something that is no resource type of FHIR R4.' };
      request.types = [...new Set([...(request.types ?? []), ...types])];
      return undefined;
    }
    case '_since': {
      const instant = value.replace(/ (\d\d:\d\d)$/, '+$1');
      if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(instant) || !daysOf(instant))
        return { code: 'invalid', text: '_since must be an instant, such as 2027-01-05T00:00:00Z.' };
      request.since = new Date(instant);
      return undefined;
    }
    case '_count':
      if (!/^[1-9]\d{0,8}$/.test(value)) return { code: 'invalid', text: '_count is not a number from 1.' };
      request.count = Math.min(Number(value), everythingRecords_max);
      return undefined;
    default:
      return {
        code: 'not-supported',
        text: `${operation} supports _type, _since and _count, and no other parameter.`,
      };
  }
}

/** The place of a payer-wide record, after all the persons' own. */
const payerWideKey = '2';

/**
 * One page of all that leaves of the permitted members (pdex-212, 214): claims and prior authorizations among it, then the
 * payer-wide records that these refer to. All are matches; the Patient comes first. The Provenance that names us as the transmitter
 * is export's matter. Each record that is there throughout comes once, whatever is written between the pages.
 *
 * @throws Problem `invalid` for a page link of another client or another member
 */
export async function everything(
  tx: Tx,
  seal: Seal,
  access: SearchAccess,
  request: EverythingRequest,
): Promise<SearchPage> {
  const { since, count, cursor } = request;
  const personIds = personsFor(access, cursor);
  const types = (request.types ?? searchedTypes).filter(
    (type) => searchedTypes.includes(type) && access.covers(type),
  );
  if (personIds.length === 0 || types.length === 0) return { matches: [], includes: [] };
  await planForSearch(tx);
  const scope = { personIds, windows: await windowsOf(tx, access, personIds) };
  const place = cursor?.place;
  const limit = count + 1;
  const found: { ref: string; text: string; key: string }[] = [];
  if (place?.key !== payerWideKey) {
    const after = place && { rank: Number(place.key), ref: place.ref };
    for (const record of await ownRecords(tx, scope, { types, since, after, limit }))
      found.push({ ref: record.ref, text: record.text, key: String(record.rank) });
  }
  if (found.length < limit) {
    const after = place?.key === payerWideKey ? place.ref : '';
    const more = await payerWideRecords(tx, scope, { types, since, after, limit: limit - found.length });
    for (const { ref, text } of more) found.push({ ref, text, key: payerWideKey });
  }
  const matches = found.slice(0, count);
  const last = matches.at(-1);
  if (found.length <= count || !last) return { matches, includes: [] };
  const asked = cursor ? cursor.asked : request.used;
  return {
    matches,
    includes: [],
    next: sealCursor(seal, {
      of: operation,
      clientId: access.clientId,
      personIds,
      asked,
      place: { key: last.key, ref: last.ref },
    }),
  };
}
