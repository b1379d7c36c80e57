import type { StrategyConfig } from '../../app/strategy-config.ts';
import type { MatchOptions } from '../../member-match/decide.ts';
import type { Training } from '../../member-match/learn/train.ts';
import type { Calibration } from '../../member-match/learn/trained.ts';
import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

interface TrainOptions extends JsonOption {
  queries?: string;
  truth?: string;
  dryRun?: boolean;
  activate?: boolean;
  by?: string;
}

/** Learns from a log of queries and from what reviewers decided. */
export const matchTrainCommand: CommandMaker = (io, exit) =>
  jsonCommand('train', 'learn from queries and reviews; decides nothing before it is activated')
    .option('--queries <file>', 'NDJSON of member-match Parameters with an id; .gz too')
    .option('--truth <file>', 'CSV with query_id, expect, member_ids (our Patient ids); .gz too')
    .option('--dry-run', 'report what would be learned, keep nothing')
    .option('--activate', 'decide by it from now on; with --by')
    .option('--by <name>', 'who activates it, for the audit')
    .action(async ({ queries, truth, dryRun, activate, by, json }: TrainOptions) => {
      if (truth !== undefined && queries === undefined)
        throw new UsageProblem('--truth is about queries.', 'Name them with --queries.');
      if (dryRun && activate)
        throw new UsageProblem('--dry-run keeps nothing to activate.', 'Leave out one of the two.');
      if (activate && by === undefined)
        throw new UsageProblem('Whoever activates is named.', 'Add --by with your name.');
      const { train } = await import('../../member-match/learn/train.ts');
      const { queryLog } = await import('../../evaluation/query-log.ts');
      const training = await withPayer(({ db, clock, config }) =>
        train(db, clock, {
          ...(queries !== undefined && { queries: queryLog({ queries, truth, npi: config.payer.npi }) }),
          match: optionsOf(config.strategies),
          dryRun: dryRun === true,
          activateBy: activate ? by : undefined,
        }),
      );
      if (training.refused) exit(1);
      print(io, json, { ok: training.refused === undefined, ...training }, () => reportOf(training));
    });

/** The matcher's own thresholds and rules: what is tried is what would answer. */
function optionsOf(strategies: StrategyConfig | undefined): Omit<MatchOptions, 'today'> {
  const { auto, review, profile } = strategies ?? {};
  return {
    ...(profile && { profile }),
    ...(auto !== undefined && { auto }),
    ...(review !== undefined && { review }),
  };
}

/** For people: what became of it, what moved, and how good the scores are. */
function reportOf({ version, active, refused, report }: Training): string {
  const { answers, calibration, expectation } = report;
  const lines = [
    `${report.queries} queries (${report.labelled} with truth), ${report.reviews} reviews of a score, ${report.reviewsObjected} of an objection`,
    ...(expectation
      ? [`${expectation.matches} of the queries mean a member; ${expectation.rounds} rounds`]
      : []),
    ...(answers.queries > 0
      ? [
          `of ${answers.queries} queries: answered ${answers.before.answered} before, ${answers.after.answered} after; ` +
            `review ${answers.before.review}, ${answers.after.review}; another person for ${answers.changed}`,
        ]
      : []),
    ...(report.labelled > 0
      ? [
          `right ${answers.before.right} before, ${answers.after.right} after; wrong ${answers.before.wrong}, ${answers.after.wrong}`,
        ]
      : []),
  ];
  const levels = table(
    ['field', 'level', 'before', 'after'],
    report.levels.map((l) => [l.field, l.level, share(l.before), share(l.after)]),
  );
  const calibrations = calibration
    ? [
        `calibration error ${share(calibration.before.error)} before, ${share(calibration.after.error)} after, on ${calibration.after.n} labels kept apart`,
        reliability(calibration.after),
      ]
    : ['No labels were kept apart: the calibration cannot be shown.'];
  const ending = refused
    ? 'Not kept: it answers more queries wrongly than what is in use.'
    : version === null
      ? 'Nothing was kept.'
      : active
        ? `Version ${version} decides from now on.`
        : `Version ${version} is kept. \`throughline match activate ${version}\` makes it decide.`;
  return [lines.join('\n'), levels, ...calibrations, ending].join('\n\n');
}

const reliability = ({ table: rows }: Calibration): string =>
  table(
    ['score from', 'to', 'n', 'predicted', 'observed'],
    rows.map((row) => [row.from, row.to, row.n, share(row.meanScore), share(row.observed)]),
  );

const share = (value: number): string => value.toFixed(4);
