import type { Fields } from '../compare.ts';

/** Accepts a candidate on the fields that agree. What disagrees is for the guards. */
export interface Rule {
  name: string;
  accepts(fields: Fields): boolean;
}
