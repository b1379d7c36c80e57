import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Tx } from '../../db/db.ts';
import type { Partner } from '../../directory/partners.ts';
import { addTask } from '../../queue/queue.ts';
import type { Cohort, CohortMember, RefusedMember } from './cohort.ts';
import { exchangeLimitsOf } from './limits.ts';
import { personsOf } from './people.ts';
import { transferStep } from './step-kind.ts';
import { insertEvent, insertExchange, insertTransfer } from './store.ts';
import type { Wire } from './transfer.ts';
import { type WireMember, wireMembers } from './wire-member.ts';

export interface Opened {
  transferIds: string[];
  exchanges: { id: string; submittedId: string }[];
  /** Members that nothing is asked for, and why. */
  refused: RefusedMember[];
}

/**
 * Opens an exchange for every member of a cohort: one row per member, carried by one transfer for many on the bulk wire,
 * by one each on the single wire. All of it, the first task included, is in the caller's transaction.
 */
export async function openExchanges(
  tx: Tx,
  deps: { clock: Clock; random: Random },
  request: {
    partner: Partner;
    cohort: Cohort;
    wire: Wire;
    /** Our persons behind the cohort's members, where the caller knows them: by their index. */
    persons?: ReadonlyMap<number, number>;
  },
): Promise<Opened> {
  const { partner, cohort, wire } = request;
  const now = deps.clock.now();
  const prepared = wireMembers(cohort.members);
  const refusedNow = new Set(prepared.refused.map((r) => r.index));
  const members = cohort.members.filter((m) => !refusedNow.has(m.index));
  const known = members.map(({ index }) => request.persons?.get(index));
  const persons = known.every((id) => id !== undefined)
    ? known
    : await personsOf(tx, { random: deps.random, now }, members);
  const opened: Opened = {
    transferIds: [],
    exchanges: [],
    refused: [...cohort.refused, ...prepared.refused].sort((a, b) => a.index - b.index),
  };
  const perTransfer = wire === 'single' ? 1 : exchangeLimitsOf(partner.limits).membersPerMatch_max;
  for (let from = 0; from < members.length; from += perTransfer) {
    const transferId = deps.random.uuid();
    await insertTransfer(tx, { id: transferId, partnerId: partner.id, wire, state: 'opted-in', now });
    opened.transferIds.push(transferId);
    for (let i = from; i < Math.min(from + perTransfer, members.length); i++) {
      const id = await openOne(prepared.members[i]!, persons[i]!);
      opened.exchanges.push({ id, submittedId: (members[i] as CohortMember).submittedId });
    }
    await addTask(tx, transferStep, transferId, now);

    async function openOne(member: WireMember, personId: number): Promise<string> {
      const id = deps.random.uuid();
      await insertExchange(tx, {
        id,
        transferId,
        partnerId: partner.id,
        personId,
        submittedId: member.submittedId,
        wireId: member.wireId,
        parts: member.parts,
        state: 'opted-in',
        now,
      });
      await insertEvent(tx, id, 'opted-in', '', now);
      return id;
    }
  }
  return opened;
}
