import type { DeckFiles, DeckFormat } from '../../evaluation/deck.ts';
import type { Evaluation } from '../../evaluation/tally.ts';
import type { MatchOptions } from '../../member-match/decide.ts';
import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark, table } from '../io.ts';

interface EvaluateOptions extends JsonOption {
  members: string;
  queries?: string;
  truth?: string;
  format: string;
  auto?: string;
  review?: string;
  households: boolean;
  learn?: boolean;
  decisions?: string;
  npi?: string;
  database?: string;
  concurrency?: string;
}

/** How right the matcher is on data whose truth is known: the product's own path on a scratch database. */
export const matchEvaluateCommand: CommandMaker = (io) =>
  jsonCommand('evaluate', 'measure the matcher on members and queries whose truth is known')
    .requiredOption('--members <file>', 'NDJSON of {id, patient, coverages[]}; .gz too')
    .option('--queries <file>', 'NDJSON of member-match Parameters with an id; .gz too')
    .option('--truth <file>', 'CSV with query_id, expect, reason, member_ids, stratum, tier; .gz too')
    .option(
      '--format <name>',
      'fhir, or a public set: febrl, febrl-ssn (members and queries), miis (members alone)',
      'fhir',
    )
    .option('--auto <score>', 'answer from this score on; else as delivered')
    .option('--review <score>', 'ask a person from this score on; else as delivered')
    .option('--no-households', 'an index of single people: no family hypotheses and guards')
    .option('--learn', 'learn from the queries first, without their truth, as `match train` does')
    .option('--decisions <file>', 'write each decision as CSV')
    .option('--npi <npi>', 'our NPI; else the one that most coverages name')
    .option(
      '--database <url>',
      'a server to make the scratch database on; else DATABASE_URL, else an embedded one',
    )
    .option('--concurrency <n>', 'queries at once; else as many as processors')
    .action(async (options: EvaluateOptions) => {
      if (options.concurrency !== undefined && !/^[1-9]\d?$/.test(options.concurrency))
        throw new UsageProblem('--concurrency takes a number from 1 to 99.', 'For example --concurrency 2.');
      const files = filesOf(options);
      const match = policyOf(options);
      const { scratchServer } = await import('../../app/scratch-server.ts');
      const { systemClock } = await import('../../clock/clock.ts');
      const { systemRandom } = await import('../../clock/random.ts');
      const { openScratch } = await import('../../db/scratch.ts');
      const { evaluate } = await import('../../evaluation/evaluate.ts');
      const scratch = await openScratch(scratchServer(options.database));
      try {
        const result = await evaluate(
          scratch.db,
          { clock: systemClock, random: systemRandom },
          {
            ...files,
            decisions: options.decisions,
            npi: options.npi,
            concurrency: options.concurrency === undefined ? undefined : Number(options.concurrency),
            match,
            learn: options.learn,
            progress: (text) => remark(io, text),
          },
        );
        print(io, options.json, result, () => reportOf(result));
      } finally {
        await scratch.close();
      }
    });

/** The files beside the members that each format needs. */
const needed = new Map<string, readonly string[]>([
  ['fhir', ['queries', 'truth']],
  ['febrl', ['queries']],
  ['febrl-ssn', ['queries']],
  ['miis', []],
]);

function filesOf({ format, members, queries, truth }: EvaluateOptions): DeckFiles {
  const needs = needed.get(format);
  if (needs === undefined)
    throw new UsageProblem(`There is no format ${format}.`, `One of ${[...needed.keys()].join(', ')}.`);
  const given = { queries, truth };
  for (const name of ['queries', 'truth'] as const)
    if ((given[name] !== undefined) !== needs.includes(name))
      throw new UsageProblem(
        `The format ${format} ${needs.includes(name) ? 'needs' : 'has no'} --${name}.`,
        'See --help.',
      );
  return { format: format as DeckFormat, members, ...given };
}

function policyOf({ auto, review, households }: EvaluateOptions): Omit<MatchOptions, 'today'> {
  return {
    ...(auto !== undefined && { auto: scoreOf('--auto', auto) }),
    ...(review !== undefined && { review: scoreOf('--review', review) }),
    ...(!households && { households }),
  };
}

function scoreOf(option: string, text: string): number {
  const score = Number(text);
  if (!/^[01](\.\d+)?$/.test(text) || score > 1)
    throw new UsageProblem(`${option} takes a score from 0 to 1.`, `For example ${option} 0.95.`);
  return score;
}

/** For people: the totals, then tier by tier, then the strata with an error first. */
function reportOf(e: Evaluation): string {
  const totals = [
    `queries ${e.queries}, answered ${e.answered}: ${e.correct} right, ${e.wrong} wrong`,
    `wrong per million ${e.wrongPerMillion} (95 %: ${e.wilson95PerMillion.join(' to ')}), precision ${fraction(e.precision)}`,
    `recall ${fraction(e.recall)}, with review ${fraction(e.recallWithReview)} of ${e.positives}`,
    `must refuse ${e.mustRefuse}: answered ${e.wrongOnMustRefuse} (${fraction(e.falsePositiveRate)}), reason right ${fraction(e.reasonAccuracy)}`,
    `review rate ${fraction(e.reviewRate)}, calibration error ${fraction(e.expectedCalibrationError)}`,
    `latency ms p50 ${e.latencyMs.p50}, p95 ${e.latencyMs.p95}, p99 ${e.latencyMs.p99}`,
    `candidates mean ${e.candidates.mean}, p99 ${e.candidates.p99}, true record among them ${fraction(e.candidates.trueRecordRate)}`,
  ];
  const tiers = table(
    ['tier', 'n', 'recall', 'with review', 'wrong'],
    Object.entries(e.tiers).map(([tier, t]) => [
      tier,
      t.n,
      fraction(t.recall),
      fraction(t.recallWithReview),
      t.wrong,
    ]),
  );
  const strata = table(
    ['stratum', 'n', 'correct', 'wrong', 'review', 'refused'],
    [...e.strata]
      .sort((a, b) => b.wrong - a.wrong)
      .map((s) => [s.stratum, s.n, s.correct, s.wrong, s.review, s.refused]),
  );
  return [totals.join('\n'), tiers, strata].join('\n\n');
}

const fraction = (value: number | null): string => (value === null ? '-' : value.toFixed(4));
