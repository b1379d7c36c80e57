/** Every day's decisions as NDJSON, for the plan's own store (4.2): from where the day before ended, to what is there now. */
import type { Readable } from 'node:stream';
import { decisionsAfter, type FeedRow } from '../election/store.ts';
import { patientsOfPersons } from '../person/store.ts';
import { Problem } from '../problem/problem.ts';
import type { IntakeDeps } from './deps.ts';
import { insertDelta, lastDeltaSeq, selectDelta } from './store.ts';

export const deltaTask = 'intake.delta';
const page = 1000;

/** Task `intake.delta`: made once a day; a second run of the day finds it there. */
export async function makeDelta(deps: IntakeDeps): Promise<{ again: Date }> {
  const now = deps.clock.now();
  const day = now.toISOString().slice(0, 10);
  const tomorrow = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  if (await selectDelta(deps.db, day)) return { again: tomorrow };
  const fromSeq = await lastDeltaSeq(deps.db);
  const objectKey = `deltas/${day}`;
  const writer = await deps.blobs.writer(objectKey);
  let toSeq = fromSeq;
  let rows = 0;
  for (;;) {
    const found = await decisionsAfter(deps.db, toSeq, page);
    if (found.length > 0) await writer.write(Buffer.from(await linesOf(deps, found)));
    rows += found.length;
    toSeq = found.at(-1)?.seq ?? toSeq;
    if (found.length < page) break;
  }
  await writer.commit();
  await deps.db.tx((tx) => insertDelta(tx, { day, fromSeq, toSeq, rows, objectKey }, now));
  return { again: tomorrow };
}

async function linesOf(deps: IntakeDeps, rows: readonly FeedRow[]): Promise<string> {
  const patients = await patientsOfPersons(deps.db, [...new Set(rows.map(({ personId }) => personId))]);
  // Ids that a cohort brought are nobody's member id.
  const memberOf = (personId: number) =>
    [...(patients.get(personId) ?? [])].filter((id) => !id.startsWith('cohort-')).sort()[0] ?? null;
  return rows
    .map(
      (row) =>
        `${JSON.stringify({
          decisionId: row.id,
          recordId: row.recordId,
          memberId: memberOf(row.personId),
          kind: row.kind,
          scope: row.scope,
          optedIn: row.kind === 'opt-in' || row.kind === 'change',
          decidedAt: row.decidedAt.toISOString(),
          effectiveEnd: row.effectiveEnd,
          channel: row.channel,
          method: row.method,
          textId: row.textId,
          textVersion: row.textVersion,
          locale: row.locale,
          textSha256: row.textSha256?.toString('hex') ?? null,
          retracted: row.retractedAt !== null,
          plans: row.plans,
        })}\n`,
    )
    .join('');
}

export async function openDelta(deps: Pick<IntakeDeps, 'db' | 'blobs'>, day: string): Promise<Readable> {
  const delta = /^\d{4}-\d{2}-\d{2}$/.test(day) ? await selectDelta(deps.db, day) : undefined;
  if (!delta) throw new Problem('not-found', 'There is no delta of that day.');
  return deps.blobs.read(delta.objectKey);
}
