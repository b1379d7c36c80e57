/** A posterior is no frequency in the middle band: the steps of an isotonic fit say what was observed at each height. */
import type { Parameters } from '../model.ts';

/** Without steps the posterior itself. Monotone: a higher posterior never has a lower score. */
export function calibrated(posterior: number, steps: Parameters['calibration']): number {
  if (steps.length === 0) return posterior;
  const above = steps.findIndex((step) => step.from > posterior);
  const upper = above === -1 ? { from: 1, to: 1 } : steps[above]!;
  const lower = above === 0 ? { from: 0, to: 0 } : steps[above === -1 ? steps.length - 1 : above - 1]!;
  if (upper.from === lower.from) return Math.max(lower.to, upper.to);
  return lower.to + ((posterior - lower.from) / (upper.from - lower.from)) * (upper.to - lower.to);
}
