import type { Queries } from '../../db/db.ts';
import { sql } from '../../db/sql.ts';
import type { ManifestFile } from './manifest.ts';

export interface ReceivedFile {
  seq: number;
  kind: 'output' | 'deleted' | 'error';
  type: string;
  url: string;
  needsToken: boolean;
  manifestCount: number | null;
  expectedBytes: number | null;
  expectedSha256: Buffer | null;
  objectKey: string | null;
  etag: string | null;
  etagGzip: boolean;
  plain: boolean;
  bytes: number | null;
  received: number | null;
  stored: number | null;
  duplicate: number | null;
  quarantined: number | null;
  state: 'listed' | 'downloaded' | 'ingested';
}

/** The files of a whole manifest, in its order. */
export async function insertFiles(
  q: Queries,
  transferId: string,
  files: readonly (ManifestFile & { needsToken: boolean })[],
): Promise<void> {
  const rows = files.map((f, i) => ({ ...f, seq: i + 1 }));
  await q.run(sql`
    insert into received_file (transfer_id, seq, kind, type, url, needs_token, manifest_count, expected_bytes, expected_sha256, state)
    select ${transferId}, f.seq, f.kind, f.type, f.url, f."needsToken", f.count, f.bytes, decode(f.sha256, 'hex'), 'listed'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as f (seq int, kind text, type text, url text, "needsToken" boolean, count bigint, bytes bigint, sha256 text)`);
}

export const selectFiles = (q: Queries, transferId: string): Promise<ReceivedFile[]> =>
  q.query<ReceivedFile>(sql`
    select seq, kind, type, url, needs_token as "needsToken", manifest_count as "manifestCount",
           expected_bytes as "expectedBytes", expected_sha256 as "expectedSha256", object_key as "objectKey",
           etag, etag_gzip as "etagGzip", plain, bytes, received, stored, duplicate, quarantined, state
    from received_file where transfer_id = ${transferId} order by seq`);

/** Which version of a file is being downloaded. */
export async function rememberVersion(
  q: Queries,
  transferId: string,
  seq: number,
  version: { etag: string; gzip: boolean } | undefined,
): Promise<void> {
  await q.run(sql`
    update received_file set etag = ${version?.etag ?? null}, etag_gzip = ${version?.gzip ?? false}
    where transfer_id = ${transferId} and seq = ${seq}`);
}

/** The next attempt asks for plain bytes, from zero. */
export async function askPlain(q: Queries, transferId: string, seq: number): Promise<void> {
  await q.run(sql`
    update received_file set plain = true, etag = null, etag_gzip = false
    where transfer_id = ${transferId} and seq = ${seq}`);
}

export async function markDownloaded(
  q: Queries,
  transferId: string,
  seq: number,
  object: { key: string; bytes: number; sha256: Buffer },
): Promise<void> {
  await q.run(sql`
    update received_file set state = 'downloaded', object_key = ${object.key}, bytes = ${object.bytes}, sha256 = ${object.sha256}
    where transfer_id = ${transferId} and seq = ${seq} and state = 'listed'`);
}

/** Forgets a manifest whose files are gone at the partner: the new one's take its place. Stored records stay. */
export async function clearFiles(q: Queries, transferId: string): Promise<void> {
  await q.run(sql`delete from quarantine where transfer_id = ${transferId}`);
  await q.run(sql`delete from ingest_ledger where transfer_id = ${transferId}`);
  await q.run(sql`delete from received_file where transfer_id = ${transferId}`);
}

export interface LedgerRow {
  personId: number;
  type: string;
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
}

/** The requester's half of the completeness ledger, per member and type. */
export const selectLedger = (q: Queries, transferId: string): Promise<LedgerRow[]> =>
  q.query<LedgerRow>(sql`
    select person_id as "personId", type, sum(received)::bigint as received, sum(stored)::bigint as stored,
           sum(duplicate)::bigint as duplicate, sum(quarantined)::bigint as quarantined
    from ingest_ledger where transfer_id = ${transferId} group by person_id, type order by type, person_id`);

/** What a member got from a partner, by type, over all transfers: the numbers that the member is shown are the ledger's. */
export const selectLedgerOfMember = (
  q: Queries,
  personId: number,
  partnerId: number,
): Promise<{ type: string; stored: number; quarantined: number }[]> =>
  q.query(sql`
    select l.type, sum(l.stored)::bigint as stored, sum(l.quarantined)::bigint as quarantined
    from ingest_ledger l join transfer t on t.id = l.transfer_id
    where l.person_id = ${personId} and t.partner_id = ${partnerId} group by l.type order by l.type`);
