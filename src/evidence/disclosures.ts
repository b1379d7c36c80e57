import { readEntries, readEntriesOf } from '../audit/store.ts';
import type { Queries } from '../db/db.ts';
import { releasesOf } from './store.ts';

/** 45 CFR 164.528(a): the six years before the request. */
export const accountingYears_max = 6;

export const hipaaBases = ['unspecified', 'required-by-law', 'operations', 'authorization'] as const;
/** On which basis of HIPAA this payer takes its payer-to-payer releases to rest. A question for counsel, hence a setting. */
export type HipaaBasis = (typeof hipaaBases)[number];

/** What makes the line due. */
export type RequiredBy = '164.528' | 'offered';

/** 45 CFR 164.528(a)(1) exempts operations and authorized disclosures. Until counsel has said which it is, the line is due. */
export const requiredBy = (basis: HipaaBasis): RequiredBy =>
  basis === 'operations' || basis === 'authorization' ? 'offered' : '164.528';

/** One line of the accounting. */
export interface Disclosure {
  /** When the member's files were first fetched; when they were published, if nobody has fetched them. ISO instant. */
  date: string;
  fetched: boolean;
  recipient: { clientId: string; name: string; npi: string };
  /** Records by type. */
  counts: Record<string, number>;
  purpose: string;
  consent: { id: string; version: string; policy: string } | null;
  basis: HipaaBasis;
  requiredBy: RequiredBy;
  jobId: string;
}

const purpose = 'payer-to-payer exchange at the member’s request, 42 CFR 422.121(b)';

/**
 * Every payer-to-payer release of a person (45 CFR 164.528), oldest first: exports that were published, with what left of this person.
 * `from` and `to` are days (`YYYY-MM-DD`, UTC), both included.
 */
export async function disclosuresOf(
  q: Queries,
  asked: { personId: number; from: string; to: string; basis: HipaaBasis },
): Promise<Disclosure[]> {
  const disclosures: Disclosure[] = [];
  for (const release of await releasesOf(q, asked.personId)) {
    const published = (await readEntries(q, { subject: release.jobId })).find(
      (entry) => entry.action === 'export.complete',
    );
    if (!published) continue; // it ended before anything could be fetched
    const fetched = (await readEntriesOf(q, `${release.jobId}/`)).find(
      (entry) => entry.action === 'file.get' && isOfPart(entry.subject, release.parts),
    );
    const date = (fetched ?? published).at.toISOString();
    if (date.slice(0, 10) < asked.from || date.slice(0, 10) > asked.to) continue;
    disclosures.push({
      date,
      fetched: fetched !== undefined,
      recipient: { clientId: release.clientId, name: release.clientName, npi: release.recipientNpi },
      counts: release.counts,
      purpose,
      consent:
        release.consentId === null
          ? null
          : {
              id: release.consentId,
              version: release.consentHash!.toString('hex'),
              policy: release.consentPolicy!,
            },
      basis: asked.basis,
      requiredBy: requiredBy(asked.basis),
      jobId: release.jobId,
    });
  }
  return disclosures.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Whether the file that an entry names may hold lines of these parts: `<job>/<label>-<part>-<number>.ndjson`, `-r1` behind it when cut again; a name that says no part may hold anybody. */
export function isOfPart(subject: string, parts: readonly number[]): boolean {
  const part = /-(\d+)-\d+(?:-r\d+)?\.ndjson$/.exec(subject)?.[1];
  return part === undefined || parts.includes(Number(part));
}

/** A series of disclosures to one recipient within a month (45 CFR 164.528(b)(3)). */
export interface DisclosureSeries extends Omit<Disclosure, 'date' | 'jobId' | 'fetched'> {
  /** `YYYY-MM`. */
  month: string;
  times: number;
  first: string;
  last: string;
}

export function byMonth(disclosures: readonly Disclosure[]): DisclosureSeries[] {
  const series = new Map<string, DisclosureSeries>();
  for (const { date, jobId, fetched, ...line } of disclosures) {
    const month = date.slice(0, 7);
    const key = [month, line.recipient.clientId, line.consent?.id].join(' ');
    const known = series.get(key);
    if (!known) {
      series.set(key, {
        ...line,
        counts: { ...line.counts },
        month,
        times: 1,
        first: date,
        last: date,
      });
      continue;
    }
    known.times++;
    known.last = date;
    for (const [type, count] of Object.entries(line.counts))
      known.counts[type] = (known.counts[type] ?? 0) + count;
  }
  return [...series.values()];
}
