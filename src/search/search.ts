import type { Tx } from '../db/db.ts';
import { isId } from '../fhir/reference.ts';
import { Problem } from '../problem/problem.ts';
import { leavingRecord, provenancesOf, referredRecords, wasDeleted } from '../record/related-store.ts';
import { countRecords, findRecords, planForSearch, type RecordSearch } from '../record/search-store.ts';
import { permittedPersons, type SearchAccess } from './access.ts';
import { sealCursor } from './cursor.ts';
import { includedRecords_max } from './limits.ts';
import type { PageEntry, SearchPage } from './page.ts';
import { searchedTypes } from './parameters.ts';
import { notOurs, type Search } from './parse.ts';
import type { Seal } from './seal.ts';
import { windowsOf } from './windows.ts';

/**
 * One page of a search. Only what would leave in an export is found. The transaction should be of one snapshot, and the
 * permits of the same.
 *
 * Pages in the order of ids bring each record once, whatever is written meanwhile. In any other order they bring each one once
 * that is not changed meanwhile, and none twice: what moved in the order is left to a search by `_lastUpdated`.
 *
 * @throws Problem `invalid` for a page link of another client or another member; `too-large` for too many includes
 */
export async function searchRecords(
  tx: Tx,
  seal: Seal,
  access: SearchAccess,
  search: Search,
): Promise<SearchPage> {
  const { type, count, order, cursor } = search;
  const personIds = personsFor(access, cursor);
  const wanted: RecordSearch = {
    personIds,
    windows: await windowsOf(tx, access, personIds),
    type,
    conditions: search.conditions,
    order,
    limit: count + 1,
    ...(cursor && { after: cursor.place }),
    ...(order.by !== 'ref' && { until: cursor?.until ? new Date(cursor.until) : access.now }),
  };
  if (personIds.length === 0) return { matches: [], includes: [], total: 0 };
  await planForSearch(tx);
  if (count === 0) return { matches: [], includes: [], total: await countRecords(tx, wanted) };
  const found = await findRecords(tx, wanted);
  const matches = found.slice(0, count);
  const last = matches.at(-1);
  const whole = found.length <= count && !cursor;
  const total = whole ? matches.length : search.total ? await countRecords(tx, wanted) : undefined;
  return {
    matches: matches.map(({ ref, text }) => ({ ref, text })),
    includes: await includesOf(tx, access, search, wanted, matches),
    ...(total !== undefined && { total }),
    ...(found.length > count &&
      last && {
        next: sealCursor(seal, {
          of: type,
          clientId: access.clientId,
          personIds,
          asked: cursor ? cursor.asked : search.used,
          place: { key: last.key, ref: last.ref },
          ...(wanted.until && { until: wanted.until.toISOString() }),
        }),
      }),
  };
}

/** The permitted persons; with a link, those of them that it was made for. */
export function personsFor(
  access: SearchAccess,
  cursor: { clientId: string; personIds: number[] } | undefined,
): number[] {
  const permitted = permittedPersons(access);
  if (!cursor) return permitted;
  const both = permitted.filter((personId) => cursor.personIds.includes(personId));
  if (cursor.clientId !== access.clientId || both.length === 0) throw new Problem('invalid', notOurs.text);
  return both;
}

async function includesOf(
  tx: Tx,
  access: SearchAccess,
  search: Search,
  scope: RecordSearch,
  matches: readonly PageEntry[],
): Promise<PageEntry[]> {
  const refs = matches.map((match) => match.ref);
  if (refs.length === 0) return [];
  const limit = includedRecords_max + 1;
  const included = new Map<string, PageEntry>();
  for (const { paths, all, types } of search.includes) {
    const covered = (types ?? searchedTypes).filter(access.covers);
    if (covered.length === 0) continue;
    for (const record of await referredRecords(tx, scope, { refs, paths, all, types: covered, limit }))
      included.set(record.ref, record);
  }
  if (search.provenance && access.covers('Provenance'))
    for (const record of await provenancesOf(tx, scope, { refs, limit })) included.set(record.ref, record);
  if (included.size > includedRecords_max)
    throw new Problem(
      'too-large',
      `A page brings at most ${includedRecords_max} included records: ask with a smaller _count.`,
    );
  return [...included.values()];
}

export type ReadResult =
  | { text: string; lastUpdated: Date }
  /** It was deleted: 410. */
  | { gone: true }
  /** It is not there, or not for this caller: 404. */
  | { absent: true };

/** One record by its id: a member's own that leaves, or a payer-wide one that such a record refers to. */
export async function readRecord(
  tx: Tx,
  access: SearchAccess,
  type: string,
  id: string,
): Promise<ReadResult> {
  const personIds = permittedPersons(access);
  if (personIds.length === 0 || !isId(id) || !searchedTypes.includes(type)) return { absent: true };
  const ref = `${type}/${id}`;
  await planForSearch(tx);
  const found = await leavingRecord(tx, { personIds, windows: await windowsOf(tx, access, personIds) }, ref);
  if (found) return found;
  return (await wasDeleted(tx, personIds, ref)) ? { gone: true } : { absent: true };
}
