import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Tx } from '../db/db.ts';
import { lockPermission } from './permission-lock.ts';
import { insertConsent, insertEvent, type NewConsent, selectActive } from './store.ts';

/**
 * Puts a version in the place of what counted, in the caller's transaction (consent-and-sensitive-data 4.1, 4.5). Where it allows less,
 * permits from before are dead and what was made under them is withdrawn; where it allows as much or more, they go on.
 */
export async function replace(tx: Tx, fresh: NewConsent, today: string): Promise<void> {
  const { personId, clientId, requestId, receivedAt: now } = fresh;
  const counted = await selectActive(tx, { personId, clientId });
  const ends = counted.some(
    (one) => isNarrower(fresh, one, today) || (one.requestId === requestId && one.policy !== fresh.policy),
  );
  if (ends) await lockPermission(tx, 'change');
  await insertConsent(tx, { ...fresh, ends });
  for (const one of counted)
    if (one.requestId !== requestId)
      await insertEvent(tx, {
        consentId: one.id,
        state: 'superseded',
        at: now,
        actor: `client:${clientId}`,
        why: '',
        ends: false,
      });
  if (ends) await withdrawFilesOf(tx, { personId, clientId, now });
}

/** Whether one version allows anything less than another did. */
function isNarrower(
  fresh: NewConsent,
  before: Pick<NewConsent, 'policy' | 'periodStart' | 'periodEnd' | 'signer' | 'part2Statement'>,
  today: string,
): boolean {
  return (
    (fresh.policy === 'regular' && before.policy === 'sensitive') ||
    fresh.periodEnd < before.periodEnd ||
    (fresh.periodStart > before.periodStart && fresh.periodStart > today) ||
    (fresh.signer === 'representative' && before.signer === 'member') ||
    (before.part2Statement === true && !fresh.part2Statement)
  );
}

/** An officer has seen what was missing (an authority, a call-back): a pending consent counts from now on. */
export async function activate(
  tx: Tx,
  pending: { id: string; personId: number; clientId: string },
  event: { at: Date; actor: string; why: string },
): Promise<void> {
  await lockPermission(tx, 'change');
  for (const one of await selectActive(tx, pending))
    await insertEvent(tx, { ...event, consentId: one.id, state: 'superseded', ends: true });
  await insertEvent(tx, { ...event, consentId: pending.id, state: 'active', ends: true });
  await withdrawFilesOf(tx, { personId: pending.personId, clientId: pending.clientId, now: event.at });
}
