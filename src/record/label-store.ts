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
    where person_id = any (${[...personIds]}::bigint[]) and labels <> 0 and labels & ${mask} <> 0 order by 1`);
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
    update resource r set labels = n.labels, rule_set = ${ruleSet}
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
    select ref, type, labels, rule_set as "ruleSet", service_start::text as "serviceStart", service_end::text as "serviceEnd",
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
