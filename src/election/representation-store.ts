import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export interface Representation {
  id: string;
  personId: number;
  representativePerson: number | null;
  name: string;
  basis: 'power-of-attorney' | 'guardian' | 'parent' | 'court-order' | 'executor';
  document: string;
  state: 'waiting' | 'active' | 'ended';
  endsOn: string;
  capturedBy: string;
}

const columns = sql`id, person_id as "personId", representative_person as "representativePerson", name, basis, document, state,
  ends_on as "endsOn", captured_by as "capturedBy"`;

export const insertRepresentation = (q: Queries, r: Representation, at: Date) =>
  q.run(sql`insert into representation (id, person_id, representative_person, name, basis, document, state, ends_on,
      captured_by, captured_at)
    values (${r.id}, ${r.personId}, ${r.representativePerson}, ${r.name}, ${r.basis}, ${r.document}, ${r.state}, ${r.endsOn},
      ${r.capturedBy}, ${at})`);

export const representationsOf = (q: Queries, personId: number): Promise<Representation[]> =>
  q.query<Representation>(
    sql`select ${columns} from representation where person_id = ${personId} order by captured_at limit 50`,
  );

/** Those for whom this member may decide today. */
export const actsFor = (q: Queries, representativePerson: number, today: string): Promise<Representation[]> =>
  q.query<Representation>(sql`select ${columns} from representation
    where representative_person = ${representativePerson} and state = 'active' and ends_on >= ${today} order by captured_at limit 50`);

export const activeRepresentation = (
  q: Queries,
  id: string,
  personId: number,
): Promise<Representation | undefined> =>
  q.maybe<Representation>(
    sql`select ${columns} from representation where id = ${id} and person_id = ${personId} and state = 'active'`,
  );

/** By a person who did not capture it; false for anybody else's and for the capturer's own. */
export const approveRepresentation = async (
  tx: Tx,
  id: string,
  by: { actor: string; representativePerson: number | null; at: Date },
): Promise<boolean> =>
  (await tx.run(sql`update representation set state = 'active', approved_by = ${by.actor}, approved_at = ${by.at},
      representative_person = coalesce(${by.representativePerson}, representative_person)
    where id = ${id} and state = 'waiting' and captured_by <> ${by.actor}`)) === 1;

export const endRepresentation = async (
  q: Queries,
  id: string,
  personId: number,
  at: Date,
): Promise<boolean> =>
  (await q.run(sql`update representation set state = 'ended', ended_at = ${at}
    where id = ${id} and person_id = ${personId} and state <> 'ended'`)) === 1;

/** Whose last day has passed. */
export const endOutlivedRepresentations = (q: Queries, today: string, at: Date) =>
  q.query<{ id: string; personId: number }>(sql`update representation set state = 'ended', ended_at = ${at}
    where state <> 'ended' and ends_on < ${today} returning id, person_id as "personId"`);
