// consent-and-sensitive-data 4.2; 45 CFR 164.502(g): papers that an officer has seen, and deaths.
import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Random } from '../clock/random.ts';
import type { Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import type { Authority } from './authority.ts';
import * as store from './authority-store.ts';
import { lockPermission } from './permission-lock.ts';

export interface NewAuthority extends Authority {
  id: string;
  personId: number;
  /** Where the paper is filed: a reference, no name. */
  document: string;
  recordedBy: string;
  recordedAt: Date;
}

export interface StoredAuthority extends NewAuthority {
  endedAt: Date | null;
}

export const listAuthorities = store.selectAuthorities;

/**
 * Records a paper. It makes no pending consent count: that is decided apart (`settlePending`), for widening waits for a person.
 *
 * @returns its id
 * @throws Problem `invalid`
 */
export async function recordAuthority(
  tx: Tx,
  deps: { random: Random },
  given: Omit<NewAuthority, 'id'>,
): Promise<string> {
  const { personId, validFrom, validTo, recordedAt: at, recordedBy: actor } = given;
  for (const day of [validFrom, validTo]) if (day !== null) checkDay(day);
  if (validTo !== null && validTo < validFrom) throw new Problem('invalid', 'It ends before it starts.');
  if (!/^\S{1,200}$/.test(given.document))
    throw new Problem('invalid', 'The document is a reference without spaces, as DocumentReference/12.');
  const id = deps.random.uuid();
  await store.insertAuthority(tx, { ...given, id });
  await audit(tx, { at, actor, action: 'authority.record', personId, subject: id, codes: [given.kind] });
  return id;
}

/** Ends it at once: what was signed under it permits nothing from now on. @throws Problem `not-found` */
export async function endAuthority(
  tx: Tx,
  { id, actor, at }: { id: string; actor: string; at: Date },
): Promise<void> {
  await lockPermission(tx, 'change');
  const personId = isUuid(id) ? await store.markAuthorityEnded(tx, id, at) : undefined;
  if (personId === undefined) throw new Problem('not-found', 'There is no such authority that holds.');
  await withdrawFilesOf(tx, { personId, clientId: null, now: at });
  await audit(tx, { at, actor, action: 'authority.end', personId, subject: id });
}

/** The member died: consents are over, but for what an executor signs. @throws Problem `invalid` */
export async function recordDeath(
  tx: Tx,
  death: { personId: number; on: string; actor: string; at: Date },
): Promise<void> {
  checkDay(death.on);
  await lockPermission(tx, 'change');
  await store.upsertDeath(tx, death);
  const { personId, at, actor } = death;
  await withdrawFilesOf(tx, { personId, clientId: null, now: at });
  await audit(tx, { at, actor, action: 'death.record', personId });
}

function checkDay(day: string): void {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new Problem('invalid', 'A day is YYYY-MM-DD.');
}
