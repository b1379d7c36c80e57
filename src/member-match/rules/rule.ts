import type { Fields } from '../model.ts';

/** Accepts a candidate on the fields that agree. What disagrees is for the guards. */
export interface Rule {
  name: string;
  /** Where the rule comes from. */
  source: string;
  accepts(fields: Fields): boolean;
}
