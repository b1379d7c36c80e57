import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Machine {
  cores: number;
  memoryBytes: number;
  cpu: string;
}

export const machine = (): Machine => ({
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  cpu: cpus()[0]?.model ?? 'unknown',
});

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The value below which this share lies, of values in ascending order. */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;

/** To thousandths, as the reports print. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export interface Cost {
  seconds: number;
  /** Of this process: the database's are its own. */
  cpuSeconds: number;
  /** The most that was resident at any of the samples. */
  peakRssBytes: number;
}

const sample_ms = 50;

/** Runs `work` and says what it cost. */
export async function measure(work: () => Promise<void>): Promise<Cost> {
  let peakRssBytes = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }, sample_ms);
  const cpu = process.cpuUsage();
  const start = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  return { seconds, cpuSeconds: (user + system) / 1e6, peakRssBytes };
}
