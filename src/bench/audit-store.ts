import { chainEntries } from '../audit/chain.ts';
import { copyChain, linkColumns_count } from '../audit/chain-store.ts';
import { entryBytes, int64At } from '../audit/entry-bytes.ts';
import type { Clock } from '../clock/clock.ts';
import { copyIn } from '../db/copy-in.ts';
import { copyOut } from '../db/copy-out.ts';
import type { Db } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';

/** Rows that one transaction fills in, and pages of the copy for the limit. */
const page_rows = 200_000;

/** The table of the limits: rows of the same columns without triggers and keys, and the hashed bytes of each entry. */
export const makeLimitTables = async (db: Db): Promise<void> => {
  await db.run(raw('create table bench_entry (like audit_entry)'));
  await db.run(raw('create table bench_bytes (bytes bytea)'));
};

/** One plain insert of the values that the writers write. */
export const plainInsert = (db: Db, at: Date, n: number) =>
  db.tx((tx) =>
    tx.run(sql`insert into bench_entry (id, at, actor, action, person_id, subject, detail, before_chain)
      values (${n}, ${at}, 'client:bench', 'file.get', ${n % 1000}, ${`5f0c2a4e-0000-4000-8000-${n}`},
        ${JSON.stringify({ start: n, end: n + 1023 })}::jsonb, false)`),
  );

/** Fills the log up to `entries` as writers do, but many at a time, and chains all. @returns seconds that chaining took */
export async function fillLog(
  db: Db,
  clock: Clock,
  entries: number,
  progress: (text: string) => void,
): Promise<number> {
  let { there } = await db.one<{ there: number }>(sql`select count(*)::bigint as there from audit_entry`);
  let seconds = 0;
  while (there < entries) {
    const count = Math.min(page_rows, entries - there);
    await db.run(sql`insert into audit_entry (at, actor, action, person_id, subject, detail, decision, partner)
      select ${clock.now()}, 'client:5f0c2a4e-77aa-4d0e-9a41-' || (n % 50), (array['file.get', 'member-match', 'export.start'])[n % 3 + 1],
        n % 100000, '5f0c2a4e-77aa-4d0e-9a41-' || lpad(n::text, 12, '0'),
        jsonb_build_object('decisionId', '0b1c2d3e-77aa-4d0e-9a41-' || lpad(n::text, 12, '0'), 'outcome', 'match', 'round', n % 7),
        'permit', '1234567028'
      from generate_series(${there + 1}::bigint, ${there + count}::bigint) n`);
    there += count;
    const start = performance.now();
    await chainEntries({ db, clock });
    seconds += (performance.now() - start) / 1000;
    if (there % (page_rows * 5) === 0) progress(`${there} entries chained`);
  }
  await chainEntries({ db, clock });
  await db.run(raw('vacuum analyze audit_entry, audit_link, audit_unchained'));
  return seconds;
}

/** Copies the bytes that verify hashes into a table of their own. @returns how many bytes */
export async function fillLimit(db: Db, entries: number): Promise<number> {
  let total = 0;
  for (let after = 0; after < entries; after += page_rows) {
    const rows: Buffer[] = [];
    await copyChain(db, after, Math.min(after + page_rows, entries), (bytes, starts, ends) => {
      const place = {
        seq: int64At(bytes, starts[0]!),
        at_us: int64At(bytes, starts[1]!),
        prev: bytes.toString('hex', starts[2]!, ends[2]!),
      };
      rows.push(Buffer.from(entryBytes({ bytes, starts, ends, first: linkColumns_count }, place)));
    });
    await db.tx(async (tx) => {
      const writer = copyIn(tx.client, 'copy bench_bytes (bytes) from stdin (format binary)', tx.over);
      for (const bytes of rows) {
        total += bytes.length;
        const wait = writer.row([bytes]);
        if (wait) await wait;
      }
      await writer.end();
    });
  }
  await db.run(raw('vacuum analyze bench_bytes'));
  return total;
}

/** The raw limit of verify: the same bytes, read in the order of the table. */
export const readLimit = (db: Db, onBytes: (bytes: Buffer) => void): Promise<number> =>
  db.tx(
    (tx) =>
      copyOut(
        tx.client,
        'copy bench_bytes (bytes) to stdout (format binary)',
        (bytes, starts, ends) => onBytes(bytes.subarray(starts[0]!, ends[0]!)),
        { columns: 1 },
      ),
    { readOnly: true },
  );
