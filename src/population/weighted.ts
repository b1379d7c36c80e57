import type { Draws } from './random.ts';

/** Values with weights, drawn in logarithmic time. */
export interface Weighted<T> {
  draw(draws: Draws): T;
  /** Relative weight of a value, 0..1; 0 for a value that is not there. */
  share(value: T): number;
}

/** Makes a table of `[value, weight]`. */
export function weighted<T>(entries: readonly (readonly [T, number])[]): Weighted<T> {
  const sums = new Float64Array(entries.length);
  let total = 0;
  for (let i = 0; i < entries.length; i++) {
    total += entries[i]![1];
    sums[i] = total;
  }
  const shares = new Map<T, number>();
  for (const [value, weight] of entries) shares.set(value, (shares.get(value) ?? 0) + weight / total);
  return {
    draw: (draws) => entries[position(sums, draws.next() * total)]![0],
    share: (value) => shares.get(value) ?? 0,
  };
}

/** The first position whose running sum exceeds `at`. */
function position(sums: Float64Array, at: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One of a few outcomes by their weights, without a table. */
export function oneOf<T>(draws: Draws, entries: readonly (readonly [T, number])[]): T {
  let at = draws.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of entries) {
    at -= weight;
    if (at < 0) return value;
  }
  return entries.at(-1)![0];
}
