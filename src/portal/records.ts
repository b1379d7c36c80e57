/** What arrived, in plain words, by kind and year; and what did not, from the ledger. */
import { createHash } from 'node:crypto';
import { MemberProblem } from '../election/member-problem.ts';
import { type ReceivedRecord, receivedOf, textsOf } from '../record/member-store.ts';
import { detailOf, titleOf } from './plain-record.ts';
import { plansOf, type ViewDeps } from './plans.ts';
import { backgroundTypes, kindOf, type RecordKind } from './record-kind.ts';

export interface RecordItem {
  id: string;
  kind: RecordKind;
  date?: string;
  title: string;
  source: string;
  detail?: string;
  consentEnded: boolean;
}

export interface RecordsPage {
  kinds: { kind: RecordKind; count: number }[];
  years: number[];
  items: RecordItem[];
  cursor?: string;
  notReceived: { plan: string; kind: RecordKind; count: number }[];
  countsOnly: boolean;
}

export interface RecordsAsked {
  kind?: string | undefined;
  year?: string | undefined;
  plan?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
  /** A parent of a teenager sees how many, not what (3.6). */
  countsOnly: boolean;
}

const page_default = 50;
const page_max = 100;

export async function recordsOf(deps: ViewDeps, personId: number, asked: RecordsAsked): Promise<RecordsPage> {
  const plans = await plansOf(deps, personId);
  if (asked.plan !== undefined && !plans.some(({ card }) => card.id === asked.plan))
    throw new MemberProblem('not-found');
  const sources = new Map(plans.map((plan) => [plan.election.partnerId, plan]));
  const all = await receivedOf(deps.db, personId, backgroundTypes);
  const kindOfRecord = (r: ReceivedRecord) => kindOf(r.type, r.isAuthorization);
  const fits = (r: ReceivedRecord, but?: 'kind' | 'year') =>
    (but === 'kind' || asked.kind === undefined || kindOfRecord(r) === asked.kind) &&
    (but === 'year' || asked.year === undefined || r.date?.startsWith(asked.year) === true) &&
    (asked.plan === undefined || sources.get(r.origin)?.card.id === asked.plan);
  const counts = new Map<RecordKind, number>();
  const years = new Set<number>();
  for (const record of all) {
    if (fits(record, 'kind')) counts.set(kindOfRecord(record), (counts.get(kindOfRecord(record)) ?? 0) + 1);
    if (record.date !== null && fits(record, 'year')) years.add(Number(record.date.slice(0, 4)));
  }
  const notReceived = plans.flatMap(({ card, notReceived: missing }) =>
    missing.map(({ kind, count = 0 }) => ({ plan: card.name, kind, count })),
  );
  const found = asked.countsOnly ? [] : all.filter((record) => fits(record));
  const { shown, cursor } = pageOf(found, asked);
  const texts = await textsOf(
    deps.db,
    personId,
    shown.map(({ ref }) => ref),
  );
  return {
    kinds: [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
    years: [...years].sort((a, b) => b - a),
    items: shown.flatMap((record) => {
      const source = sources.get(record.origin);
      const item = itemOf(record, texts.get(record.ref), kindOfRecord(record));
      const ended = source?.election.status !== 'given';
      return item ? [{ ...item, source: source?.card.name ?? '', consentEnded: ended }] : [];
    }),
    ...(cursor === undefined ? {} : { cursor }),
    notReceived,
    countsOnly: asked.countsOnly,
  };
}

/** A cursor names the record after which the page begins, by a hash: nothing of the record is in a URL. */
function pageOf(found: readonly ReceivedRecord[], { cursor, limit }: RecordsAsked) {
  const size = Math.min(Math.max(limit ?? page_default, 1), page_max);
  let start = 0;
  if (cursor !== undefined) {
    const last = found.findIndex(({ ref }) => placeOf(ref) === cursor);
    if (last < 0) throw new MemberProblem('cursor-invalid');
    start = last + 1;
  }
  const shown = found.slice(start, start + size);
  const more = start + size < found.length;
  return { shown, cursor: more ? placeOf(shown.at(-1)!.ref) : undefined };
}

const placeOf = (ref: string): string => createHash('sha256').update(ref).digest('base64url').slice(0, 32);

function itemOf(record: ReceivedRecord, text: string | undefined, kind: RecordKind) {
  if (text === undefined) return undefined;
  const resource = JSON.parse(text) as Record<string, unknown>;
  const detail = detailOf(resource);
  return {
    id: placeOf(record.ref),
    kind,
    ...(record.date === null ? {} : { date: record.date }),
    title: titleOf(record.type, resource) ?? '',
    ...(detail === undefined ? {} : { detail }),
  };
}
