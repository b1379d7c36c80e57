import type { Population } from '../population.ts';
import type { Draws } from '../random.ts';
import type { Query } from '../truth.ts';

/** One kind of difficulty, with how many of it there are in a set of 6,600. */
export interface Stratum {
  name: string;
  count: number;
  /** One query of this kind; `undefined` where the population has nobody for it. */
  make(population: Population, draws: Draws, id: string): Query | undefined;
}
