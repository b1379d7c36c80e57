import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { copyChain, noHash, selectHead, selectLoose, selectWaiting } from './chain-store.ts';
import { byPlace, type Finding } from './finding.ts';
import { follower } from './follow.ts';
import { unchainedAge_ms_max, verifyPage_entries } from './limits.ts';
import type { SealObjects } from './seal.ts';
import { selectSealBefore } from './seal-store.ts';
import { verifySeals } from './verify-seals.ts';

export interface VerifyDeps {
  db: Db;
  objects: SealObjects;
  clock: Clock;
}

export interface Verified {
  ok: boolean;
  /** The first entry that was read; 1 without `since`. */
  from: number;
  /** The last one that holds. */
  to: number;
  /** Entries that hold, of those that were read. */
  entries: number;
  head: { seq: number; hash: string; at: string | null };
  seals: { verified: number; last: { number: number; seq: number; at: string } | null };
  /** Written and not chained yet: a worker does it within seconds. */
  unchained: { entries: number; oldestAt: string | null; ageSeconds: number | null };
  /** The first thing that is wrong, by its place in the chain. */
  broken: Finding | null;
  findings: Finding[];
}

/**
 * Reads the audit log and says whether it is what was written: each entry's hash, the order, the seals in the object store, and that
 * nothing stands beside the chain. In pages: memory does not grow with the log.
 *
 * @param options.since trust the log up to the last seal at or before this entry, once that seal holds; the rest is read
 * @throws Problem `not-found` when there is no such seal
 */
export async function verifyChain(
  { db, objects, clock }: VerifyDeps,
  options: { since?: number; progress?: (seq: number, of: number) => void } = {},
): Promise<Verified> {
  const head = await selectHead(db);
  const start = options.since === undefined ? undefined : await selectSealBefore(db, options.since);
  if (options.since !== undefined && !start)
    throw new Problem('not-found', `No seal covers entry ${options.since} or one before it.`);
  const now = clock.now();
  const findings: Finding[] = [];
  // The seal that is trusted is itself looked at: the page begins with it.
  const trusted = start && (await selectSealBefore(db, start.seq - 1));
  const seals = await verifySeals({ db, objects }, { after: trusted, head, now });
  if (seals.finding) findings.push(seals.finding);

  const chain = follower(start ?? { seq: 0, hash: noHash });
  for (let after = chain.seq; after < head.seq && !chain.broken; after += verifyPage_entries) {
    await copyChain(db, after, Math.min(after + verifyPage_entries, head.seq), chain.row);
    options.progress?.(chain.seq, head.seq);
  }
  const broken = chain.end(head.seq);
  if (broken) findings.push(broken);
  const { unchained, late } = await waiting(db, now);
  if (late) findings.push(late);
  if (!start && !broken) findings.push(...(await beside(db)));

  findings.sort(byPlace);
  const from = (start?.seq ?? 0) + 1;
  return {
    ok: findings.length === 0,
    from,
    to: chain.seq,
    entries: chain.seq + 1 - from,
    head: {
      seq: head.seq,
      hash: head.hash.toString('hex'),
      at: head.seq === 0 ? null : head.at.toISOString(),
    },
    seals: {
      verified: seals.seals,
      last: seals.last
        ? { number: seals.last.number, seq: seals.last.seq, at: seals.last.at.toISOString() }
        : null,
    },
    unchained,
    broken: findings[0] ?? null,
    findings,
  };
}

async function waiting(db: Db, now: Date): Promise<{ unchained: Verified['unchained']; late?: Finding }> {
  const { entries, oldestAt } = await selectWaiting(db);
  const age_ms = oldestAt ? now.getTime() - oldestAt.getTime() : null;
  const unchained = {
    entries,
    oldestAt: oldestAt?.toISOString() ?? null,
    ageSeconds: age_ms === null ? null : Math.max(0, Math.round(age_ms / 1000)),
  };
  if (age_ms === null || age_ms <= unchainedAge_ms_max) return { unchained };
  const text = `${entries} entries are not chained, the oldest since ${oldestAt!.toISOString()}: does a worker run?`;
  return { unchained, late: { seq: null, what: 'not-chained', text } };
}

/** What stands beside the chain. Skipped with `since`: it counts the whole log. */
async function beside(db: Db): Promise<Finding[]> {
  const { entries, firstId } = await selectLoose(db);
  if (entries === 0) return [];
  if (entries < 0) return [{ seq: null, what: 'removed', text: `${-entries} entries are gone.` }];
  return [
    {
      seq: null,
      what: 'inserted',
      text: `${entries} entries were put in past the chain; the first has the id ${firstId}.`,
    },
  ];
}
