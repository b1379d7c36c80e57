import { Readable } from 'node:stream';
import { handClock } from '../../src/clock/clock.ts';
import type { Db } from '../../src/db/db.ts';
import { sql } from '../../src/db/sql.ts';
import { type IngestFile, ingestFile } from '../../src/ingest/ingest-file.ts';
import type { ProfileChecking } from '../../src/ingest/profile-check.ts';
import type { FileCounts } from '../../src/ingest/store.ts';

export interface TestTransfer {
  transferId: string;
  partnerId: number;
  fhirBase: string;
  persons: Map<string, number>;
  clock: ReturnType<typeof handClock>;
  /** Ingests lines as the next file of the transfer, cut into chunks of `chunk` bytes. */
  ingest(
    type: string,
    content: string | Buffer | object[],
    options?: {
      kind?: IngestFile['kind'];
      chunk?: number;
      seq?: number;
      profileChecking?: ProfileChecking;
      ended?: IngestFile['ended'];
    },
  ): Promise<FileCounts>;
}

/** A transfer with one partner; each `persons` key is a Patient id there, each value a person id here. */
export async function testTransfer(
  db: Db,
  persons: Record<string, number>,
  partner = 'KindCover',
): Promise<TestTransfer> {
  const clock = handClock('2026-11-24T15:00:00Z');
  const fhirBase = `https://${partner.toLowerCase()}.example/fhir`;
  const known = await db.maybe<{ id: number }>(sql`select id from partner where name = ${partner}`);
  const { id: partnerId } =
    known ??
    (await db.one<{ id: number }>(sql`
      insert into partner (name, npi, fhir_base, client_id, created_at)
      values (${partner}, ${partner}, ${fhirBase}, 'us', ${clock.now()}) returning id`));
  const { id: transferId } = await db.one<{ id: string }>(sql`
    insert into transfer (id, partner_id, wire, state, entered_at, created_at, updated_at)
    values (gen_random_uuid(), ${partnerId}, 'bulk', 'verifying', ${clock.now()}, ${clock.now()}, ${clock.now()})
    returning id`);
  const files = new Map<string, Buffer>();
  let next = 1;
  const members = new Map(Object.entries(persons));
  return {
    transferId,
    partnerId,
    fhirBase,
    persons: members,
    clock,
    async ingest(type, content, options = {}) {
      const fileSeq = options.seq ?? next++;
      const kind = options.kind ?? 'output';
      const text = Array.isArray(content) ? content.map((c) => `${JSON.stringify(c)}\n`).join('') : content;
      files.set(`${fileSeq}`, Buffer.from(text as string));
      await db.run(sql`
        insert into received_file (transfer_id, seq, kind, type, url, state)
        values (${transferId}, ${fileSeq}, ${kind}, ${type}, '', 'downloaded') on conflict do nothing`);
      const blobs = {
        read: async (key: string) => Readable.from(chunksOf(files.get(key)!, options.chunk ?? 1 << 16)),
      };
      return ingestFile(
        { db, blobs, clock, profileChecking: () => options.profileChecking ?? { profiles: 'off' } },
        {
          transferId,
          fileSeq,
          partnerId,
          fhirBase,
          type,
          objectKey: `${fileSeq}`,
          kind,
          persons: members,
          ...(options.ended ? { ended: options.ended } : {}),
        },
      );
    },
  };
}

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
