/** Time and randomness, passed in. Nothing else in the product asks the machine for either. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that starts at `instant` and ticks on: for the demo's `--as-of` and for tests. */
export function clockStartingAt(instant: Date): Clock {
  const offset_ms = instant.getTime() - Date.now();
  return { now: () => new Date(Date.now() + offset_ms) };
}

/** A clock that a test moves by hand. */
export interface HandClock extends Clock {
  set(instant: Date | string): void;
  advance(seconds: number): void;
}

export function handClock(start: Date | string): HandClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    set: (instant) => {
      at = new Date(instant).getTime();
    },
    advance: (seconds) => {
      at += seconds * 1000;
    },
  };
}
