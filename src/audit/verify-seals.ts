import type { Queries } from '../db/db.ts';
import { type Head, selectLinks } from './chain-store.ts';
import type { Finding } from './finding.ts';
import { clockStep_ms_max, sealAge_ms_max, sealPage_rows } from './limits.ts';
import { readSeal, type SealObjects, sealKey } from './seal.ts';
import { type Seal, selectOldestUnsealed, selectSeals } from './seal-store.ts';

interface SealDeps {
  db: Queries;
  objects: SealObjects;
}

/** Compares the seals after `after` with their objects and with the chain, page by page, up to the first that does not hold. */
export async function verifySeals(
  deps: SealDeps,
  check: { after: Seal | undefined; head: Head; now: Date },
): Promise<{ seals: number; last: Seal | undefined; finding?: Finding }> {
  let last = check.after;
  let seals = 0;
  for (;;) {
    const page = await selectSeals(deps.db, last?.number ?? 0, sealPage_rows);
    const links = await selectLinks(
      deps.db,
      page.map((seal) => seal.seq),
    );
    const linkOf = new Map(links.map((link) => [link.seq, link]));
    for (const seal of page) {
      const finding = await judge(deps.objects, seal, last, linkOf.get(seal.seq), check.head);
      if (finding) return { seals, last, finding };
      seals++;
      last = seal;
    }
    if (page.length < sealPage_rows) break;
  }
  const finding = (await beyond(deps, last, check.head)) ?? (await late(deps, last, check.now));
  return { seals, last, ...(finding && { finding }) };
}

async function judge(
  objects: SealObjects,
  seal: Seal,
  before: Seal | undefined,
  link: Head | undefined,
  head: Head,
): Promise<Finding | undefined> {
  const from = (before?.seq ?? 0) + 1;
  const key = sealKey(seal.number);
  if (seal.number !== (before?.number ?? 0) + 1)
    return { seq: from, what: 'seal-missing', text: `Seals after number ${before?.number ?? 0} are gone.` };
  const object = await readSeal(objects, seal.number);
  if (!object)
    return { seq: from, what: 'seal-missing', text: `The seal ${key} is not in the object store.` };
  if (!object.sha256.equals(seal.sha256) || !object.hash.equals(seal.hash) || object.seq !== seal.seq)
    return { seq: from, what: 'seal-differs', text: `The seal ${key} is not the one that was written.` };
  if (!link) return cutOff(seal, head, from);
  if (!link.hash.equals(seal.hash))
    return {
      seq: from,
      what: 'seal-differs',
      text: `Entries ${from} to ${seal.seq} are not those that were sealed.`,
    };
  if (before && seal.at.getTime() < before.at.getTime() - clockStep_ms_max)
    return {
      seq: seal.seq,
      what: 'clock-step',
      text: `The seal ${key} has an earlier time than the one before: a clock was put back.`,
    };
  return undefined;
}

/** An object that the database knows nothing of: a process died before its row, or the end of the log was taken away. */
async function beyond(
  { db, objects }: SealDeps,
  last: Seal | undefined,
  head: Head,
): Promise<Finding | undefined> {
  const object = await readSeal(objects, (last?.number ?? 0) + 1);
  if (!object) return undefined;
  const from = (last?.seq ?? 0) + 1;
  const [link] = await selectLinks(db, [object.seq]);
  if (!link) return cutOff(object, head, from);
  if (link.hash.equals(object.hash)) return undefined;
  return {
    seq: from,
    what: 'seal-differs',
    text: `Entries from ${from} on are not those of the seal ${sealKey(object.number)}.`,
  };
}

const cutOff = (seal: Seal, head: Head, from: number): Finding =>
  seal.seq > head.seq
    ? {
        seq: head.seq + 1,
        what: 'removed',
        text: `Entry ${head.seq + 1} is gone: ${seal.seq} were sealed, ${head.seq} are there.`,
      }
    : { seq: from, what: 'removed', text: `Entry ${seal.seq}, which was sealed, is gone.` };

async function late({ db }: SealDeps, last: Seal | undefined, now: Date): Promise<Finding | undefined> {
  const sealed = last?.seq ?? 0;
  const oldest = await selectOldestUnsealed(db, sealed);
  if (!oldest || now.getTime() - oldest.getTime() <= sealAge_ms_max) return undefined;
  return {
    seq: sealed + 1,
    what: 'seal-late',
    text: `Nothing from ${sealed + 1} on is sealed, since ${oldest.toISOString()}: does a worker run?`,
  };
}
