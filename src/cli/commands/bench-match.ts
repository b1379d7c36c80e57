import { type CommandMaker, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';

interface MatchBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  bulk?: string;
  quick?: boolean;
  keep?: string;
  database?: string;
}

/** How fast the matcher is on a large index of made-up members. */
export const benchMatchCommand: CommandMaker = (io) =>
  jsonCommand('match', 'who a member is, on an index of a million made-up members or more')
    .option('--size <members>', 'how many members')
    .option('--runs <n>', 'how often it is measured; the median counts')
    .option('--bulk <requests>', 'how many at once in the bulk')
    .option('--quick', 'end within a minute')
    .option('--keep <dir>', 'keep the index there: the next run of this size begins at once')
    .option('--database <url>', 'a server to make the scratch database on; else an embedded one')
    .action(async (options: MatchBenchOptions) => {
      const { benchMatch, matchBench } = await import('../../bench/match.ts');
      const { systemClock } = await import('../../clock/clock.ts');
      const { systemRandom } = await import('../../clock/random.ts');
      const { quick = false } = options;
      const report = await benchMatch({
        members:
          wholeNumber('--size', options.size) ?? (quick ? matchBench.quickMembers : matchBench.members),
        runs: wholeNumber('--runs', options.runs) ?? matchBench.runs,
        queries: quick ? matchBench.quickQueries : matchBench.queries,
        bulk: wholeNumber('--bulk', options.bulk) ?? (quick ? matchBench.quickBulk : matchBench.bulk),
        keep: options.keep,
        serverUrl: options.database,
        clock: systemClock,
        random: systemRandom,
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });
