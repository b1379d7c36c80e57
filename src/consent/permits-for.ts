import type { Queries } from '../db/db.ts';
import { consentPolicy } from '../fhir/systems.ts';
import type { Zones } from './days.ts';
import { decideConsent } from './decide.ts';
import type { ConsentFacts } from './facts.ts';
import type { Permit } from './permit.ts';
import type { ConsentReason, Situation } from './rules/rule.ts';
import { type StoredConsent, selectInstructed, selectNewest } from './store.ts';

export interface Permits {
  permits: Permit[];
  /** Why the others have none: for the ledger and operators, never for the partner. */
  refused: Map<number, ConsentReason>;
}

/** Sensitive records bear labels and are left out of what `#regular` lets go (p2p 3.1 row 6; pdex-154). */
export const segmentation: Situation['segmentation'] = 'labelled';

/**
 * Asks the consent of each person again, as it stands now: at match, when a part of an export runs, at every download
 * (pdex-156, pdex-167). Every person is either in `permits` or in `refused`.
 */
export async function permitsFor(
  q: Queries,
  clientId: string,
  recipientNpi: string,
  personIds: readonly number[],
  now: Date,
  zones?: Zones,
): Promise<Permits> {
  const persons = [...new Set(personIds)];
  if (persons.length === 0) return { permits: [], refused: new Map() };
  const newest = new Map(
    (await selectNewest(q, clientId, persons)).map((consent) => [consent.personId, consent]),
  );
  const instructed = await selectInstructed(q, recipientNpi, persons);
  const result: Permits = { permits: [], refused: new Map() };
  for (const personId of persons) {
    const stored = newest.get(personId);
    const decision = decideConsent({
      personId,
      clientId,
      consentId: stored?.id ?? '',
      consent: stored && factsOf(stored),
      revoked: stored?.revokedAt != null,
      recipientNpi,
      // Only a consent that names us is ever stored.
      sourceNpi: stored?.sourceNpi ?? '',
      instructed: instructed.has(personId),
      segmentation,
      now,
      ...(zones && { zones }),
    });
    if ('permit' in decision) result.permits.push(decision.permit);
    else result.refused.set(personId, decision.refused);
  }
  return result;
}

const factsOf = (stored: StoredConsent): ConsentFacts => ({
  status: 'active',
  faults: [],
  sources: [stored.sourceNpi],
  recipients: [stored.recipientNpi],
  policies: [consentPolicy[stored.policy]],
  days: { first: stored.periodStart, last: stored.periodEnd },
});
