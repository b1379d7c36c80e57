// consent-and-sensitive-data 3.8: the member lets less go than the coarse policy of the wire says, without the partner being told.
import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Random } from '../clock/random.ts';
import type { Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { Problem } from '../problem/problem.ts';
import { categories, type Grant } from './grants.ts';
import * as store from './grants-store.ts';
import { checkPayer } from './instructions.ts';
import { lockPermission } from './permission-lock.ts';

export interface NewGrant extends Grant {
  id: string;
  personId: number;
  /** Null: beside every consent, the member's own instruction to us. */
  consentId: string | null;
  /** Out: we disclose. In: we may ask. */
  direction: 'out' | 'in';
  /** `*`: any payer that a consent names. */
  partnerNpi: string;
  givenAt: Date;
}

export interface StoredGrant extends NewGrant {
  endedAt: Date | null;
}

export const listGrants = store.selectGrants;

/**
 * Narrows what may go. From this transaction on no earlier permit counts, and what was made is cut again or withdrawn.
 *
 * @returns its id
 * @throws Problem `invalid`
 */
export async function giveGrant(
  tx: Tx,
  deps: { random: Random },
  { actor, ...given }: Omit<NewGrant, 'id'> & { actor: string },
): Promise<string> {
  check(given);
  const id = deps.random.uuid();
  const { personId, givenAt: at } = given;
  await lockPermission(tx, 'change');
  await store.insertGrant(tx, { ...given, id });
  if (given.direction === 'out') await withdrawFilesOf(tx, { personId, clientId: null, now: at });
  const detail = {
    direction: given.direction,
    recipientNpi: given.partnerNpi,
    categories: given.categories ?? [],
  };
  await audit(tx, { at, actor, action: 'grant.give', personId, subject: id, detail });
  return id;
}

/** The consent counts again as it was signed. What is under way stays as narrow as it was. @throws Problem `not-found` */
export async function endGrant(
  tx: Tx,
  { id, actor, at }: { id: string; actor: string; at: Date },
): Promise<void> {
  const personId = isUuid(id) ? await store.markGrantEnded(tx, id, at) : undefined;
  if (personId === undefined) throw new Problem('not-found', 'There is no such grant that holds.');
  await audit(tx, { at, actor, action: 'grant.end', personId, subject: id });
}

function check(grant: Omit<NewGrant, 'id'>): void {
  const refuse = (text: string): never => {
    throw new Problem('invalid', text);
  };
  checkPayer(grant.partnerNpi);
  for (const category of grant.categories ?? [])
    if (!(categories as readonly string[]).includes(category))
      refuse(`A category is one of ${categories.join(', ')}.`);
  for (const [from, to] of [
    [grant.serviceFrom, grant.serviceTo],
    [grant.validFrom, grant.validTo],
  ]) {
    for (const end of [from, to]) if (end && !/^\d{4}-\d{2}-\d{2}$/.test(end)) refuse('A day is YYYY-MM-DD.');
    if (from && to && to < from) refuse('It ends before it starts.');
  }
  const { categories: some, labels, serviceFrom, serviceTo, validFrom, validTo } = grant;
  if ([some, labels, serviceFrom, serviceTo, validFrom, validTo].every((one) => one === null))
    refuse('A grant says what it narrows: categories, classes, dates of service, or days.');
}
