import type { Db } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';

/** What the limit copies: every column that the ingest path writes. */
const columns =
  `person_id, ref, type, origin, origin_ref, last_updated, service_start, service_end, reach, pa_changed,
  pa_until, pa_document, withheld, labels, rule_set, refs, hash, text, source`.replaceAll(/\s+/g, ' ');

export const columnCount = columns.split(',').length;

export const rowsOut = `copy (select ${columns} from resource) to stdout (format binary)`;
export const rowsIn = `copy resource (${columns}) from stdin (format binary)`;

export async function emptyRecords(db: Db): Promise<void> {
  await db.run(raw('truncate resource, resource_deleted, partner cascade'));
  await db.run(raw('vacuum analyze resource'));
  await db.run(raw('checkpoint')).catch(() => {}); // a superuser's right; without it the runs are less alike
}

export const recordCount = async (db: Db): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*) as n from resource`)).n;

/** A partner and a transfer with one file per type, as the requesting payer has them when downloads are done. */
export async function openBenchTransfer(
  db: Db,
  files: readonly { type: string; objectKey: string }[],
): Promise<{ partnerId: number; transferId: string }> {
  const { id: partnerId } = await db.one<{ id: number }>(sql`
    insert into partner (name, npi, fhir_base, client_id, created_at)
    values ('Bench', '0', 'https://bench.example/fhir', 'bench', now()) returning id`);
  const { id: transferId } = await db.one<{ id: string }>(sql`
    insert into transfer (id, partner_id, wire, state, entered_at, created_at, updated_at)
    values (gen_random_uuid(), ${partnerId}, 'bulk', 'verifying', now(), now(), now()) returning id`);
  for (const [seq, { type, objectKey }] of files.entries())
    await db.run(sql`
      insert into received_file (transfer_id, seq, kind, type, url, object_key, state)
      values (${transferId}, ${seq}, 'output', ${type}, '', ${objectKey}, 'downloaded')`);
  return { partnerId, transferId };
}
