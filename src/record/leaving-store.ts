import { type Sql, sql } from '../db/sql.ts';

/** The days from which the windows of one request count. */
export interface Windows {
  requestedAt: Date;
  /** Service dates before this day stay (p2p 4.6; pdex-176: apart from `since`). */
  windowFrom: string;
  /** Status changes of prior authorizations before this day stay unless in effect (pdex-131). */
  paFrom: string;
  /**
   * Labels that keep a record here whatever else holds (consent-and-sensitive-data 3.6). Only that column is asked: it lies before the
   * text, and one behind it would cost the half of the statement.
   */
  guard?: { deny: number };
  /** What was planned of labelled members: it overrides what stands in the rows. */
  planned?: Planned;
}

/** Records by their refs, of the only persons that are asked about. */
export interface Planned {
  hidden: readonly string[];
  edited: readonly { ref: string; text: string }[];
}

/** What the statement around knows of every `r`: it spares the planner branches and partitions, and changes no answer. */
export interface KnownRows {
  type?: string;
  /** The only persons whose records are `r`. */
  personIds?: readonly number[];
}

/**
 * Why the record `r` stays, or null: the one expression behind export, search, read and `$everything`. Prior authorizations
 * have their own window (pdex-131, 132); their documents go where they go (pdex-133, 134); a Provenance goes only where
 * everything that it speaks of goes.
 */
export function reasonOf(s: Windows, known: KnownRows = {}): Sql {
  return sql`case
    when r.withheld is not null then r.withheld${hidden(s)}${guarded(s)}
    when ${isPriorAuthorization(sql`r`)} then
      case when not ${inEffectOrChanged(sql`r`, s)} then 'prior-authorization-aged-out' end
    when r.pa_document then ${documentReason(s, known)}
    when r.reach < ${s.windowFrom}::date then 'service-date-window'
    ${provenanceReason(s, known)}
    end`;
}

const hidden = ({ planned }: Windows): Sql =>
  planned && planned.hidden.length > 0
    ? sql`
    when r.ref = any (${[...planned.hidden]}::text[]) then 'label'`
    : sql``;

const guarded = ({ guard }: Windows): Sql =>
  guard
    ? sql`
    when r.labels & ${guard.deny}::int <> 0 then 'unclassified'`
    : sql``;

/** The text of the record `row` as it leaves. */
export const leavingText = (row: Sql, { planned }: Windows): Sql =>
  planned && planned.edited.length > 0
    ? sql`coalesce((select e.text from unnest(${planned.edited.map((e) => e.ref)}::text[], ${planned.edited.map((e) => e.text)}::text[]) e(ref, text)
        where e.ref = ${row}.ref), ${row}.text)`
    : sql`${row}.text`;

/** Of a member's record or a payer-wide one: that leaves whenever something refers to it, whatever its dates. */
export const reasonAnywhere = (s: Windows, known: KnownRows = {}): Sql =>
  sql`case when r.person_id = 0 then coalesce(r.withheld, case when r.labels <> 0 then 'unclassified' end) else ${reasonOf(s, known)} end`;

/** Only a DocumentReference is ever such a document; were another record one, it would stay. */
function documentReason(s: Windows, known: KnownRows): Sql {
  if (known.type !== undefined && known.type !== 'DocumentReference')
    return sql`'prior-authorization-document'`;
  return sql`
      case when not ${documentLeaves(sql`r`, s, known)} then 'prior-authorization-document' end`;
}

function provenanceReason(s: Windows, known: KnownRows): Sql {
  if (known.type !== undefined && known.type !== 'Provenance') return sql``;
  return sql`when r.type = 'Provenance' then
      case when exists (
        select 1 from unnest(string_to_array(r.refs, ' ')) x where not exists (
          select 1 from resource t where t.ref = x and t.person_id in (r.person_id, 0)${among(sql`t`, known)} and ${targetLeaves(sql`t`, s, known)}))
      then 'provenance-target' end`;
}

const isPriorAuthorization = (row: Sql) =>
  sql`(${row}.pa_until is not null or ${row}.pa_changed is not null)`;
const inEffectOrChanged = (row: Sql, s: Windows) =>
  sql`(coalesce(${row}.pa_until >= ${s.requestedAt.toISOString().slice(0, 10)}::date, false)
    or coalesce(${row}.pa_changed >= ${s.paFrom}::date, false))`;

const documentLeaves = (row: Sql, s: Windows, known: KnownRows) => sql`exists (
  select 1 from resource p where p.person_id = ${row}.person_id${among(sql`p`, known)} and p.type = 'ExplanationOfBenefit'
    and ${isPriorAuthorization(sql`p`)} and p.withheld is null and ${inEffectOrChanged(sql`p`, s)}
    and ${row}.ref = any (string_to_array(p.refs, ' ')))`;

const targetLeaves = (row: Sql, s: Windows, known: KnownRows) => sql`(${row}.withheld is null and case
    when ${isPriorAuthorization(row)} then ${inEffectOrChanged(row, s)}
    when ${row}.pa_document then ${documentLeaves(row, s, known)}
    else coalesce(${row}.reach >= ${s.windowFrom}::date, true) end)`;

/** Names the partitions: the row's own person is not known while planning. */
const among = (row: Sql, { personIds }: KnownRows): Sql =>
  personIds ? sql` and ${row}.person_id = any (${[0, ...personIds]}::bigint[])` : sql``;
