import { type CommandMaker, command, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';
import { benchAuditCommand } from './bench-audit.ts';
import { benchMatchCommand } from './bench-match.ts';
import { benchPortalCommand } from './bench-portal.ts';
import { benchSearchCommand } from './bench-search.ts';
import { benchValidateCommand } from './bench-validate.ts';

interface BenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
}

/** Throughput beside the raw limit of the same machine, measured alternately in the same run. */
export const benchCommand: CommandMaker = (io, exit) => {
  const bench = (name: 'export' | 'ingest', summary: string) =>
    jsonCommand(name, summary)
      .option('--size <resources>', 'how many resources')
      .option('--runs <n>', 'how often each is measured; the median counts')
      .option('--quick', 'end within a minute')
      .action(async (options: BenchOptions) => {
        const asked = {
          size: wholeNumber('--size', options.size),
          runs: wholeNumber('--runs', options.runs),
        };
        const report = await measure(name, { ...asked, quick: options.quick ?? false }, (text) =>
          remark(io, text),
        );
        print(io, options.json, report, () => JSON.stringify(report, null, 2));
      });
  return command('bench', 'throughput beside the raw limit of the same machine')
    .addCommand(bench('export', 'from the database to checksummed NDJSON files'))
    .addCommand(bench('ingest', 'from NDJSON files into the database'))
    .addCommand(benchMatchCommand(io, exit))
    .addCommand(benchSearchCommand(io, exit))
    .addCommand(benchPortalCommand(io, exit))
    .addCommand(benchValidateCommand(io, exit))
    .addCommand(benchAuditCommand(io, exit));
};

interface Asked {
  size: number | undefined;
  runs: number | undefined;
  quick: boolean;
}

async function measure(
  name: 'export' | 'ingest',
  asked: Asked,
  progress: (text: string) => void,
): Promise<object> {
  const { systemClock } = await import('../../clock/clock.ts');
  const { systemRandom } = await import('../../clock/random.ts');
  if (name === 'export') {
    const bench = await import('../../bench/export.ts');
    return bench.benchExport({
      records: asked.size ?? (asked.quick ? bench.exportRecords_quick : bench.exportRecords_default),
      runs: asked.runs ?? (asked.quick ? bench.exportRuns_quick : bench.exportRuns_default),
      clock: systemClock,
      random: systemRandom,
      progress,
    });
  }
  const { benchIngest, ingestBench } = await import('../../bench/ingest.ts');
  const { openScratch } = await import('../../db/scratch.ts');
  const scratch = await openScratch(undefined);
  try {
    return await benchIngest(
      { db: scratch.db, dir: scratch.dir, clock: systemClock },
      {
        size: asked.size ?? (asked.quick ? ingestBench.quickSize : ingestBench.size),
        runs: asked.runs ?? ingestBench.runs,
        progress,
      },
    );
  } finally {
    await scratch.close();
  }
}
