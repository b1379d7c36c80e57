import type { Clock } from '../clock/clock.ts';
import type { Tx } from '../db/db.ts';
import { scanResource } from '../fhir/scan.ts';
import { held, rewriteRecords } from '../record/referring.ts';
import { stampWrite } from '../record/write-stamp.ts';
import { absoluteUrl, asciiJson, spliced } from './rewrite-references.ts';
import { takeAwaited } from './store.ts';

/** References that are looked up at a time. */
const page = 10_000;

export interface Settle {
  transferId: string;
  partnerId: number;
  fhirBase: string;
  /** Persons of the transfer. */
  personIds: readonly number[];
}

/**
 * After the last file of a transfer: a reference to what never came, or was deleted, becomes the URL of it at the partner,
 * so that every relative reference in our store resolves. A record that comes in a later transfer is not pointed to again until the
 * one that refers to it comes anew.
 *
 * @returns how many references were changed
 */
export async function settleReferences(tx: Tx, clock: Clock, settle: Settle): Promise<number> {
  const missing = await takeMissing(tx, settle.transferId);
  if (missing.size === 0) return 0;

  let count = 0;
  // `refs` of a record leaves Patients out, so a missing Patient takes a look at every record.
  const patientMissing = [...missing.keys()].some((ref) => ref.startsWith('Patient/'));
  const lastUpdated = await stampWrite(tx, clock);
  // Our own receipts (origin 0) refer to what came from the partner, too.
  for (const origin of [settle.partnerId, 0])
    await rewriteRecords(
      tx,
      {
        origin,
        personIds: [0, ...settle.personIds],
        targets: patientMissing ? null : [...missing.keys()],
        lastUpdated,
      },
      (record) => {
        const line = Buffer.from(record.text);
        const changes = (scanResource(line).resource?.references ?? []).flatMap(({ start, end, text }) => {
          const [ref, ...fragment] = text.split('#');
          const originRef = missing.get(ref!);
          if (!originRef) return [];
          const url = [absoluteUrl(settle.fhirBase, originRef), ...fragment].join('#');
          return [{ start, end, text: asciiJson(url) }];
        });
        if (changes.length === 0) return undefined;
        count += changes.length;
        return {
          ...record,
          text: spliced(line, changes).toString('utf8'),
          refs: record.refs.filter((ref) => !missing.has(ref)),
        };
      },
    );
  return count;
}

async function takeMissing(tx: Tx, transferId: string): Promise<Map<string, string>> {
  const missing = new Map<string, string>();
  for (;;) {
    const awaited = await takeAwaited(tx, transferId, page);
    if (awaited.size === 0) return missing;
    const here = await held(tx, [...awaited.keys()]);
    for (const [ref, originRef] of awaited) if (!here.has(ref)) missing.set(ref, originRef);
  }
}
