import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark } from '../io.ts';
import { packagesDir_default } from './packages.ts';

interface ValidateBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
  packages: string;
}

/** How fast resources are judged by their profiles, and how long the first one waits. */
export const benchValidateCommand: CommandMaker = (io) =>
  jsonCommand('validate', 'resources against profiles, beside the other validator on npm')
    .option('--size <resources>', 'how many Patients, and as many claims')
    .option('--runs <n>', 'how often each is measured; the median counts')
    .option('--quick', 'end within a minute')
    .option('--packages <dir>', 'the folder of FHIR packages', packagesDir_default)
    .action(async (options: ValidateBenchOptions) => {
      const { benchValidate, validateBench } = await import('../../bench/validate.ts');
      const { systemClock } = await import('../../clock/clock.ts');
      const { quick = false } = options;
      const report = await benchValidate({
        packages: options.packages,
        size: positive('--size', options.size) ?? (quick ? validateBench.quickSize : validateBench.size),
        runs: positive('--runs', options.runs) ?? (quick ? validateBench.quickRuns : validateBench.runs),
        asOf: systemClock.now(),
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageProblem(`${name} takes a whole number.`, `For example ${name} 1000.`);
  return Number(text);
}
