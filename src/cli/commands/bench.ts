import { type CommandMaker, command, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print } from '../io.ts';

interface BenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
}

/** Throughput beside the raw limit of the same machine, measured alternately in the same run. */
export const benchCommand: CommandMaker = (io) => {
  const bench = (name: 'export' | 'ingest', summary: string) =>
    jsonCommand(name, summary)
      .option('--size <resources>', 'how many resources')
      .option('--runs <n>', 'how often each is measured; the median counts')
      .option('--quick', 'end within a minute')
      .action(async (options: BenchOptions) => {
        const size = positive('--size', options.size);
        const runs = positive('--runs', options.runs);
        const settings = {
          ...(size ? { size } : {}),
          ...(runs ? { runs } : {}),
          quick: options.quick ?? false,
        };
        const report = await run(
          name,
          settings,
          io.stderr.isTTY ? (text) => io.stderr.write(`${text}\n`) : () => {},
        );
        print(io, options.json, report, () => JSON.stringify(report, null, 2));
      });
  return command('bench', 'throughput beside the raw limit of the same machine')
    .addCommand(bench('export', 'from the database to checksummed NDJSON files'))
    .addCommand(bench('ingest', 'from NDJSON files into the database'));
};

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageProblem(`${name} takes a whole number.`, `For example ${name} 100000.`);
  return Number(text);
}
