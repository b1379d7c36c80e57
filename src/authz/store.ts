import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Remembers an assertion as used. False when it was used before, by whichever process. */
export async function insertUsedAssertion(
  q: Queries,
  used: { clientId: string; jti: string; expiresAt: Date },
): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into used_assertion (client_id, jti, expires_at) values (${used.clientId}, ${used.jti}, ${used.expiresAt})
    on conflict do nothing`);
  return inserted === 1;
}

/** Forgets assertions that are too old to pass anyway. */
export const deleteExpiredAssertions = (q: Queries, now: Date): Promise<number> =>
  q.run(sql`delete from used_assertion where expires_at < ${now}`);
