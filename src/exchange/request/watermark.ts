import type { Watermark } from './store.ts';
import type { Exchange, Transfer } from './transfer.ts';

/**
 * The `_since` of an export: the oldest watermark of its members. None when a member has none, or had another record at
 * the partner then: its history begins anew, and with it everybody's, for one export has one `_since`.
 */
export function sinceFor(
  live: readonly Pick<Exchange, 'personId' | 'partnerPatientId'>[],
  marks: readonly Watermark[],
): Date | undefined {
  const known = new Map(marks.map((m) => [`${m.personId} ${m.partnerPatientId}`, m.since]));
  let oldest: Date | undefined;
  for (const { personId, partnerPatientId } of live) {
    const since = known.get(`${personId} ${partnerPatientId}`);
    if (!since) return undefined;
    if (!oldest || since < oldest) oldest = since;
  }
  return oldest;
}

/**
 * How far a stored transfer reaches: `min(transactionTime, kick-off) - overlap`. A transactionTime may be that of the
 * job's end, after records changed that it did not see; it may lie in our future too, where the kick-off never lies.
 */
export function watermarkOf(
  { transactionTime, exportKickedAt }: Pick<Transfer, 'transactionTime' | 'exportKickedAt'>,
  overlap_s: number,
): Date | undefined {
  const times = [transactionTime, exportKickedAt].flatMap((t) => (t ? [t.getTime()] : []));
  return times.length === 0 ? undefined : new Date(Math.min(...times) - overlap_s * 1000);
}
