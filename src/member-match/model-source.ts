import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import type { MatchModel } from './model.ts';
import { newestModel, newestVersion } from './model-store.ts';

/** How soon a new model is noticed. */
const look_ms = 30_000;

/** The newest model of the database, read once and kept until there is a newer one. */
export interface ModelSource {
  current(q: Queries): Promise<MatchModel>;
}

export function openModelSource(clock: Clock): ModelSource {
  let held: { version: string; model: MatchModel } | undefined;
  let lookedAt = 0;
  let looking: Promise<MatchModel> | undefined;

  const look = async (q: Queries): Promise<MatchModel> => {
    const version = await newestVersion(q);
    if (held?.version !== version) held = { version, model: await newestModel(q) };
    return held.model;
  };
  return {
    current: async (q) => {
      const now = clock.now().getTime();
      if (held && Math.abs(now - lookedAt) < look_ms) return held.model;
      lookedAt = now;
      // The others wait for the first look, and go on with what is held during the later ones.
      looking ??= look(q).finally(() => {
        looking = undefined;
      });
      return looking;
    },
  };
}
