import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Queries, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import { lockPermission } from './permission-lock.ts';
import * as store from './store.ts';

/** What an operator or the member does with consents and instructions. `actor` is for the audit: `operator:<name>`. */

const listed_max = 1000;
const npi = /^\d{10}$/;

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

/**
 * Takes a consent back: from its commit on, nothing more leaves under it. Taking it back twice keeps the first time.
 *
 * @throws Problem `not-found`
 */
export async function revokeConsent(
  tx: Tx,
  revocation: { id: string; why: string; actor: string; at: Date },
): Promise<store.StoredConsent> {
  await lockPermission(tx, 'change');
  const consent = await consentById(tx, revocation.id);
  if ((await store.updateRevoked(tx, consent.id, revocation.at, revocation.why)) > 0) {
    await withdrawFilesOf(tx, {
      personId: consent.personId,
      clientId: consent.clientId,
      now: revocation.at,
    });
    await audit(tx, {
      at: revocation.at,
      actor: revocation.actor,
      action: 'consent.revoke',
      personId: consent.personId,
      subject: consent.id,
    });
  }
  return consentById(tx, consent.id);
}

/** "Do not send to this plan", or to none (`*`): overrides every consent that a partner shows (pdex-156). */
export async function giveInstruction(
  tx: Tx,
  instruction: { personId: number; recipientNpi: string; actor: string; at: Date },
): Promise<void> {
  await lockPermission(tx, 'change');
  await changeInstruction(tx, 'instruction.give', instruction, store.insertInstruction);
  await withdrawFilesOf(tx, { personId: instruction.personId, clientId: null, now: instruction.at });
}

/** Lets consents count again. */
export async function withdrawInstruction(
  tx: Tx,
  instruction: { personId: number; recipientNpi: string; actor: string; at: Date },
): Promise<void> {
  await changeInstruction(tx, 'instruction.withdraw', instruction, store.endInstruction);
}

export const listInstructions = store.selectInstructions;

async function changeInstruction(
  tx: Tx,
  action: string,
  change: { personId: number; recipientNpi: string; actor: string; at: Date },
  apply: (q: Queries, personId: number, recipientNpi: string, at: Date) => Promise<number>,
): Promise<void> {
  if (change.recipientNpi !== '*' && !npi.test(change.recipientNpi)) {
    throw new Problem('invalid', 'A payer is named by its NPI of ten digits, or * for every payer.');
  }
  if ((await apply(tx, change.personId, change.recipientNpi, change.at)) === 0) return;
  await audit(tx, {
    at: change.at,
    actor: change.actor,
    action,
    personId: change.personId,
    detail: { recipientNpi: change.recipientNpi },
  });
}
