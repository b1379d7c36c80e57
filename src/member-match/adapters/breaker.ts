import type { Clock } from '../../clock/clock.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Leaves a service alone that fails again and again, and finds out later whether it is back. */
export interface Breaker {
  /** Undefined: do not ask now. Otherwise ask, and say how it went. */
  admit(): ((succeeded: boolean) => void) | undefined;
  state(): { state: BreakerState; failuresInRow: number; openUntil?: Date };
}

export interface BreakerDeps {
  clock: Clock;
  failuresInRow_max: number;
  open_seconds: number;
  /** Is told when it opens and when it closes again. */
  changed?: (state: 'open' | 'closed') => void;
}

export function openBreaker(deps: BreakerDeps): Breaker {
  let failuresInRow = 0;
  let openUntil: Date | undefined;
  /** One question at a time finds out whether the service is back. */
  let isTrying = false;

  const open = () => {
    const wasOpen = openUntil !== undefined;
    openUntil = new Date(deps.clock.now().getTime() + deps.open_seconds * 1000);
    if (!wasOpen) deps.changed?.('open');
  };
  const close = () => {
    failuresInRow = 0;
    if (openUntil === undefined) return;
    openUntil = undefined;
    deps.changed?.('closed');
  };
  const isTime = (): boolean => openUntil !== undefined && deps.clock.now() >= openUntil;

  return {
    admit: () => {
      const isTrial = openUntil !== undefined;
      if (isTrial) {
        if (isTrying || !isTime()) return undefined;
        isTrying = true;
      }
      return (succeeded) => {
        if (isTrial) isTrying = false;
        // Who asked before it opened has no say in when it closes.
        else if (openUntil !== undefined) return;
        if (succeeded) return close();
        failuresInRow++;
        if (isTrial || failuresInRow >= deps.failuresInRow_max) open();
      };
    },
    state: () => ({
      state: openUntil === undefined ? 'closed' : isTrying || isTime() ? 'half-open' : 'open',
      failuresInRow,
      ...(openUntil && { openUntil }),
    }),
  };
}
