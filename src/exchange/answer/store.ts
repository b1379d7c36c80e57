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

/** Since when on a job waits for reviewers does not change with every look: the first time stands. */
export const holdJob = async (q: Queries, jobId: string, until: Date): Promise<Date> =>
  (
    await q.one<{ hold_until: Date }>(sql`update match_request set hold_until = coalesce(hold_until, ${until})
      where job_id = ${jobId} returning hold_until`)
  ).hold_until;

/** How many of these jobs wait for reviewers. */
export const countHeld = async (q: Queries, jobIds: readonly string[], now: Date): Promise<number> =>
  (
    await q.one<{ held: number }>(sql`select count(*)::int as held from match_request
      where job_id = any(${[...jobIds]}::uuid[]) and hold_until > ${now}`)
  ).held;
