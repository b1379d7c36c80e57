/** CloudEvents 1.0 from the plan's systems: that something happened, never what. None of them is an opt-in. */
import type { Tx } from '../db/db.ts';
import { electionsOf } from '../election/election-store.ts';
import { silenceAfterNo_days } from '../election/limits.ts';
import { newestDecision } from '../election/store.ts';
import { personOfPatient } from '../person/store.ts';
import type { IntakeDeps } from './deps.ts';
import { promptEvery_days } from './limits.ts';
import { beginOffer } from './reminders.ts';
import { insertEvent, insertReminder, lastReminder, setEffect } from './store.ts';

export const eventTypes = ['coverage.accepted', 'claim.first', 'appointment.booked', 'rx.first'] as const;

export interface CloudEvent {
  id: string;
  source: string;
  type: (typeof eventTypes)[number];
  /** Our member id. */
  subject: string;
  time: Date;
}

const allowed = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time']);

/** The event, or the name of what is wrong with it. Anything beyond the envelope is refused: it could say what the member has. */
export function readEvent(value: unknown): CloudEvent | { fault: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: '' };
  const event = value as Record<string, unknown>;
  const more = Object.keys(event).find((name) => !allowed.has(name));
  if (more !== undefined) return { fault: /^data/.test(more) ? 'data' : 'extension' };
  const text = (name: string, fits: RegExp) => {
    const found = event[name];
    return typeof found === 'string' && fits.test(found) ? found : undefined;
  };
  if (event.specversion !== '1.0') return { fault: 'specversion' };
  const id = text('id', /^[\x21-\x7e]{1,100}$/);
  const source = text('source', /^[\x21-\x7e]{1,200}$/);
  const subject = text('subject', /^[A-Za-z0-9.-]{1,64}$/);
  const type = eventTypes.find((known) => known === event.type);
  const time = new Date(text('time', /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/) ?? Number.NaN);
  if (id === undefined) return { fault: 'id' };
  if (source === undefined) return { fault: 'source' };
  if (type === undefined) return { fault: 'type' };
  if (subject === undefined) return { fault: 'subject' };
  if (Number.isNaN(time.getTime())) return { fault: 'time' };
  return { id, source, type, subject, time };
}

export type EventEffect = 'offer-begun' | 'prompt-planned' | 'nothing' | 'unknown-member' | 'known';

/** Takes an event, once. A storm of them raises one prompt in ninety days. */
export async function takeEvent(
  tx: Tx,
  deps: Pick<IntakeDeps, 'clock' | 'captureOwner'>,
  clientId: string,
  event: CloudEvent,
): Promise<EventEffect> {
  const receivedAt = deps.clock.now();
  const personId = (await personOfPatient(tx, [event.subject])).get(event.subject) ?? null;
  const { id: eventId, source, type } = event;
  const key = { clientId, source, eventId };
  const row = { ...key, type, personId, happenedAt: event.time, receivedAt, effect: 'nothing' };
  if (!(await insertEvent(tx, row))) return 'known';
  const effect = personId === null ? 'unknown-member' : await effectOf(tx, deps, personId, event, receivedAt);
  await setEffect(tx, key, effect);
  return effect;
}

async function effectOf(
  tx: Tx,
  { captureOwner }: Pick<IntakeDeps, 'captureOwner'>,
  personId: number,
  event: CloudEvent,
  now: Date,
): Promise<EventEffect> {
  // Where the state asks, we do not.
  if (captureOwner === 'state') return 'nothing';
  if (event.type === 'coverage.accepted')
    return (await beginOffer(tx, personId, event.time)) ? 'offer-begun' : 'nothing';
  const since = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const answer = await newestDecision(tx, personId);
  if (answer && answer.decidedAt > since(silenceAfterNo_days)) return 'nothing';
  if ((await electionsOf(tx, personId)).some(({ status }) => status === 'given')) return 'nothing';
  const last = await lastReminder(tx, personId, 'event');
  if (last !== null && last > since(promptEvery_days)) return 'nothing';
  await insertReminder(tx, { personId, cause: 'event', channel: 'preferred', dueAt: now });
  return 'prompt-planned';
}
