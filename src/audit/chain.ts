import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import {
  copyWaiting,
  insertLinks,
  lockChain,
  type NewLink,
  selectHead,
  tryLockChain,
} from './chain-store.ts';
import { type EntryRow, hashEntry, int64At, microsecondsOf } from './entry-bytes.ts';
import { chainBatchEntries_max } from './limits.ts';

export interface ChainDeps {
  db: Db;
  clock: Clock;
}

/**
 * Chains the committed entries that wait, batch by batch, until none is left. One appender works at a time (a lock of the database),
 * and numbers are given here, to what is committed: so the chain has no gaps, whatever rolls back, and nothing that commits late can
 * come before what is chained. An appender that is killed leaves its batch waiting.
 *
 * @param options.wait wait for another appender; otherwise leave the work to it
 * @returns how many were chained
 */
export async function chainEntries(
  deps: ChainDeps,
  options: { wait?: boolean; signal?: AbortSignal } = {},
): Promise<number> {
  let all = 0;
  while (!options.signal?.aborted) {
    const chained = await chainBatch(deps, options.wait ?? false);
    all += chained;
    if (chained < chainBatchEntries_max) break;
  }
  return all;
}

function chainBatch({ db, clock }: ChainDeps, wait: boolean): Promise<number> {
  return db.tx(async (tx) => {
    if (wait) await lockChain(tx);
    else if (!(await tryLockChain(tx))) return 0;
    // Each statement sees what was committed before it: the lock comes first, so this is the last link of all.
    const head = await selectHead(tx);
    const at = clock.now();
    const at_us = microsecondsOf(at);
    const links: NewLink[] = [];
    let { seq } = head;
    let prev = head.hash.toString('hex');
    const row: EntryRow = { bytes: head.hash, starts: new Int32Array(), ends: new Int32Array(), first: 0 };
    await copyWaiting(tx, chainBatchEntries_max, (bytes, starts, ends) => {
      Object.assign(row, { bytes, starts, ends });
      seq++;
      const hash = hashEntry(row, { seq, at_us, prev });
      links.push({ seq, entryId: int64At(bytes, starts[0]!), prev, hash });
      prev = hash;
    });
    if (links.length > 0) await insertLinks(tx, links, at);
    return links.length;
  });
}
