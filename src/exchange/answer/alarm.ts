import { audit } from '../../audit/audit.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import { isUuid } from '../../db/uuid.ts';
import { type Alarm, liftAlarm } from '../../member-match/probing-store.ts';

/** An operator answers for this partner: it is looked at again. Undefined where there is no such open alarm. */
export async function endAlarm(
  deps: { db: Db; clock: Clock },
  { id, by }: { id: string; by: string },
): Promise<Alarm | undefined> {
  if (!isUuid(id)) return undefined;
  return deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const alarm = await liftAlarm(tx, { id, by, now });
    if (!alarm) return undefined;
    const detail = { kind: alarm.kind, client: alarm.clientId, throttled: alarm.throttled };
    await audit(tx, { at: now, actor: `operator:${by}`, action: 'match.alarm.lift', subject: id, detail });
    return alarm;
  });
}
