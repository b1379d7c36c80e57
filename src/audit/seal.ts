import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import type { Db, Tx } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { canonicalJson } from './canonical.ts';
import { lockChain, selectHead, selectLinks } from './chain-store.ts';
import { sealBytes_max } from './limits.ts';
import { insertSeal, type Seal, selectLastSeal } from './seal-store.ts';

/** What we need of the object store. */
export interface SealObjects {
  writer(key: string): Promise<{ write(bytes: Buffer): Promise<void>; commit(): Promise<unknown> }>;
  read(key: string): Promise<Readable>;
  size(key: string): Promise<number | undefined>;
}

export interface SealDeps {
  db: Db;
  objects: SealObjects;
  clock: Clock;
}

/** The key of a seal: its number, so that the next one can be looked for without listing. */
export const sealKey = (number: number): string => `audit/seals/${String(number).padStart(8, '0')}.json`;

/**
 * Writes the head of the chain to the object store, unless it is sealed already. Each seal holds the digest of the one before. An object
 * is never written over: one that a killed process left is taken over if it says what the chain says.
 *
 * @returns the seal that covers the head; undefined while the chain is empty
 * @throws Problem `conflict` when an object of that number says something else
 */
export function sealHead({ db, objects, clock }: SealDeps): Promise<Seal | undefined> {
  return db.tx(async (tx) => {
    await lockChain(tx);
    const [head, last] = [await selectHead(tx), await selectLastSeal(tx)];
    if (head.seq === 0 || head.seq === last?.seq) return last;
    const number = (last?.number ?? 0) + 1;
    const found = await readSeal(objects, number);
    if (found) return adopt(tx, found, last);
    const unsealed = { number, seq: head.seq, hash: head.hash, entries: head.seq, at: clock.now() };
    const bytes = sealBytes(unsealed, last);
    const writer = await objects.writer(sealKey(number));
    await writer.write(bytes);
    await writer.commit();
    const seal = { ...unsealed, sha256: sha256(bytes) };
    await insertSeal(tx, seal);
    return seal;
  });
}

/** A seal whose process died between the object and the row. */
async function adopt(tx: Tx, found: Seal, last: Seal | undefined): Promise<Seal> {
  const [link] = await selectLinks(tx, [found.seq]);
  const fits = link?.hash.equals(found.hash) && found.seq > (last?.seq ?? 0);
  if (!fits || !sha256(sealBytes(found, last)).equals(found.sha256))
    throw new Problem('conflict', 'A seal in the object store does not fit the audit log.', {
      detail: `${sealKey(found.number)}; throughline audit verify says more`,
    });
  await insertSeal(tx, found);
  return found;
}

function sealBytes(seal: Omit<Seal, 'sha256'>, last: Seal | undefined): Buffer {
  return Buffer.from(
    canonicalJson({
      number: seal.number,
      seq: seal.seq,
      hash: seal.hash.toString('hex'),
      entries: seal.entries,
      at: seal.at.toISOString(),
      previous: last ? last.sha256.toString('hex') : null,
    }),
  );
}

/** The object of a seal as it is; undefined when there is none. What it cannot be has an empty hash. */
export async function readSeal(objects: SealObjects, number: number): Promise<Seal | undefined> {
  const bytes = await objects.size(sealKey(number));
  if (bytes === undefined) return undefined;
  if (bytes > sealBytes_max) return unreadable(number, Buffer.alloc(0));
  const content = await contentOf(await objects.read(sealKey(number)));
  try {
    const { seq, hash, entries, at } = JSON.parse(content.toString());
    const read = { number, seq, hash: Buffer.from(hash, 'hex'), entries, at: new Date(at) };
    return { ...read, sha256: sha256(content) };
  } catch {
    return unreadable(number, content);
  }
}

const unreadable = (number: number, content: Buffer): Seal => ({
  number,
  seq: 0,
  hash: Buffer.alloc(0),
  entries: 0,
  at: new Date(0),
  sha256: sha256(content),
});

async function contentOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
