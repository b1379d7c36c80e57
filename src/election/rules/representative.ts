// 45 CFR 164.502(g): who may decide for a member; the portal's contract, 3.3: narrowing acts at once, widening waits.
import type { DecisionKind, Scope } from '../decision.ts';

export interface Represented {
  kind: DecisionKind;
  scope?: Scope | null | undefined;
  /** What is given to each plan that is named now; undefined for a plan that is new. */
  standing: readonly (Scope | undefined)[];
  basis: string;
  /** In whole years; undefined where we know no birth date. */
  memberAge: number | undefined;
}

export type RepresentedDecision = 'effective' | 'waiting' | 'refused';

/** Ages (per state in law; a setting where a state differs). */
export const majority_years = 18;
export const teenager_years = 12;

export function decideRepresented(asked: Represented): RepresentedDecision {
  if (asked.kind === 'withdraw' || asked.kind === 'decline' || asked.kind === 'defer') return 'effective';
  const byParent = asked.basis === 'parent';
  // On the 18th birthday a parent's right to decide ends: the adult is asked.
  if (byParent && (asked.memberAge === undefined || asked.memberAge >= majority_years)) return 'refused';
  // From 12 on a parent may choose to leave out what is sensitive, and nothing wider.
  if (byParent && asked.memberAge! >= teenager_years && asked.scope !== 'regular') return 'refused';
  const widens = asked.standing.some(
    (before) => before === undefined || (before === 'regular' && asked.scope === 'all'),
  );
  return widens ? 'waiting' : 'effective';
}

/** Whole years on a day (`YYYY-MM-DD`). */
export function ageOn(birthDate: string | null | undefined, day: string): number | undefined {
  if (!birthDate || birthDate.length < 10) return undefined;
  const had = day.slice(5) >= birthDate.slice(5, 10);
  return Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (had ? 0 : 1);
}
