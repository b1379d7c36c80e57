import { readEntriesOf } from '../audit/store.ts';
import type { Random } from '../clock/random.ts';
import { consentById, endConsent } from '../consent/consents.ts';
import { type Incident, insertIncident, selectIncidents } from '../consent/incident-store.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isOfPart } from './disclosures.ts';
import { answersUnder, releasesUnder, rows_max } from './store.ts';

/**
 * A consent turns out to be wrong: of another person, or another text. It ends now, and each release under it becomes an incident
 * (consent-and-sensitive-data 4.1), for the privacy officer to judge as a breach (45 CFR 164.402).
 *
 * @returns the incidents
 * @throws Problem `not-found`
 */
export async function markInError(
  tx: Tx,
  deps: { random: Random },
  change: { id: string; why: string; actor: string; at: Date },
): Promise<Incident[]> {
  const { personId, clientId, hash } = await consentById(tx, change.id);
  // Before the end: what is cut out of files afterwards is no longer counted as released.
  const releases = await releasesUnder(tx, change.id);
  const answers = await answersUnder(tx, personId, Buffer.from(hash, 'hex'));
  await endConsent(tx, { ...change, to: 'in-error' });
  const common = {
    personId,
    clientId,
    kind: 'consent-in-error',
    consentId: change.id,
    openedAt: change.at,
  } as const;
  for (const { jobId, part, records } of releases) {
    const fetched = (await readEntriesOf(tx, `${jobId}/`)).some(
      (entry) => entry.action === 'file.get' && isOfPart(entry.subject, [part]),
    );
    await insertIncident(tx, { ...common, id: deps.random.uuid(), jobId, part, records, fetched });
  }
  if (answers > 0)
    await insertIncident(tx, {
      ...common,
      id: deps.random.uuid(),
      jobId: null,
      part: null,
      records: answers,
      fetched: true,
    });
  return (await selectIncidents(tx, personId, rows_max)).filter(({ consentId }) => consentId === change.id);
}

/** Open ones first; of one person where it is named. */
export const listIncidents = (q: Queries, personId: number | null): Promise<Incident[]> =>
  selectIncidents(q, personId, rows_max);
