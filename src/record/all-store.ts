import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Rows that are read at a time. */
const page_max = 2_000;

/** Every record that is held, whoever it came from, in the order of its reference. For a small store: a check, a demo. */
export async function* allRecords(
  q: Queries,
  { receivedOnly = false }: { receivedOnly?: boolean } = {},
): AsyncGenerator<{ type: string; text: string }> {
  let after = { ref: '', personId: -1 };
  for (;;) {
    const rows = await q.query<{ ref: string; person_id: number; type: string; text: string }>(sql`
      select ref, person_id, type, text from resource
      where (ref, person_id) > (${after.ref}, ${after.personId}::bigint)
        and (not ${receivedOnly}::boolean or origin > 0 or person_id = 0 or type = 'Provenance')
      order by ref, person_id limit ${page_max}`);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page_max) return;
    after = { ref: last.ref, personId: last.person_id };
  }
}
