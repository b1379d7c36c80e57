import { createHash, randomUUID } from 'node:crypto';
import { createGroup } from '../../src/attribution/groups.ts';
import { insertConsent } from '../../src/consent/store.ts';
import type { Db } from '../../src/db/db.ts';
import { sql } from '../../src/db/sql.ts';

/** The client that the data of these functions is shared with. */
export const partner = { clientId: 'new-payer', npi: '1922222222', name: 'New Payer' } as const;
export const otherPartner = { clientId: 'other-payer', npi: '1933333333', name: 'Other Payer' } as const;

/** A person, by its own id. */
export async function insertPerson(db: Db): Promise<number> {
  const { id } = await db.one<{ id: number }>(
    sql`insert into person (umb, created_at) values (${`UMB-${randomUUID()}`}, now()) returning id`,
  );
  return id;
}

export interface TestRecord {
  personId: number;
  ref: string;
  lastUpdated?: string;
  serviceStart?: string;
  serviceEnd?: string;
  reach?: string;
  paChanged?: string;
  paUntil?: string;
  paDocument?: boolean;
  withheld?: string;
  /** Sensitivity labels; none when absent. */
  labels?: number;
  refs?: string[];
  text?: string;
}

/** Rows of `resource` as load writes them; `text` is a line of JSON that names its type and id. */
export async function insertRecords(db: Db, records: readonly TestRecord[]): Promise<void> {
  for (const r of records) {
    const [type = '', id] = r.ref.split('/');
    const text = r.text ?? JSON.stringify({ resourceType: type, id });
    await db.run(sql`insert into resource (person_id, ref, type, last_updated, service_start, service_end, reach, pa_changed,
        pa_until, pa_document, withheld, labels, rule_set, refs, hash, text)
      values (${r.personId}, ${r.ref}, ${type}, ${r.lastUpdated ?? '2026-01-01T00:00:00Z'}, ${r.serviceStart ?? null},
        ${r.serviceEnd ?? r.serviceStart ?? null}, ${r.reach ?? r.serviceEnd ?? r.serviceStart ?? null}, ${r.paChanged ?? null},
        ${r.paUntil ?? null}, ${r.paDocument ?? false}, ${r.withheld ?? null}, ${r.labels ?? 0},
        coalesce((select max(generation) from label_rule_set), 0), ${(r.refs ?? []).join(' ')},
        ${createHash('sha256').update(text).digest()}, ${text})`);
  }
}

/** A consent of the person that lets its data go to the client. */
export async function insertPermission(
  db: Db,
  personId: number,
  to: { clientId: string; npi: string } = partner,
  period: { start: string; end: string } = { start: '2025-01-01', end: '2030-12-31' },
): Promise<void> {
  const id = randomUUID();
  await insertConsent(db, {
    id,
    personId,
    clientId: to.clientId,
    recipientNpi: to.npi,
    sourceNpi: '1911111111',
    policy: 'sensitive',
    periodStart: period.start,
    periodEnd: period.end,
    receivedAt: new Date('2026-01-01T00:00:00Z'),
    resource: '{"resourceType":"Consent"}',
    hash: createHash('sha256').update(id).digest(),
  });
}

/** A matched Group of the client with these persons. */
export async function insertGroup(
  db: Db,
  id: string,
  members: readonly { personId: number; patientId: string }[],
  clientId: string = partner.clientId,
): Promise<void> {
  await db.tx((tx) =>
    createGroup(
      tx,
      {
        id,
        clientId,
        code: 'match',
        requesterNpi: partner.npi,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        expiresAt: null,
      },
      null,
      members.map((member) => ({ ...member, submittedId: 'm', submitted: '{}', coverage: null })),
    ),
  );
}
