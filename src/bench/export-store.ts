import { createHash } from 'node:crypto';
import { createGroup } from '../attribution/groups.ts';
import { insertConsent } from '../consent/store.ts';
import { copyIn } from '../db/copy-in.ts';
import type { Db } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
import { generatedByMember, memberCount } from './generated-records.ts';

/** The client that asks for the export. */
export const client = { clientId: 'bench', npi: '1999999999' } as const;
export const groupId = 'bench';

/** Same rows, nothing decided, nothing written: what the wire and the server can give. */
export const limitCopy = 'copy (select person_id, ref, text from resource) to stdout (format binary)';

/** Fills the database with about `records` generated records, of members who all consented, in one Group. */
export async function fillDatabase(
  db: Db,
  records: number,
  now: Date,
): Promise<{ members: number; records: number; bytes: number }> {
  const members = memberCount(records);
  const persons = await db.query<{ id: number }>(sql`insert into person (umb, created_at)
    select 'UMB-BENCH-' || n, ${now} from generate_series(1, ${members}) n returning id`);
  const personIds = persons.map((person) => person.id);
  const written = await db.tx(async (tx) => {
    const copy = copyIn(
      tx.client,
      'copy resource (person_id, ref, type, last_updated, labels, refs, hash, text) from stdin (format binary)',
    );
    let bytes = 0;
    for (const { member, resource } of generatedByMember(records)) {
      const line = JSON.stringify(resource);
      const text = Buffer.from(line);
      bytes += text.length + 1;
      const { resourceType, id } = resource as { resourceType: string; id: string };
      const refs = new Set([...line.matchAll(/"reference":"([^"]+)"/g)].map((match) => match[1]!));
      const others = [...refs].filter((ref) => !ref.startsWith('Patient/'));
      const hash = createHash('sha256').update(text).digest();
      const personId = member === null ? 0 : personIds[member]!;
      await copy.row([
        BigInt(personId),
        `${resourceType}/${id}`,
        resourceType,
        now,
        0,
        others.join(' '),
        hash,
        text,
      ]);
    }
    return { records: await copy.end(), bytes };
  });
  for (const [n, personId] of personIds.entries()) {
    await insertConsent(db, {
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      personId,
      clientId: client.clientId,
      recipientNpi: client.npi,
      sourceNpi: '1888888888',
      policy: 'sensitive',
      periodStart: '2000-01-01',
      periodEnd: '2999-12-31',
      receivedAt: now,
      resource: '{}',
      hash: createHash('sha256').update(String(n)).digest(),
    });
  }
  await db.tx((tx) =>
    createGroup(
      tx,
      {
        id: groupId,
        clientId: client.clientId,
        code: 'match',
        requesterNpi: client.npi,
        createdAt: now,
        expiresAt: null,
      },
      null,
      personIds.map((personId, n) => ({
        personId,
        patientId: `member-${n}`,
        submittedId: `member-${n}`,
        submitted: '{}',
        coverage: null,
      })),
    ),
  );
  await db.run(raw('vacuum analyze'));
  return { members, ...written };
}

/** Lines of a job's files, the Provenances that say who sent them aside. */
export const exportedRecords = async (db: Db, jobId: string): Promise<number> =>
  (
    await db.one<{ lines: number }>(
      sql`select coalesce(sum(lines), 0)::bigint as lines from bulk_file where job_id = ${jobId} and type <> 'Provenance'`,
    )
  ).lines;
