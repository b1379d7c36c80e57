import { audit } from '../audit/audit.ts';
import type { Tx } from '../db/db.ts';
import { activateParameters } from './model-store.ts';

/**
 * Has every process decide by this version, within half a minute; 0: by the parameters as delivered. False where there is no such version for
 * this delivery.
 */
export async function activateModel(
  tx: Tx,
  { version, by, at }: { version: number; by: string; at: Date },
): Promise<boolean> {
  const done = await activateParameters(tx, version, at);
  if (done)
    await audit(tx, {
      at,
      actor: `operator:${by}`,
      action: 'match.model.activate',
      subject: String(version),
    });
  return done;
}
