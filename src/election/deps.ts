import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';

/** What deciding needs beside a transaction. */
export interface DecideDeps {
  clock: Clock;
  random: Random;
  /** Ourselves: the payer that asks. */
  payer: { name: string; npi: string };
  /** Absolute, without a slash at the end. */
  baseUrl: string;
}
