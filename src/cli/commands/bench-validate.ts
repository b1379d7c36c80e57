import { type CommandMaker, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';
import { packagesDir_default } from './packages.ts';

interface ValidateBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
  packages: string;
}

/** Of a number on the command line: more would take hours. */
const digits_max = 6;

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
        size:
          wholeNumber('--size', options.size, digits_max) ??
          (quick ? validateBench.quickSize : validateBench.size),
        runs:
          wholeNumber('--runs', options.runs, digits_max) ??
          (quick ? validateBench.quickRuns : validateBench.runs),
        asOf: systemClock.now(),
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });
