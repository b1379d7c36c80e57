import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { Issue } from '../validation/issue.ts';
import type { FileKey } from './store.ts';

/** Lines of one file whose issues are kept; the ledger counts all. */
export const reportedLines_max = 10_000;

/** Issues that wait in memory before they are written. */
const waiting_max = 500;

export interface KeptIssue extends Pick<Issue, 'code' | 'expression' | 'rule' | 'profile' | 'text'> {
  line: number;
  seq: number;
  /** The partner's `Type/id`. */
  ref: string;
}

export interface IssueKeeper {
  put(line: number, ref: string, issues: readonly Issue[]): Promise<void>;
  close(): Promise<void>;
}

/** Keeps what was wrong with a file's lines, for the report to the partner. */
export function openIssues(tx: Tx, file: FileKey): IssueKeeper {
  let waiting: KeptIssue[] = [];
  let lines = 0;
  const flush = async () => {
    const rows = waiting;
    waiting = [];
    if (rows.length > 0) await insertIssues(tx, file, rows);
  };
  return {
    async put(line, ref, issues) {
      if (++lines > reportedLines_max) return;
      for (const [seq, { code, expression, rule, profile, text }] of issues.entries())
        waiting.push({ line, seq, ref, code, expression, rule, profile, text });
      if (waiting.length >= waiting_max) await flush();
    },
    close: flush,
  };
}

const insertIssues = (tx: Tx, file: FileKey, rows: readonly KeptIssue[]): Promise<unknown> =>
  tx.run(sql`
    insert into ingest_issue (transfer_id, file_seq, line, seq, ref, code, expression, rule, profile, text)
    select ${file.transferId}, ${file.fileSeq}, i.line, i.seq, i.ref, i.code, i.expression, i.rule, i.profile, i.text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i (line bigint, seq int, ref text, code text, expression text, rule text, profile text, text text)`);

export const issuesOf = (q: Queries, transferId: string): Promise<(KeptIssue & { fileSeq: number })[]> =>
  q.query(sql`
    select file_seq as "fileSeq", line, seq, ref, code, expression, rule, profile, text
    from ingest_issue where transfer_id = ${transferId} order by file_seq, line, seq`);
