import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export const memberIds = async (db: Db): Promise<number[]> =>
  (await db.query<{ id: number }>(sql`select id from person order by id`)).map((row) => row.id);

/** The least that a page costs: a member's records, nothing decided. */
export const plainPage = (db: Db, personId: number, limit: number): Promise<{ text: string }[]> =>
  db.query(sql`select text from resource where person_id = ${personId} order by ref limit ${limit}`);
