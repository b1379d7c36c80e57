import { setTimeout as delay } from 'node:timers/promises';

/**
 * Refusals of `$member-match` leave on a beat, counted from the request: how long it took to find nobody, a contradiction, or somebody
 * for the reviewers to look at does not show.
 */
export const beat_ms = 50;

/** Call it when the request comes in. What it returns waits for the next beat. */
export function startBeat(): () => Promise<void> {
  // The machine's ticks: what a partner measures, whatever time this payer believes it is.
  const start_ms = performance.now();
  return async () => {
    await delay(beat_ms - ((performance.now() - start_ms) % beat_ms));
  };
}
