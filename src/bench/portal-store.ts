import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Makes the members of a filled store members of ours, who named a plan that sent what is there. */
export async function nameMembers(db: Db, partnerId: number, now: Date): Promise<number[]> {
  await db.run(
    sql`update resource set origin = ${partnerId}, origin_ref = ref where person_id > 0 and type <> 'Patient'`,
  );
  await db.run(sql`
    insert into decision (id, number, person_id, kind, scope, signer, decided_at, received_at, channel, method, state)
    select gen_random_uuid(), 'BENCH-' || id, id, 'opt-in', 'all', 'self', ${now}, ${now}, 'portal', 'typed-name', 'effective'
    from person`);
  await db.run(sql`
    insert into transfer (id, partner_id, wire, state, entered_at, created_at, updated_at)
    values ('00000000-0000-4000-8000-000000000001', ${partnerId}, 'bulk', 'stored', ${now}, ${now}, ${now})`);
  await db.run(sql`
    insert into exchange (id, transfer_id, partner_id, person_id, submitted_id, wire_id, parameters, state, outcome, created_at, updated_at)
    select gen_random_uuid(), '00000000-0000-4000-8000-000000000001', ${partnerId}, id, 'm' || id, 'm' || id, '{}', 'stored', 'match',
      ${now}, ${now} from person`);
  await db.run(sql`
    insert into exchange_event (exchange_id, at, state)
    select e.id, ${now}, s from exchange e cross join unnest(array['opted-in','matching','matched','exporting','downloading','stored']) s`);
  await db.run(sql`
    insert into received_file (transfer_id, seq, kind, type, url, state)
    values ('00000000-0000-4000-8000-000000000001', 1, 'output', 'Observation', '', 'ingested')`);
  await db.run(sql`
    insert into ingest_ledger (transfer_id, file_seq, person_id, type, received, stored, duplicate, quarantined)
    select '00000000-0000-4000-8000-000000000001', 1, person_id, type, count(*), count(*), 0, 0 from resource
    where person_id > 0 and origin > 0 group by person_id, type`);
  await db.run(sql`
    insert into election (id, person_id, partner_id, payer_npi, name, kind, status, scope, decision_id, decided_at, ends_on,
      exchange_id, asked_at, created_at)
    select gen_random_uuid(), d.person_id, ${partnerId}, '1999999984', 'Prior Health', 'prior', 'given', 'all', d.id, ${now},
      ${now}::date + 90, e.id, ${now}, ${now}
    from decision d join exchange e on e.person_id = d.person_id`);
  await db.run(sql`analyze`);
  const rows = await db.query<{ id: number }>(sql`select id from person order by id`);
  return rows.map(({ id }) => id);
}
