import { saveSeen } from '../../../directory/partners.ts';
import { probeFresh_s } from '../../../directory/probe.ts';
import type { Outcome, StepContext } from '../outcome.ts';

/** opted-in → partner-known: looks at what the partner says it can do (C20), unless that was done lately. */
export async function knowPartner({ deps, partner, link }: StepContext): Promise<Outcome> {
  const seenAt = Date.parse(partner.capability.seen?.at ?? '');
  if (deps.clock.now().getTime() - seenAt < probeFresh_s * 1000) return { to: 'partner-known' };
  const seen = await link.probe();
  return { to: 'partner-known', write: (tx) => saveSeen(tx, partner.id, seen) };
}
