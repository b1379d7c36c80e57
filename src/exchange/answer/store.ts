import type { Queries } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';

export const insertMatchRequest = (q: Queries, jobId: string, bodyKey: string) =>
  q.run(sql`insert into match_request (job_id, body_key) values (${jobId}, ${bodyKey})`);

/** Where the body of a match job lies. */
export async function selectMatchRequest(q: Queries, jobId: string): Promise<string | undefined> {
  const row = await q.maybe<{ body_key: string }>(
    sql`select body_key from match_request where job_id = ${jobId}`,
  );
  return row?.body_key;
}
