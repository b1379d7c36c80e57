/** What the plan's own systems are told: signed, at least once, tried for a day. No PHI in it, and no authority. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Queries } from '../db/db.ts';
import { PartnerFailure } from '../net/failure.ts';
import { addTask } from '../queue/queue.ts';
import type { IntakeDeps } from './deps.ts';
import { signatureAge_s_max, webhookTried_h } from './limits.ts';
import { insertDelivery, noteAttempt, selectDelivery } from './store.ts';

export const webhookTask = 'intake.webhook';

/** HMAC-SHA256 over timestamp and body: neither can be changed, and an old one cannot be played again. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** As the receiver checks it. False for a forged one, a changed body, and one that is older than five minutes. */
export function isGenuine(
  secret: string,
  sent: { timestamp: string | null; signature: string | null; body: string },
  now: Date,
): boolean {
  const { timestamp, signature, body } = sent;
  if (timestamp === null || signature === null || !/^\d{10}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > signatureAge_s_max) return false;
  const right = Buffer.from(signatureOf(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** In the caller's transaction: it goes out exactly if what it tells of happened. */
export async function announce(
  q: Queries,
  deps: Pick<IntakeDeps, 'clock' | 'random' | 'webhook'>,
  event: string,
  data: object,
): Promise<void> {
  if (!deps.webhook) return;
  const id = deps.random.uuid();
  const createdAt = deps.clock.now();
  const body = JSON.stringify({ deliveryId: id, event, createdAt: createdAt.toISOString(), ...data });
  await insertDelivery(q, { id, event, body, createdAt });
  await addTask(q, webhookTask, id, createdAt);
}

/** Task `intake.webhook`: one delivery. A receiver that does not take it is asked again, later each time, for a day. */
export async function deliver(deps: IntakeDeps, id: string): Promise<{ again: Date } | undefined> {
  const delivery = await selectDelivery(deps.db, id);
  if (!delivery || !deps.webhook) return undefined;
  const now = deps.clock.now();
  if (await posted(deps, delivery.id, delivery.body, now)) {
    await noteAttempt(deps.db, id, null, now);
    return undefined;
  }
  const again = new Date(now.getTime() + Math.min(3_600_000, 2 ** delivery.attempts * 15_000));
  const over = again.getTime() - delivery.createdAt.getTime() > webhookTried_h * 3_600_000;
  await noteAttempt(deps.db, id, over ? null : again, null);
  if (over) deps.log.warn({ delivery: id, event: delivery.event }, 'webhook: given up');
  return over ? undefined : { again };
}

async function posted(deps: IntakeDeps, id: string, body: string, now: Date): Promise<boolean> {
  const { url, secret, call } = deps.webhook!;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  try {
    const { status } = await call({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json',
        'throughline-delivery': id,
        'throughline-timestamp': timestamp,
        'throughline-signature': signatureOf(secret, timestamp, body),
      },
      body,
    });
    return status >= 200 && status < 300;
  } catch (error) {
    if (!(error instanceof PartnerFailure)) throw error;
    return false;
  }
}
