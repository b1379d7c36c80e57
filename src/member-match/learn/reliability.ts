/**
 * Whether a score of 0.9 is right nine times in ten. From labelled decisions: steps for `calibrated`, and the report that shows
 * how good they are.
 */
import type { Parameters } from '../model.ts';
import { wilson95 } from './wilson.ts';

/** The leading candidate of a decision, and whether it was the person. */
export interface LabelledScore {
  score: number;
  isRight: boolean;
}

/** Weight of the posterior against what was observed, in decisions. */
const shrinkage = 50;

/**
 * Isotonic fit (pool adjacent violators): the steps never fall, so that a better score never becomes a worse one. Blocks of fewer
 * than `block_min` are joined to their neighbour: a handful of labels is no rate. A score is lowered to what was observed, and raised no
 * further than the observations prove (lower end of Wilson's 95 % interval).
 */
export function fitCalibration(
  labelled: readonly LabelledScore[],
  block_min = 30,
): Parameters['calibration'] {
  const blocks: { scores: number; right: number; n: number }[] = [];
  for (const { score, isRight } of [...labelled].sort((a, b) => a.score - b.score)) {
    blocks.push({ scores: score, right: Number(isRight), n: 1 });
    while (blocks.length > 1) {
      const [before, last] = [blocks.at(-2)!, blocks.at(-1)!];
      if (before.n >= block_min && before.right / before.n < last.right / last.n) break;
      blocks.pop();
      before.scores += last.scores;
      before.right += last.right;
      before.n += last.n;
    }
  }
  const steps = blocks.map(({ scores, right, n }) => {
    const from = scores / n;
    const observed = (right + shrinkage * from) / (n + shrinkage);
    return { from, to: observed < from ? observed : Math.max(from, wilson95(right, n)[0]) };
  });
  // From the top down: what one block does not prove, none below it does.
  for (let i = steps.length - 2; i >= 0; i--) steps[i]!.to = Math.min(steps[i]!.to, steps[i + 1]!.to);
  return steps;
}

export interface ReliabilityRow {
  from: number;
  to: number;
  n: number;
  meanScore: number;
  observed: number;
}

/** Finer where decisions are made. */
const edges = [0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

/** One row for each band that holds a decision. */
export function reliabilityTable(labelled: readonly LabelledScore[]): ReliabilityRow[] {
  return edges.slice(0, -1).flatMap((from, i) => {
    const to = edges[i + 1]!;
    const inBand = labelled.filter(({ score }) => score >= from && (score < to || to === 1));
    const n = inBand.length;
    if (n === 0) return [];
    const meanScore = inBand.reduce((sum, one) => sum + one.score, 0) / n;
    return [{ from, to, n, meanScore, observed: inBand.filter((one) => one.isRight).length / n }];
  });
}

/** Expected calibration error: the mean distance of score and observation over the bands, weighted by decisions. */
export function calibrationError(table: readonly ReliabilityRow[]): number {
  const n = table.reduce((sum, row) => sum + row.n, 0);
  return n === 0
    ? 0
    : table.reduce((sum, row) => sum + row.n * Math.abs(row.meanScore - row.observed), 0) / n;
}
