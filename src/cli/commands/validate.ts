import type { ValidationReport } from '../../validation/report.ts';
import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark, table } from '../io.ts';
import { packagesDir_default } from './packages.ts';

interface ValidateOptions extends JsonOption {
  profile: string[];
  prefer: string[];
  packages: string;
  cache: boolean;
  issues: boolean;
}

const collect = (value: string, values: string[]): string[] => [...values, value];

/** Files, folders and NDJSON against the profiles that they claim, or that are asked for. */
export const validateCommand: CommandMaker = (io, exit) =>
  jsonCommand('validate', 'resources against their profiles')
    .argument('<path...>', 'JSON or NDJSON files, plain or gzip, or folders of them')
    .option(
      '--profile <canonical>',
      'this profile (url or url|version) instead of those claimed; repeatable',
      collect,
      [],
    )
    .option(
      '--prefer <name#version>',
      'the package that canonicals without a version mean; repeatable',
      collect,
      [],
    )
    .option('--packages <dir>', 'the folder of FHIR packages', packagesDir_default)
    .option('--no-cache', 'read the packages anew')
    .option('--no-issues', 'the summary only')
    .action(async (paths: string[], options: ValidateOptions) => {
      const { existsSync } = await import('node:fs');
      const { installedValidator } = await import('../../validation/installed.ts');
      const { resourceFiles, validateFile } = await import('../../validation/files.ts');
      const { openReport } = await import('../../validation/report.ts');
      const dir = existsSync(options.packages) ? options.packages : undefined;
      const validator = installedValidator({
        dir,
        prefer: options.prefer,
        ...(!options.cache && { cacheDir: false as const }),
      });
      if (validator.packages.length === 0)
        io.stderr.write(
          'No packages are installed: only the shape of base R4 is checked. See `throughline packages install`.\n',
        );
      for (const profile of options.profile)
        if (validator.packages.length > 0 && !validator.knows(profile))
          throw new UsageProblem(
            `The profile ${profile} is not installed.`,
            'See `throughline packages list`.',
          );
      const reporter = openReport();
      const profiles = options.profile.length > 0 ? options.profile : undefined;
      for (const path of paths)
        for (const file of resourceFiles(path)) {
          if (io.interrupted.aborted) break;
          await validateFile(file, validator, reporter, profiles);
          remark(io, file);
        }
      validator.save();
      const report = reporter.report(options.issues);
      if (report.invalid > 0) exit(1);
      print(io, options.json, report, () => text(report));
    });

/** Issues that are shown to people; `--json` has all. */
const shown_max = 50;

function text(report: ValidationReport): string {
  const lines = [`${report.resources} resources: ${report.valid} valid, ${report.invalid} invalid.`, ''];
  lines.push(
    table(
      ['profile', 'resources', 'invalid'],
      report.byProfile.map((one) => [one.profile, one.resources, one.invalid]),
    ),
  );
  if (report.byRule.length > 0)
    lines.push(
      '',
      table(
        ['rule', 'severity', 'profile', 'issues'],
        report.byRule.map((one) => [one.rule, one.severity, one.profile, one.count]),
      ),
    );
  const errors = (report.issues ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) lines.push('');
  for (const { file, line, expression, rule, text: why } of errors.slice(0, shown_max))
    lines.push(`${file}:${line} ${expression} ${rule}: ${why}`);
  if (errors.length > shown_max) lines.push(`... and ${errors.length - shown_max} more errors: see --json.`);
  const unchecked = Object.entries(report.notChecked);
  if (unchecked.length > 0) lines.push('', table(['not checked', 'times'], unchecked));
  return lines.join('\n');
}
