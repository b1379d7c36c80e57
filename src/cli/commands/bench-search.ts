import { type CommandMaker, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';

interface SearchBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
  database?: string;
}

/** How long a partner waits for a page of one member's records. */
export const benchSearchCommand: CommandMaker = (io) =>
  jsonCommand('search', 'pages of one member’s records, beside the plain statement')
    .option('--size <resources>', 'how many resources')
    .option('--runs <n>', 'searches of each kind')
    .option('--quick', 'end within a minute')
    .option('--database <url>', 'a server to make the scratch database on; else an embedded one')
    .action(async (options: SearchBenchOptions) => {
      const { benchSearch, searchBench } = await import('../../bench/search.ts');
      const { systemClock } = await import('../../clock/clock.ts');
      const { quick = false } = options;
      const report = await benchSearch({
        size: wholeNumber('--size', options.size) ?? (quick ? searchBench.quickSize : searchBench.size),
        queries:
          wholeNumber('--runs', options.runs) ?? (quick ? searchBench.quickQueries : searchBench.queries),
        serverUrl: options.database,
        now: systemClock.now(),
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });
