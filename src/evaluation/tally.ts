import { wilson95 } from '../member-match/learn/wilson.ts';
import { Problem } from '../problem/problem.ts';
import type { Answer } from './ask.ts';
import type { Truth } from './truth.ts';

/** As `match evaluate --json` prints it. */
export interface Evaluation {
  queries: number;
  answered: number;
  correct: number;
  wrong: number;
  wrongPerMillion: number;
  wilson95PerMillion: [number, number];
  precision: number | null;
  precisionWilson95: [number, number];
  positives: number;
  recall: number | null;
  recallWithReview: number | null;
  mustRefuse: number;
  wrongOnMustRefuse: number;
  falsePositiveRate: number | null;
  reviewRate: number | null;
  /** Of the queries that must be refused for a stated reason and were refused: for how many that was the reason. */
  reasonAccuracy: number | null;
  reasons: { expected: string; n: number; decisions: Record<string, number> }[];
  tiers: Record<string, { n: number; recall: number | null; recallWithReview: number | null; wrong: number }>;
  strata: { stratum: string; n: number; correct: number; wrong: number; review: number; refused: number }[];
  /** Observed shares at heights of the score, of the queries that have a leading candidate. */
  calibration: { from: number; to: number; n: number; meanScore: number; observed: number }[];
  /** Mean distance of score and observed share, weighted by n. */
  expectedCalibrationError: number | null;
  latencyMs: { p50: number; p95: number; p99: number };
  candidates: { mean: number; p99: number; trueRecordRate: number | null };
}

interface Counts {
  n: number;
  positives: number;
  correct: number;
  wrong: number;
  review: number;
  reviewRight: number;
  refused: number;
}
const noCounts = (): Counts => ({
  n: 0,
  positives: 0,
  correct: 0,
  wrong: 0,
  review: 0,
  reviewRight: 0,
  refused: 0,
});

/** Lower edges of the bands of the calibration table. */
const bands = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 0.9999];

/** Holds answers against the truth. */
export function openTally(truth: ReadonlyMap<string, Truth>): {
  add(answer: Answer): void;
  result(): Evaluation;
} {
  const all = noCounts();
  const tiers = new Map<string, Counts>();
  const strata = new Map<string, Counts>();
  const reasons = new Map<string, Map<string, number>>();
  const scores = bands.map(() => ({ n: 0, sum: 0, right: 0 }));
  const latencies: number[] = [];
  const candidates: number[] = [];
  const refusals = { n: 0, answered: 0 };
  const retrieved = { of: 0, n: 0 };

  return {
    add(answer) {
      const true_ = truth.get(answer.queryId);
      if (!true_) throw new Problem('invalid', `There is no truth for query ${answer.queryId}.`);
      const outcome = outcomeOf(answer, true_);
      for (const counts of [all, countsOf(tiers, true_.tier), countsOf(strata, true_.stratum)])
        count(counts, outcome, true_);
      latencies.push(answer.ms);
      if (answer.candidates !== undefined) candidates.push(answer.candidates);
      if (true_.mustRefuse) {
        refusals.n++;
        if (outcome === 'wrong') refusals.answered++;
        if (true_.reason !== undefined) {
          const decisions = reasons.get(true_.reason) ?? new Map<string, number>();
          reasons.set(
            true_.reason,
            decisions.set(answer.decision, (decisions.get(answer.decision) ?? 0) + 1),
          );
        }
      } else if (answer.candidates !== undefined) {
        retrieved.of++;
        if (answer.holds(true_.memberIds)) retrieved.n++;
      }
      if (answer.leadingId !== '') {
        const band = scores[bands.findLastIndex((edge) => answer.score >= edge)]!;
        band.n++;
        band.sum += answer.score;
        if (true_.memberIds.has(answer.leadingId)) band.right++;
      }
    },
    result() {
      const answered = all.correct + all.wrong;
      const [low, high] = wilson95(all.wrong, all.n);
      const calibration = scores.flatMap(({ n, sum, right }, i) =>
        n === 0
          ? []
          : [{ from: bands[i]!, to: bands[i + 1] ?? 1, n, meanScore: sum / n, observed: right / n }],
      );
      return {
        queries: all.n,
        answered,
        correct: all.correct,
        wrong: all.wrong,
        wrongPerMillion: perMillion(all.n === 0 ? 0 : all.wrong / all.n),
        wilson95PerMillion: [perMillion(low), perMillion(high)],
        precision: share(all.correct, answered),
        precisionWilson95: wilson95(all.correct, answered),
        positives: all.positives,
        recall: share(all.correct, all.positives),
        recallWithReview: share(all.correct + all.reviewRight, all.positives),
        mustRefuse: refusals.n,
        wrongOnMustRefuse: refusals.answered,
        falsePositiveRate: share(refusals.answered, refusals.n),
        reviewRate: share(all.review, all.n),
        reasonAccuracy: reasonAccuracy(reasons),
        reasons: [...reasons].map(([expected, decisions]) => ({
          expected,
          n: [...decisions.values()].reduce((sum, n) => sum + n, 0),
          decisions: Object.fromEntries([...decisions].sort()),
        })),
        tiers: Object.fromEntries(
          [...tiers].sort().map(([tier, c]) => [
            tier,
            {
              n: c.n,
              recall: share(c.correct, c.positives),
              recallWithReview: share(c.correct + c.reviewRight, c.positives),
              wrong: c.wrong,
            },
          ]),
        ),
        strata: [...strata].sort().map(([stratum, { n, correct, wrong, review, refused }]) => ({
          stratum,
          n,
          correct,
          wrong,
          review,
          refused,
        })),
        calibration,
        expectedCalibrationError: share(
          calibration.reduce(
            (sum, { n, meanScore, observed }) => sum + n * Math.abs(meanScore - observed),
            0,
          ),
          calibration.reduce((sum, { n }) => sum + n, 0),
        ),
        latencyMs: {
          p50: rounded(quantile(latencies, 0.5)),
          p95: rounded(quantile(latencies, 0.95)),
          p99: rounded(quantile(latencies, 0.99)),
        },
        candidates: {
          mean: rounded(candidates.reduce((sum, n) => sum + n, 0) / Math.max(1, candidates.length)),
          p99: quantile(candidates, 0.99),
          trueRecordRate: share(retrieved.n, retrieved.of),
        },
      };
    },
  };
}

type Outcome = 'correct' | 'wrong' | 'review-right' | 'review' | 'refused';

function outcomeOf(answer: Answer, truth: Truth): Outcome {
  const right = truth.memberIds.has(answer.memberId);
  if (answer.decision === 'matched') return right ? 'correct' : 'wrong';
  if (answer.decision === 'review') return right ? 'review-right' : 'review';
  return 'refused';
}

function count(counts: Counts, outcome: Outcome, truth: Truth): void {
  counts.n++;
  if (!truth.mustRefuse) counts.positives++;
  if (outcome === 'correct') counts.correct++;
  else if (outcome === 'wrong') counts.wrong++;
  else if (outcome === 'refused') counts.refused++;
  else {
    counts.review++;
    if (outcome === 'review-right') counts.reviewRight++;
  }
}

function countsOf(groups: Map<string, Counts>, name: string): Counts {
  const counts = groups.get(name) ?? noCounts();
  groups.set(name, counts);
  return counts;
}

function reasonAccuracy(reasons: ReadonlyMap<string, ReadonlyMap<string, number>>): number | null {
  let refused = 0;
  let right = 0;
  for (const [expected, decisions] of reasons)
    for (const [decision, n] of decisions) {
      if (decision === 'matched' || decision === 'review') continue;
      refused += n;
      if (decision === expected) right += n;
    }
  return share(right, refused);
}

const share = (n: number, of: number): number | null => (of === 0 ? null : n / of);
const perMillion = (value: number): number => Math.round(value * 1e7) / 10;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The value that this share of all lie at or below. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? 0;
}
