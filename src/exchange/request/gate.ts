/** Lets at most so many pieces of work run at once; the others wait their turn. */
export interface Gate {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function openGate(atOnce_max: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    run: async (work) => {
      if (running >= atOnce_max) await new Promise<void>((go) => waiting.push(go));
      else running++;
      try {
        return await work();
      } finally {
        // The place passes to the next one, if any waits.
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
