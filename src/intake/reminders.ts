/** The ladder of the offer (4.4): day 0 on the portal, 3, 10, 30 by other ways, then yearly; over at any answer. */
import { createHash } from 'node:crypto';
import type { Queries, Tx } from '../db/db.ts';
import { startClock } from '../election/clock-store.ts';
import { offerWithin_days, silenceAfterNo_days } from '../election/limits.ts';
import { newestDecision } from '../election/store.ts';
import type { IntakeDeps } from './deps.ts';
import { ladder, remindersPer90Days_max, welcomeLink_days } from './limits.ts';
import {
  countSent,
  dropReminder,
  dropReminders,
  dueReminders,
  insertReminder,
  insertWelcomeLink,
  lastReminder,
  markSent,
  useWelcomeLink,
} from './store.ts';
import { announce } from './webhook.ts';

export const reminderTask = 'intake.reminders';
const every_s = 900;
const batch_max = 500;
const day_ms = 86_400_000;
const after = (at: Date, days: number): Date => new Date(at.getTime() + days * day_ms);

/** Clock C1 and the ladder begin: the member's coverage was accepted or began, whichever is later. Once a member. */
export async function beginOffer(tx: Tx, personId: number, from: Date): Promise<boolean> {
  if ((await lastReminder(tx, personId, 'offer')) !== null) return false;
  await startClock(tx, {
    kind: 'C1',
    personId,
    startedAt: from,
    dueAt: after(from, offerWithin_days),
  });
  for (const { day, channel } of ladder)
    await insertReminder(tx, { personId, cause: 'offer', channel, dueAt: after(from, day) });
  await insertReminder(tx, { personId, cause: 'offer', channel: 'yearly', dueAt: after(from, 365) });
  return true;
}

/** Task `intake.reminders`: sends what is due, unless the member has answered or heard enough of us. */
export async function sendReminders(deps: IntakeDeps): Promise<{ again: Date }> {
  const now = deps.clock.now();
  for (const reminder of await dueReminders(deps.db, now, batch_max))
    await deps.db.tx(async (tx) => {
      const { id, personId, channel, cause } = reminder;
      const answer = await newestDecision(tx, personId);
      if (answer && silences(answer, now))
        return void (await dropReminders(tx, personId, `answered-${answer.kind}`));
      if ((await countSent(tx, personId, after(now, -90))) >= remindersPer90Days_max)
        return void (await dropReminder(tx, id, 'enough-in-90-days'));
      if (!(await markSent(tx, id, now))) return;
      // The portal shows its card by itself; the other ways are the plan's mailer's.
      if (channel !== 'portal')
        await announce(tx, deps, 'opt-in.due', await invitation(tx, deps, channel, cause));
    });
  return { again: new Date(now.getTime() + every_s * 1000) };
}

/** A yes and a no end the ladder; a "not now" and a withdrawal are left in peace for ninety days. */
function silences(answer: { kind: string; decidedAt: Date }, now: Date): boolean {
  const quiet = after(answer.decidedAt, silenceAfterNo_days) > now;
  return answer.kind === 'opt-in' || answer.kind === 'change' || answer.kind === 'decline' || quiet;
}

/** What the mailer needs and nothing of the member but the delivery: a link that opens the sign-in, once. */
async function invitation(
  q: Queries,
  deps: IntakeDeps,
  channel: string,
  cause: string,
): Promise<{ clock: string; channel: string; cause: string; link: string }> {
  const now = deps.clock.now();
  const token = deps.random.bytes(24).toString('base64url');
  await insertWelcomeLink(q, hashOf(token), now, after(now, welcomeLink_days));
  return { clock: 'C1', channel, cause, link: `${deps.baseUrl}/portal/welcome/${token}` };
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Whether a welcome link opens the sign-in: the first time, while it lasts. It never does more. */
export const opensSignIn = (q: Queries, token: string, now: Date): Promise<boolean> =>
  useWelcomeLink(q, hashOf(token), now);
