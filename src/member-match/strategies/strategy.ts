import type { Facts } from '../adapters/additional.ts';
import type { CandidateTrace, MatchDecision, MatchOptions } from '../decide.ts';
import type { MemberQuery } from '../query.ts';

/** What a decision is without the candidates that led to it. */
export type Outcome = Omit<MatchDecision, 'candidates'>;

/** What somebody outside adds to a query. */
export interface Evidence {
  source: string;
  /** Reason code of the decision: what came of asking. */
  note: string;
  /** The source's keys of the person, where it named one. */
  keys: string[];
  /** What is known beyond the query; absent: nothing is. */
  facts?: Facts;
}

export interface StrategyAnswer {
  candidates: CandidateTrace[];
  evidence: Evidence[];
  /** Absent: this strategy brings evidence, and has no say. */
  outcome?: Outcome;
}

/** What a strategy may use. */
export interface MatchContext {
  /** The engine over our index. The index is read once for a query, however often it is asked about. */
  decide(query: MemberQuery, options?: Pick<MatchOptions, 'auto'>): Promise<MatchDecision>;
  /** From which score on the engine answers by itself. */
  auto: number;
  /** `YYYY-MM-DD`; undefined where there is no clock. */
  today: string | undefined;
}

/** One way of the field to find out who is meant (member-match 5.10). */
export interface MatchStrategy {
  name: string;
  /** `decides`: names somebody or refuses. `informs`: is asked only about what is doubtful, and adds evidence. */
  role: 'decides' | 'informs';
  match(query: MemberQuery, ctx: MatchContext): Promise<StrategyAnswer>;
}

/** The answer of a strategy that decides. */
export function answered({ candidates, ...outcome }: MatchDecision): StrategyAnswer & { outcome: Outcome } {
  return { candidates, evidence: [], outcome };
}

/** What evidence a strategy that informs brings. */
export const informed = (evidence: Evidence): StrategyAnswer => ({ candidates: [], evidence: [evidence] });
