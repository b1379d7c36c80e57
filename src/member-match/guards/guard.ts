import type { Parameters } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import type { Scored } from '../score/posterior.ts';

/** What a guard looks at. */
export interface Situation {
  query: MemberQuery;
  /** Who would be named. */
  leading: Scored;
  /** Everybody else whom retrieval brought, best first. */
  others: readonly Scored[];
  parameters: Parameters;
  /** The query's birth date is that of a young person, who lives with brothers and sisters; also where none is told. */
  isYoung: boolean;
}

/**
 * Objects to naming the leading candidate. One objection is enough: nobody is named, whatever rule or score says. Its name is
 * the reason that an operator reads.
 */
export interface Guard {
  name: string;
  objects(situation: Situation): boolean;
}
