import type { Caller } from '../../authz/caller.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Zones } from '../../consent/days.ts';
import { permitsFor } from '../../consent/permits-for.ts';
import type { Db } from '../../db/db.ts';
import { personMatchedFor } from '../../member-match/decision-store.ts';

/** Longer values are no id of ours. */
const valueCharacters_max = 256;

/**
 * Our Patient id for the MemberId or the UMB that a match gave this client (pdex-202, pdex-224); only while the consent lives
 * (pdex-223). Undefined alike for strangers, for members of others and for consents that ended.
 */
export async function resolvePatient(
  deps: { db: Db; clock: Clock; zones?: Zones },
  caller: Pick<Caller, 'clientId' | 'npi'>,
  value: string,
): Promise<string | undefined> {
  const id = value.slice(value.indexOf('|') + 1).replace(/^Patient\//, '');
  if (id === '' || value.length > valueCharacters_max || id.includes('\u0000')) return undefined;
  const matched = await personMatchedFor(deps.db, caller.clientId, id);
  if (!matched) return undefined;
  const { permits } = await permitsFor(
    deps.db,
    caller.clientId,
    caller.npi,
    [matched.personId],
    deps.clock.now(),
    deps.zones,
  );
  return permits.length === 1 ? matched.patientId : undefined;
}
