import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { QuarantineReason } from './quarantine-reason.ts';

export interface FileCounts {
  /** Lines that are not blank: always `stored + duplicate + quarantined`. */
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
}

export interface FileKey {
  transferId: string;
  fileSeq: number;
}

/**
 * Locks the file's row for this transaction, so that two workers never ingest one file at once.
 *
 * @returns the counts when the file was ingested before; null when it is still to do; undefined when there is no such file
 */
export async function lockFile(tx: Tx, file: FileKey): Promise<FileCounts | null | undefined> {
  const row = await tx.maybe<FileCounts & { state: string }>(sql`
    select state, received, stored, duplicate, quarantined from received_file
    where transfer_id = ${file.transferId} and seq = ${file.fileSeq} for update`);
  if (!row) return undefined;
  const { state, ...counts } = row;
  return state === 'ingested' ? counts : null;
}

export async function finishFile(tx: Tx, file: FileKey, counts: FileCounts): Promise<void> {
  await tx.run(sql`
    update received_file set state = 'ingested', received = ${counts.received}, stored = ${counts.stored},
      duplicate = ${counts.duplicate}, quarantined = ${counts.quarantined}
    where transfer_id = ${file.transferId} and seq = ${file.fileSeq}`);
}

export interface QuarantinedLine {
  line: number;
  reason: QuarantineReason;
  detail: string;
  raw: Buffer;
  /** The partner's `Type/id`, where the line says so. */
  ref: string | null;
}

export async function putQuarantine(
  tx: Tx,
  file: FileKey,
  lines: readonly QuarantinedLine[],
  at: Date,
): Promise<void> {
  await tx.run(sql`
    insert into quarantine (transfer_id, file_seq, line, reason, detail, raw, ref, at)
    select ${file.transferId}, ${file.fileSeq}, line, reason, detail, raw, ref, ${at}
    from unnest(${lines.map((l) => l.line)}::bigint[], ${lines.map((l) => l.reason)}::text[],
      ${lines.map((l) => l.detail)}::text[], ${lines.map((l) => l.raw)}::bytea[],
      ${lines.map((l) => l.ref)}::text[]) as q(line, reason, detail, raw, ref)`);
}

/** Without the lines themselves. */
export const quarantinedOf = (
  q: Queries,
  transferId: string,
): Promise<{ fileSeq: number; line: number; reason: QuarantineReason; ref: string | null }[]> =>
  q.query(sql`
    select file_seq as "fileSeq", line, reason, ref from quarantine where transfer_id = ${transferId} order by file_seq, line`);

export interface LedgerRow extends FileCounts {
  personId: number;
  type: string;
  /** Lines that are not what their profiles ask, whatever became of them. */
  invalid: number;
}

export async function putLedger(tx: Tx, file: FileKey, rows: readonly LedgerRow[]): Promise<void> {
  await tx.run(sql`
    insert into ingest_ledger (transfer_id, file_seq, person_id, type, received, stored, duplicate, quarantined, invalid)
    select ${file.transferId}, ${file.fileSeq}, *
    from unnest(${rows.map((r) => r.personId)}::bigint[], ${rows.map((r) => r.type)}::text[],
      ${rows.map((r) => r.received)}::bigint[], ${rows.map((r) => r.stored)}::bigint[],
      ${rows.map((r) => r.duplicate)}::bigint[], ${rows.map((r) => r.quarantined)}::bigint[],
      ${rows.map((r) => r.invalid)}::bigint[])`);
}

export async function ledgerOf(q: Queries, transferId: string): Promise<(LedgerRow & { fileSeq: number })[]> {
  return q.query(sql`
    select file_seq as "fileSeq", person_id as "personId", type, received, stored, duplicate, quarantined, invalid
    from ingest_ledger where transfer_id = ${transferId} order by file_seq, person_id, type`);
}

/** Our refs → the partner's, to remember until the transfer is settled. */
export async function putAwaited(
  tx: Tx,
  transferId: string,
  references: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.run(sql`
    insert into awaited_reference (transfer_id, ref, origin_ref)
    select ${transferId}, ref, origin_ref
    from unnest(string_to_array(${[...references.keys()].join(' ')}, ' '),
      string_to_array(${[...references.values()].join(' ')}, ' ')) as a(ref, origin_ref)
    on conflict do nothing`);
}

/** Takes up to `count_max` of what the transfer waited for: ours → the partner's. Empty: that was all. */
export async function takeAwaited(
  tx: Tx,
  transferId: string,
  count_max: number,
): Promise<Map<string, string>> {
  const rows = await tx.query<{ ref: string; originRef: string }>(sql`
    delete from awaited_reference
    where transfer_id = ${transferId} and ref = any (array(
      select ref from awaited_reference where transfer_id = ${transferId} order by ref limit ${count_max}))
    returning ref, origin_ref as "originRef"`);
  return new Map(rows.map((row) => [row.ref, row.originRef]));
}
