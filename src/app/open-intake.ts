import type { IntakeDeps } from '../intake/deps.ts';
import type { Agents } from '../net/agents.ts';
import { rawCallerFor } from '../net/call.ts';
import { originsOf } from '../net/peer.ts';
import type { Config } from './config.ts';

/** The machine doors of this payer, and the one receiver that they tell. */
export function openIntake(
  on: Omit<IntakeDeps, 'webhook' | 'captureOwner'> & { agents: Agents },
  { webhook, portal }: Pick<Config, 'webhook' | 'portal'>,
): IntakeDeps {
  const captureOwner = portal?.captureOwner ?? 'plan';
  if (!webhook) return { ...on, captureOwner };
  const { url, secret, allowPrivate } = webhook;
  const peer = { name: 'webhook', origins: originsOf(url), allowPrivate };
  return { ...on, captureOwner, webhook: { url, secret, call: rawCallerFor(on, peer) } };
}
