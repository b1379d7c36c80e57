// pdex-208: how long a yes lasts, by the kind of the plan; the portal's contract, 5.3.
import type { PlanKind } from '../decision.ts';

const day_ms = 86_400_000;
const priorLife_days = 90;

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10);

/**
 * The last day of what is given. Concurrent: to the end of the plan year. Prior: until 90 days after the coverage here began, or after
 * the decision where that was earlier. Renewal is a new question, never automatic.
 */
export function lastDay(kind: PlanKind, decided: string, coverageStart: string | undefined): string {
  if (kind === 'concurrent') return `${decided.slice(0, 4)}-12-31`;
  const from = coverageStart !== undefined && coverageStart > decided ? coverageStart : decided;
  return addDays(from, priorLife_days);
}
