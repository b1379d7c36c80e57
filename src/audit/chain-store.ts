import { copyIn } from '../db/copy-in.ts';
import { copyOut, type OnRow } from '../db/copy-out.ts';
import type { Db, Queries, Tx } from '../db/db.ts';
import { inlined, raw, sql } from '../db/sql.ts';
import { entryColumns, entryColumns_count } from './entry-bytes.ts';

/** Any number; the same in every version of the program. */
const appenderLock = 7_264_011;

export interface Head {
  seq: number;
  hash: Buffer;
  at: Date;
}

export const noHash = Buffer.alloc(32);

/** Waits until no other appender is at work, and holds it off until the transaction ends. */
export const lockChain = (tx: Tx) => tx.run(sql`select pg_advisory_xact_lock(${appenderLock})`);

/** False when another appender is at work. */
export const tryLockChain = async (tx: Tx): Promise<boolean> =>
  (await tx.one<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${appenderLock}) as held`)).held;

/** The last link; before the first, seq 0. */
export async function selectHead(q: Queries): Promise<Head> {
  const row = await q.maybe<Head>(sql`select seq, hash, at from audit_link order by seq desc limit 1`);
  return row ?? { seq: 0, hash: noHash, at: new Date(0) };
}

export const selectLinks = (q: Queries, seqs: readonly number[]): Promise<Head[]> =>
  q.query<Head>(
    sql`select seq, hash, at from audit_link where seq = any(${[...seqs]}::bigint[]) order by seq`,
  );

/** Committed entries that wait, by their ids. @returns how many there were */
export const copyWaiting = (tx: Tx, limit: number, onRow: OnRow): Promise<number> =>
  copyOut(
    tx.client,
    `copy (select ${entryColumns} from audit_unchained u join audit_entry e on e.id = u.entry_id order by u.entry_id
      limit ${limit}) to stdout (format binary)`,
    onRow,
    { columns: entryColumns_count },
  );

export interface NewLink {
  seq: number;
  entryId: number;
  /** In hex. */
  prev: string;
  hash: string;
}

/** Links entries, and takes them from those that wait. */
export async function insertLinks(tx: Tx, links: readonly NewLink[], at: Date): Promise<void> {
  const writer = copyIn(
    tx.client,
    'copy audit_link (seq, entry_id, at, prev, hash) from stdin (format binary)',
    tx.over,
  );
  for (const link of links) {
    const wait = writer.row([
      BigInt(link.seq),
      BigInt(link.entryId),
      at,
      Buffer.from(link.prev, 'hex'),
      Buffer.from(link.hash, 'hex'),
    ]);
    if (wait) await wait;
  }
  await writer.end();
  await tx.run(
    sql`delete from audit_unchained where entry_id = any(${links.map((link) => link.entryId)}::bigint[])`,
  );
}

export interface Waiting {
  entries: number;
  oldestAt: Date | null;
}

export const selectWaiting = (q: Queries): Promise<Waiting> =>
  q.one<Waiting>(sql`
    select count(*)::bigint as entries, min(e.at) as "oldestAt"
    from audit_unchained u join audit_entry e on e.id = u.entry_id`);

/** Entries that are neither chained nor wait: nobody but a hand in the database puts them there. In one snapshot. */
export async function selectLoose(q: Queries): Promise<{ entries: number; firstId: number | null }> {
  const counts = await q.one<{ entries: number; links: number; waiting: number }>(sql`
    select (select count(*) from audit_entry) as entries, (select count(*) from audit_link) as links,
      (select count(*) from audit_unchained) as waiting`);
  const entries = counts.entries - counts.links - counts.waiting;
  if (entries <= 0) return { entries, firstId: null };
  const first = await q.maybe<{ id: number }>(sql`
    select e.id from audit_entry e where not exists (select from audit_link l where l.entry_id = e.id)
      and not exists (select from audit_unchained u where u.entry_id = e.id) order by e.id limit 1`);
  return { entries, firstId: first?.id ?? null };
}

/** Columns of a link before those of its entry: seq, at, prev, hash, entry_id. */
export const linkColumns_count = 5;

/**
 * Links `after < seq <= to` in their order, each with its entry (whose columns are NULL when it is gone). The plan is fixed: both
 * tables by their keys, without sorting, so that memory stays flat however long the chain is.
 */
export function copyChain(db: Db, after: number, to: number, onRow: OnRow): Promise<number> {
  return db.tx(
    async (tx) => {
      await tx.run(raw('set local enable_hashjoin = off'));
      await tx.run(raw('set local enable_mergejoin = off'));
      await tx.run(raw('set local enable_seqscan = off'));
      await tx.run(raw('set local enable_bitmapscan = off'));
      await tx.run(raw('set local jit = off'));
      return copyOut(
        tx.client,
        inlined(sql`copy (select l.seq, l.at, l.prev, l.hash, l.entry_id, ${raw(entryColumns)}
          from audit_link l left join audit_entry e on e.id = l.entry_id
          where l.seq > ${after} and l.seq <= ${to} order by l.seq) to stdout (format binary)`),
        onRow,
        { columns: linkColumns_count + entryColumns_count },
      );
    },
    { readOnly: true },
  );
}
