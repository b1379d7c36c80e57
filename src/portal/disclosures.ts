/** The other side: which plans asked us about the member, what came of it, and the member's own word against it (pdex-156). */
import type { Clock } from '../clock/clock.ts';
import { giveInstruction, listInstructions, withdrawInstruction } from '../consent/consents.ts';
import type { Queries, Tx } from '../db/db.ts';
import { findPartner } from '../directory/partners.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { askedAbout, countAsked } from '../evidence/asked-store.ts';
import { disclosuresOf } from '../evidence/disclosures.ts';

export interface SeenDisclosure {
  plan: string;
  payerId: string;
  at: string;
  outcome: 'sent' | 'nothing-sent' | 'could-not-find';
  counts?: Record<string, number>;
}

export interface SeenInstruction {
  id: string;
  plan: string;
  payerId: string;
  givenAt: string;
  liftedAt?: string;
}

export const countDisclosures = countAsked;

/**
 * Plans that asked and were told that the member is here, newest first. Questions that found nobody are not the member's: that they
 * were meant is not known. Why nothing was sent is never said: it may be the member's own word, or a rule.
 */
export async function disclosuresOfMember(
  q: Queries,
  personId: number,
): Promise<{ disclosures: SeenDisclosure[]; instructions: SeenInstruction[] }> {
  const asked = await askedAbout(q, personId);
  const released = await disclosuresOf(q, { personId, from: '', to: '9999', basis: 'unspecified' });
  const disclosures = asked.map((question): SeenDisclosure => {
    const sent = released.filter((r) => r.recipient.clientId === question.clientId);
    const counts = sent.reduce<Record<string, number>>((sum, r) => add(sum, r.counts), {});
    const base = { plan: question.name, payerId: question.npi, at: question.at.toISOString() };
    if (question.outcome === 'match' && sent.length > 0) return { ...base, outcome: 'sent', counts };
    return { ...base, outcome: 'nothing-sent' };
  });
  const instructions: SeenInstruction[] = [];
  for (const { recipientNpi, givenAt, withdrawnAt } of await listInstructions(q, personId))
    instructions.push({
      id: instructionId(recipientNpi, givenAt),
      plan: await nameOf(q, recipientNpi, asked),
      payerId: recipientNpi === '*' ? 'all' : recipientNpi,
      givenAt: givenAt.toISOString(),
      ...(withdrawnAt ? { liftedAt: withdrawnAt.toISOString() } : {}),
    });
  return { disclosures, instructions };
}

function add(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [type, count] of Object.entries(b)) sum[type] = (sum[type] ?? 0) + count;
  return sum;
}

const instructionId = (npi: string, givenAt: Date): string =>
  `${npi === '*' ? 'all' : npi}-${givenAt.getTime().toString(36)}`;

async function nameOf(
  q: Queries,
  npi: string,
  asked: readonly { npi: string; name: string }[],
): Promise<string> {
  if (npi === '*') return '*';
  return asked.find((one) => one.npi === npi)?.name ?? (await findPartner(q, npi))?.name ?? npi;
}

/** "Do not send to this plan", or to none (`all`). Giving it twice is giving it once. */
export async function instruct(
  tx: Tx,
  clock: Clock,
  who: { personId: number; ownPersonId: number },
  payerId: string,
): Promise<SeenInstruction> {
  const recipientNpi = payerId === 'all' ? '*' : payerId;
  if (recipientNpi !== '*' && !/^\d{10}$/.test(recipientNpi))
    throw new MemberProblem('fields', { fields: [{ path: 'plan', code: 'value' }] });
  const { personId } = who;
  await giveInstruction(tx, { personId, recipientNpi, actor: `member:${who.ownPersonId}`, at: clock.now() });
  const { instructions } = await disclosuresOfMember(tx, personId);
  return instructions.findLast((i) => i.payerId === payerId && i.liftedAt === undefined)!;
}

/** Lets the plan ask again. An instruction of somebody else's is not found. */
export async function lift(
  tx: Tx,
  clock: Clock,
  who: { personId: number; ownPersonId: number },
  id: string,
): Promise<void> {
  const { instructions } = await disclosuresOfMember(tx, who.personId);
  const found = instructions.find((one) => one.id === id);
  if (!found) throw new MemberProblem('not-found');
  if (found.liftedAt !== undefined) return;
  await withdrawInstruction(tx, {
    personId: who.personId,
    recipientNpi: found.payerId === 'all' ? '*' : found.payerId,
    actor: `member:${who.ownPersonId}`,
    at: clock.now(),
  });
}
