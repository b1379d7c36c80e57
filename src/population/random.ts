/**
 * Numbers that look random and are the same every time: sfc32, seeded with a 128-bit hash of a name such as `seed|hh|17`.
 * A stream per thing, so that any household can be made again without making the ones before it.
 */
export interface Draws {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** The stream of this name. */
export function drawsOf(name: string): Draws {
  let [a, b, c, counter] = hash128(name);
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < warmUp_rounds; round++) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (from) => from[below(from.length)]!,
  };
}

/** The first numbers of sfc32 still show the seed. */
const warmUp_rounds = 8;

/** cyrb128: four 32-bit words that depend on every character. */
export function hash128(text: string): [number, number, number, number] {
  let h1 = 1_779_033_703;
  let h2 = 3_144_134_277;
  let h3 = 1_013_904_242;
  let h4 = 2_773_480_762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597_399_067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2_869_860_233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951_274_213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2_716_044_179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597_399_067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2_869_860_233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951_274_213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2_716_044_179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1 | 0, (h2 ^ h1) | 0, (h3 ^ h1) | 0, (h4 ^ h1) | 0];
}

/**
 * A number of 0..999,999,999 to another, one to one, so that counted things get numbers that do not look counted: a Feistel
 * network over 30 bits, repeated while the result has too many digits.
 */
export function scatter(n: number): number {
  let mixed = n;
  do {
    let left = mixed >>> 15;
    let right = mixed & 0x7fff;
    for (const key of roundKeys) {
      const turned = left ^ (Math.imul(Math.imul(right + key, 0x9e3779b1) ^ (right << 7), 0x85ebca6b) >>> 17);
      left = right;
      right = turned;
    }
    mixed = left * 0x8000 + right;
  } while (mixed >= numbers);
  return mixed;
}

const numbers = 1_000_000_000;
const roundKeys = [0x3c6e, 0x5a82, 0x6ed9, 0x1bb6];
