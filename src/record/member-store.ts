import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Whether we loaded this Patient ourselves: a partner's is nobody who can sign in here. */
export const isOwnPatient = async (q: Queries, patientId: string): Promise<boolean> =>
  (await q.maybe(
    sql`select from resource where ref = ${`Patient/${patientId}`} and origin = 0 and person_id > 0 limit 1`,
  )) !== undefined;

/** What we hold ourselves of a person, of some types. A member has one Patient and a few Coverages. */
export const ownRecords = (
  q: Queries,
  personId: number,
  types: readonly string[],
): Promise<{ ref: string; type: string; text: string }[]> =>
  q.query(sql`
    select ref, type, text from resource
    where person_id = ${personId} and type = any (${[...types]}::text[]) and origin = 0 order by ref limit ${own_max}`);
const own_max = 100;

export interface ReceivedRecord {
  ref: string;
  type: string;
  origin: number;
  isAuthorization: boolean;
  /** When it was, as the record says; null where it does not. */
  date: string | null;
}

/**
 * What partners sent of a person, without the records themselves: a page of them is read when it is shown. `background` are types that
 * nobody asks for.
 */
export const receivedOf = (
  q: Queries,
  personId: number,
  background: readonly string[],
): Promise<ReceivedRecord[]> =>
  q.query<ReceivedRecord>(sql`
    select ref, type, origin, type = 'ExplanationOfBenefit' and text like '%"use":"preauthorization"%' as "isAuthorization",
      substring(text from ${datePattern}) as date
    from resource where person_id = ${personId} and origin > 0 and not type = any (${[...background]}::text[])
    order by date desc nulls last, ref limit ${received_max}`);

/** Of the first element that says when: FHIR writes one of these in every type that has a time. */
const datePattern =
  '"(?:effectiveDateTime|onsetDateTime|performedDateTime|occurrenceDateTime|authoredOn|whenHandedOver|recordedDate|start|created|date|issued)"\\s*:\\s*"(\\d{4}-\\d{2}-\\d{2})';
const received_max = 20_000;

export const textsOf = async (
  q: Queries,
  personId: number,
  refs: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await q.query<{ ref: string; text: string }>(sql`
    select ref, text from resource where person_id = ${personId} and ref = any (${[...refs]}::text[]) and origin > 0`);
  return new Map(rows.map(({ ref, text }) => [ref, text]));
};

/** One batch of what partners sent of a person, behind a ref: for the member's own download. */
export const receivedTexts = (
  q: Queries,
  personId: number,
  after: string,
  limit: number,
): Promise<{ ref: string; type: string; origin: number; text: string }[]> =>
  q.query(sql`select ref, type, origin, text from resource
    where person_id = ${personId} and origin > 0 and ref > ${after} order by ref limit ${limit}`);
