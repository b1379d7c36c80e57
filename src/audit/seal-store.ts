import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** A head of the chain that was sealed. */
export interface Seal {
  /** From 1, without gaps. */
  number: number;
  seq: number;
  hash: Buffer;
  /** Entries up to here. */
  entries: number;
  at: Date;
  /** Of the object's bytes. */
  sha256: Buffer;
}

export const insertSeal = (q: Queries, seal: Seal) =>
  q.run(sql`insert into audit_seal (number, seq, hash, entries, at, sha256)
    values (${seal.number}, ${seal.seq}, ${seal.hash}, ${seal.entries}, ${seal.at}, ${seal.sha256})`);

export const selectLastSeal = (q: Queries): Promise<Seal | undefined> =>
  q.maybe<Seal>(
    sql`select number, seq, hash, entries, at, sha256 from audit_seal order by number desc limit 1`,
  );

/** Seals after a number, oldest first. */
export const selectSeals = (q: Queries, after: number, limit: number): Promise<Seal[]> =>
  q.query<Seal>(sql`select number, seq, hash, entries, at, sha256 from audit_seal
    where number > ${after} order by number limit ${limit}`);

/** The last seal at or before an entry. */
export const selectSealBefore = (q: Queries, seq: number): Promise<Seal | undefined> =>
  q.maybe<Seal>(sql`select number, seq, hash, entries, at, sha256 from audit_seal
    where seq <= ${seq} order by number desc limit 1`);

/** When the oldest entry was chained that no seal covers. */
export async function selectOldestUnsealed(q: Queries, sealedSeq: number): Promise<Date | undefined> {
  return (
    await q.maybe<{ at: Date }>(sql`select at from audit_link where seq > ${sealedSeq} order by seq limit 1`)
  )?.at;
}
