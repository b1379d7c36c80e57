import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark, table } from '../io.ts';
import { packagesDir_default } from './packages.ts';
import { interrupted } from './serve.ts';

interface DemoCommandOptions extends JsonOption {
  once?: boolean;
  data?: string;
  cohort?: string;
  asOf?: string;
  out?: string;
  single?: boolean;
  keep?: string;
  packages: string;
}

export const demoCommand: CommandMaker = (io, exit) =>
  jsonCommand('demo', 'two payers on this machine, and one exchange from opt-in to stored record')
    .option('--once', 'end after the exchange; without it both payers stay up until Ctrl-C')
    .option('--data <dir>', 'load this folder of NDJSON into the responding payer instead of sample members')
    .option(
      '--cohort <file>',
      'request these members: $bulk-member-match or $member-match Parameters, or NDJSON of them',
    )
    .option('--as-of <instant>', 'start both payers’ clocks there')
    .option('--out <dir>', 'write released/, stored/, groups.ndjson and ledger.csv')
    .option('--single', 'match one by one instead of in bulk')
    .option('--keep <dir>', 'keep databases and files there for the next run')
    .option(
      '--packages <dir>',
      'the folder of FHIR packages that both payers judge by, if there is one',
      packagesDir_default,
    )
    .action(async (options: DemoCommandOptions) => {
      const { asOf, once, json, ...rest } = options;
      if (!once) {
        const { ensurePortalClient } = await import('../../app/portal-client.ts');
        await ensurePortalClient((text) => remark(io, text));
      }
      const { runDemo } = await import('../../demo/demo.ts');
      const { openLog } = await import('../../telemetry/log.ts');
      const demo = await runDemo(
        { ...rest, once: once ?? false, ...(asOf === undefined ? {} : { asOf: instant(asOf) }) },
        { tell: (text) => remark(io, text), interrupted: io.interrupted, log: openLog('error', 'demo') },
      );
      try {
        const { showReport } = await import('../../demo/show.ts');
        print(io, json, demo.report, () =>
          showReport(demo.report, { sample: options.cohort === undefined, table }),
        );
        if (!demo.report.ok) exit(1);
        if (demo.portal && !io.interrupted.aborted) {
          const { url, signInAs, plan, card } = demo.portal;
          // No progress but what the command is for: said in a pipe too.
          io.stderr.write(`\nThe member portal is open: ${url}\n`);
          io.stderr.write(`Sign in as ${signInAs}. His earlier plan was ${plan}, card number ${card}.\n`);
        }
        if (!once && !io.interrupted.aborted) {
          remark(io, 'Both payers stay up. Ctrl-C ends them.');
          await interrupted(io.interrupted);
        }
      } finally {
        await demo.close();
      }
    });

function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at.getTime())) {
    throw new UsageProblem('--as-of takes an instant.', 'For example --as-of 2026-06-30T12:00:00Z.');
  }
  return at;
}
