import type { Check, CheckName } from '../../population/checks.ts';
import type { GenerateSummary } from '../../population/generate.ts';
import { type CommandMaker, command, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark, table } from '../io.ts';

interface PopulationOptions extends JsonOption {
  members: string;
  seed: string;
  out?: string;
  queries: string;
  stress: string;
  gzip?: boolean;
}

/** Members and requests that are nobody's, for measuring and testing. */
export const generateCommand: CommandMaker = (io) =>
  command('generate', 'made-up data for measuring and testing').addCommand(
    jsonCommand('population', 'members of a payer and requests about them, with what the right answers are')
      .requiredOption('--members <n>', 'member records in the index, whole households')
      .requiredOption('--seed <text>', 'same seed, same bytes')
      .option(
        '--out <dir>',
        'write members, queries and truth there; without it the population is only measured',
      )
      .option('--queries <n>', 'everyday requests', '0')
      .option('--stress <n>', 'difficult requests of every kind', '0')
      .option('--gzip', 'compress the files')
      .action(async (options: PopulationOptions) => {
        const { generate } = await import('../../population/generate.ts');
        const summary = await generate({
          seed: options.seed,
          members: whole('--members', options.members, 1),
          queries: whole('--queries', options.queries, 0),
          stress: whole('--stress', options.stress, 0),
          gzip: options.gzip ?? false,
          ...(options.out !== undefined && { dir: options.out }),
          signal: io.interrupted,
          progress: (members, of) => remark(io, `${members} of ${of} members`),
        });
        print(io, options.json, summary, () => text(summary));
      }),
  );

/** Households that have numbers of their own; more would meet the numbers of others. */
const members_max = 40_000_000;

function whole(option: string, text: string, min: number): number {
  const number = Number(text);
  if (!/^\d{1,8}$/.test(text) || number < min || number > members_max)
    throw new UsageProblem(
      `${option} takes a whole number from ${min} to ${members_max}.`,
      `For example ${option} 100000.`,
    );
  return number;
}

function text(summary: GenerateSummary): string {
  const { persons: sample, ...checks } = summary.checks;
  const rows = Object.entries(checks as Record<CheckName, Check>).map(([name, check]) => [
    name,
    check.value.toPrecision(3),
    `${check.min} to ${check.max}`,
    check.holds ? 'holds' : 'DOES NOT HOLD',
  ]);
  return [
    `${summary.members} members, ${summary.persons} persons, ${summary.households} households in ${summary.seconds} s (${summary.membersPerSecond} members/s).`,
    `${summary.natural.queries} everyday requests, ${summary.stress.queries} difficult ones of ${Object.keys(summary.stress.strata).length} kinds.`,
    ...(summary.files.length > 0 ? [`Written: ${summary.files.join(', ')}.`] : []),
    '',
    table([`check (of ${sample} persons)`, 'measured', 'range', ''], rows),
  ].join('\n');
}
