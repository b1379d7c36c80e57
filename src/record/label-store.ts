import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { reasonOf, type Windows } from './leaving-store.ts';

/** Of these persons, those that hold a record with one of the labels. */
export async function personsWithLabels(
  q: Queries,
  personIds: readonly number[],
  mask: number,
): Promise<number[]> {
  if (personIds.length === 0) return [];
  const rows = await q.query<{ person_id: number }>(sql`
    select distinct person_id from resource
    where person_id = any (${[...personIds]}::bigint[]) and (labels <> 0 or labels_next is not null)
      and (labels | coalesce(labels_next, 0)) & ${mask} <> 0 order by 1`);
  return rows.map((row) => row.person_id);
}

export interface HeldLine {
  ref: string;
  labels: number;
  ruleSet: number;
  /** As it was loaded or received. */
  line: string;
}

/** Lines that are read at a time. */
const page_max = 500;

/** All records of a person, whoever they came from, by ref. */
export async function* linesOfPerson(q: Queries, personId: number): AsyncGenerator<HeldLine> {
  let after = '';
  for (;;) {
    const rows: HeldLine[] = await q.query<HeldLine>(sql`
      select ref, labels, rule_set as "ruleSet", coalesce(source, text) as line from resource
      where person_id = ${personId} and ref > ${after} order by ref limit ${page_max}`);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page_max) return;
    after = last.ref;
  }
}

/** Writes labels; texts and instants stay. */
export async function putLabels(
  tx: Tx,
  personId: number,
  rows: readonly { ref: string; labels: number }[],
  ruleSet: number,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    update resource r set labels = n.labels, labels_next = null, rule_set = ${ruleSet}
    from unnest(${rows.map((row) => row.ref)}::text[], ${rows.map((row) => row.labels)}::int[]) as n(ref, labels)
    where r.person_id = ${personId} and r.ref = n.ref`);
}

/** A record that is inside the windows, without its text. */
export interface LeavingRow {
  ref: string;
  type: string;
  labels: number;
  ruleSet: number;
  serviceStart: string | null;
  serviceEnd: string | null;
  /** It is a prior authorization, or a document that goes with one. */
  priorAuthorization: boolean;
  pharmacyClaim: boolean;
  /** References to others than Patients. */
  refs: string[];
}

/** One person's records that would leave if nothing were sensitive. */
export function leavingRows(q: Queries, personId: number, windows: Windows): Promise<LeavingRow[]> {
  return q.query<LeavingRow>(sql`
    select ref, type, labels | coalesce(labels_next, 0) as labels, rule_set as "ruleSet", service_start::text as "serviceStart", service_end::text as "serviceEnd",
      pa_changed is not null or pa_until is not null or pa_document as "priorAuthorization",
      type = 'ExplanationOfBenefit' and strpos(text, '"pharmacy"') > 0 as "pharmacyClaim", string_to_array(refs, ' ') as refs
    from (select r.*, ${reasonOf(windows, { personIds: [personId] })} as reason from resource r
      where r.person_id = ${personId} offset 0) judged
    where reason is null`);
}

export function leavingTexts(
  q: Queries,
  personId: number,
  refs: readonly string[],
): Promise<{ ref: string; text: string }[]> {
  if (refs.length === 0) return Promise.resolve([]);
  return q.query<{ ref: string; text: string }>(
    sql`select ref, text from resource where person_id = ${personId} and ref = any (${[...refs]}::text[])`,
  );
}

/** The next persons that hold records, in order of their numbers; 0, the payer-wide records, is among them. */
export async function personsAfter(q: Queries, after: number, limit: number): Promise<number[]> {
  const rows = await q.query<{ person_id: number }>(sql`
    with recursive p (person_id) as (
      (select min(person_id) as person_id from resource where person_id > ${after})
      union all
      select (select min(person_id) from resource where person_id > p.person_id) from p where p.person_id is not null
    ) select person_id from p where person_id is not null limit ${limit}`);
  return rows.map((row) => row.person_id);
}

/** Writes what a newer rule set says, where it says something else. */
export async function putNextLabels(
  tx: Tx,
  personId: number,
  rows: readonly { ref: string; labels: number }[],
): Promise<void> {
  await tx.run(
    sql`update resource set labels_next = null where person_id = ${personId} and labels_next is not null`,
  );
  if (rows.length === 0) return;
  await tx.run(sql`
    update resource r set labels_next = n.labels
    from unnest(${rows.map((row) => row.ref)}::text[], ${rows.map((row) => row.labels)}::int[]) as n(ref, labels)
    where r.person_id = ${personId} and r.ref = n.ref`);
}

export interface LabelChange {
  personId: number;
  ref: string;
  type: string;
  was: number;
  now: number;
  text: string;
}

/** Lets what the newer rule set says hold for these persons. @returns the records whose labels changed */
export async function activateLabels(
  tx: Tx,
  personIds: readonly number[],
  ruleSet: number,
): Promise<LabelChange[]> {
  const persons = sql`${[...personIds]}::bigint[]`;
  const changed = await tx.query<LabelChange>(sql`
    select person_id as "personId", ref, type, labels as was, labels_next as now, text from resource
    where person_id = any (${persons}) and labels_next is not null and labels_next <> labels for update`);
  await tx.run(sql`
    update resource set labels = coalesce(labels_next, labels), labels_next = null, rule_set = ${ruleSet}
    where person_id = any (${persons}) and (labels_next is not null or rule_set <> ${ruleSet})`);
  return changed;
}

/** Records that may leave where they could not: changes for `_since`, told in their texts, too. */
export async function putInstants(
  tx: Tx,
  records: readonly { personId: number; ref: string; text: string }[],
  at: Date,
): Promise<void> {
  if (records.length === 0) return;
  await tx.run(sql`
    update resource r set text = n.text, last_updated = ${at}
    from unnest(${records.map((one) => one.personId)}::bigint[], ${records.map((one) => one.ref)}::text[],
      ${records.map((one) => one.text)}::text[]) as n(person_id, ref, text)
    where r.person_id = n.person_id and r.ref = n.ref`);
}

/** How many records have these labels, by mask; payer-wide ones are in it. */
export const countByLabels = (q: Queries): Promise<{ labels: number; next: boolean; records: number }[]> =>
  q.query<{ labels: number; next: boolean; records: number }>(sql`
    select labels, labels_next is not null as next, count(*) as records from resource group by 1, 2`);

/** Whose record it is, with its labels. */
export const labelsOfRef = (
  q: Queries,
  ref: string,
): Promise<{ personId: number; labels: number; next: number | null; ruleSet: number; line: string }[]> =>
  q.query<{ personId: number; labels: number; next: number | null; ruleSet: number; line: string }>(sql`
    select person_id as "personId", labels, labels_next as next, rule_set as "ruleSet", coalesce(source, text) as line
    from resource where ref = ${ref} order by person_id`);
