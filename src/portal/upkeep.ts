import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import type { TaskHandler } from '../queue/worker.ts';
import { forgetDownloads } from './download-store.ts';
import { signIn_s_max } from './limits.ts';
import { forgetOld } from './session-store.ts';

export const portalUpkeep = 'portal.upkeep';
const every_s = 900;

/** Task `portal.upkeep`: sessions, sign-ins, links and counts that are over are forgotten. */
export const portalTasks = (deps: { db: Db; clock: Clock }): Record<string, TaskHandler> => ({
  [portalUpkeep]: async () => {
    const now = deps.clock.now();
    const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);
    await forgetOld(deps.db, now, before(signIn_s_max), before(3600));
    await forgetDownloads(deps.db, now);
    return { again: new Date(now.getTime() + every_s * 1000) };
  },
});
