import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export interface DownloadRow {
  personId: number;
  sessionHash: Buffer;
  format: 'ndjson' | 'html';
  until: Date;
}

export const insertDownload = (q: Queries, tokenHash: Buffer, d: DownloadRow) =>
  q.run(sql`insert into portal_download (token_hash, person_id, session_hash, format, until)
    values (${tokenHash}, ${d.personId}, ${d.sessionHash}, ${d.format}, ${d.until})`);

/** Takes it away: a link is good once, in the session that made it. */
export const takeDownload = (q: Queries, tokenHash: Buffer, sessionHash: Buffer, now: Date) =>
  q.maybe<Pick<DownloadRow, 'personId' | 'format'>>(sql`delete from portal_download
    where token_hash = ${tokenHash} and session_hash = ${sessionHash} and until > ${now}
    returning person_id as "personId", format`);

export const forgetDownloads = (q: Queries, now: Date) =>
  q.run(sql`delete from portal_download where until <= ${now}`);
