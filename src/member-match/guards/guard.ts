import type { Comparison } from '../compare.ts';

/** Objects to a candidate that a rule accepts. One objection is enough; it is the reason that an operator reads. */
export interface Guard {
  name: string;
  objects(comparison: Comparison, all: readonly Comparison[]): boolean;
}
