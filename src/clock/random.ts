import { randomBytes, randomUUID } from 'node:crypto';

/** Randomness, passed in like the clock. */
export interface Random {
  uuid(): string;
  bytes(count: number): Buffer;
}

export const systemRandom: Random = { uuid: () => randomUUID(), bytes: (count) => randomBytes(count) };
