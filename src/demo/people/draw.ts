/**
 * Randomness that repeats: the same seed draws the same people on every machine. Only for sample data, never for secrets.
 */
export interface Draw {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** A number from `from` up to `to`. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  digits(count: number): string;
}

/** Mulberry32: small, and its whole state is one word. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[whole(0, choices.length - 1)]!,
    digits: (count) => Array.from({ length: count }, () => whole(0, 9)).join(''),
  };
}

/** A National Provider Identifier with its check digit: Luhn over 80840 and the first nine digits. */
export function npiFrom(nineDigits: string): string {
  const digits = [...`80840${nineDigits}`].map(Number).reverse();
  const sum = digits.reduce((total, digit, i) => {
    if (i % 2 === 1) return total + digit;
    const doubled = digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${nineDigits}${(10 - (sum % 10)) % 10}`;
}
