import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import { mayFollow } from './lifecycle.ts';
import { lockPermission } from './permission-lock.ts';
import { activate } from './replace.ts';
import * as store from './store.ts';

/** What an operator or the member does with consents. `actor` is for the audit: `operator:<name>`, `member:<person>`. */

const listed_max = 1000;

/** Throws `not-found`. */
export async function consentById(q: Queries, id: string): Promise<store.StoredConsent> {
  const consent = isUuid(id) ? await store.selectConsent(q, id) : undefined;
  if (!consent) throw new Problem('not-found', 'There is no such consent.');
  return consent;
}

/** The newest first. */
export const listConsents = (
  q: Queries,
  filter: { personId?: number; clientId?: string; limit?: number } = {},
): Promise<store.StoredConsent[]> =>
  store.selectConsents(q, { ...filter, limit: filter.limit ?? listed_max });

export { giveInstruction, listInstructions, withdrawInstruction } from './instructions.ts';

/** Its events, oldest first. */
export const eventsOf = store.selectEvents;

interface Change {
  id: string;
  why: string;
  actor: string;
  at: Date;
}

/**
 * Takes a consent back: from its commit on, nothing more leaves under it. Taking it back twice keeps the first time.
 *
 * @throws Problem `not-found`
 */
export const revokeConsent = (tx: Tx, change: Change): Promise<store.StoredConsent> =>
  endConsent(tx, { ...change, to: 'revoked' });

/**
 * Ends a consent in one of the ways of consent-and-sensitive-data 4.1, and withdraws what was made under it. What is over already stays
 * as it is, but for an error that is found later.
 *
 * @throws Problem `not-found`
 */
export async function endConsent(
  tx: Tx,
  { to, ...change }: Change & { to: 'revoked' | 'expired' | 'in-error' },
): Promise<store.StoredConsent> {
  await lockPermission(tx, 'change');
  const consent = await consentById(tx, change.id);
  if (!mayFollow(consent.state, to)) return consent;
  const { at, actor, why } = change;
  await store.insertEvent(tx, { consentId: consent.id, state: to, at, actor, why, ends: true });
  await withdrawFilesOf(tx, { personId: consent.personId, clientId: consent.clientId, now: at });
  await audit(tx, {
    at,
    actor,
    action: actionOf[to],
    personId: consent.personId,
    subject: consent.id,
    partner: consent.clientId,
    consentHash: Buffer.from(consent.hash, 'hex'),
  });
  return consentById(tx, consent.id);
}

const actionOf = { revoked: 'consent.revoke', expired: 'consent.expire', 'in-error': 'consent.in-error' };

/**
 * Decides a consent that waits: what was missing was seen, or will not come. An accepted one takes the place of what counted.
 *
 * @throws Problem `not-found`, `conflict` where it does not wait
 */
export async function settlePending(
  tx: Tx,
  { to, ...change }: Change & { to: 'active' | 'declined' },
): Promise<store.StoredConsent> {
  const consent = await consentById(tx, change.id);
  if (consent.state !== 'pending') throw new Problem('conflict', 'This consent does not wait for anything.');
  const { at, actor, why } = change;
  if (to === 'active') await activate(tx, consent, { at, actor, why });
  else await store.insertEvent(tx, { consentId: consent.id, state: to, at, actor, why, ends: false });
  await audit(tx, {
    at,
    actor,
    action: to === 'active' ? 'consent.accept' : 'consent.decline',
    personId: consent.personId,
    subject: consent.id,
    partner: consent.clientId,
    consentHash: Buffer.from(consent.hash, 'hex'),
  });
  return consentById(tx, consent.id);
}

/** Consents that one run marks as over. */
const expiredAtOnce_max = 1000;

/**
 * Marks consents whose last day is over as expired, so that what was made under them is cut again before anybody asks. Decisions do
 * not wait for it: they look at the days. `day`: the first day on which none of them can hold any more, in any zone.
 *
 * @returns how many
 */
export async function expireConsents(tx: Tx, { day, at }: { day: string; at: Date }): Promise<number> {
  const ended = await store.selectEnded(tx, day, expiredAtOnce_max);
  for (const { id } of ended) await endConsent(tx, { id, to: 'expired', why: '', actor: 'system', at });
  return ended.length;
}
