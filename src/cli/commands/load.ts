import type { ReleaseCheckReport } from '../../load/release-tally.ts';
import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, remark } from '../io.ts';

export const loadCommand: CommandMaker = (io) =>
  jsonCommand('load', 'members, coverages, claims and clinical data from FHIR NDJSON')
    .argument('<path...>', 'files (.ndjson, .ndjson.gz) and folders')
    .option('--reject-file <file>', 'where bad lines go', 'throughline-rejected.ndjson')
    .action(async (paths: string[], options: JsonOption & { rejectFile: string }) => {
      const { load } = await import('../../load/load.ts');
      remark(io, `Loading ${paths.join(', ')}.`);
      const summary = await withPayer((payer) => load(payer, paths, { rejectFile: options.rejectFile }));
      print(io, options.json, summary, () =>
        [
          `Read ${summary.read} lines of ${summary.files} files: ${summary.stored} stored, ${summary.unchanged} unchanged, ${summary.rejected} rejected.`,
          `${summary.members} members, ${summary.persons} persons, ${summary.seconds} s.`,
          validity(summary.validation),
          ...(summary.rejected > 0 ? [`Bad lines are in ${summary.rejectFile}.`] : []),
        ].join('\n'),
      );
    });

function validity({ note, checked, valid, invalid, withoutClaim, byRule }: ReleaseCheckReport): string {
  if (note !== undefined) return `Release views: ${note} (see \`throughline packages install\`).`;
  const humble = withoutClaim > 0 ? ` ${withoutClaim} leave without the claims that do not hold.` : '';
  const rules = byRule.map((r) => `  ${r.count} × ${r.rule} of ${r.profile}`).slice(0, rulesShown_max);
  return [
    `Release views: ${checked} checked against their profiles, ${valid} valid, ${invalid} invalid.${humble}`,
    ...rules,
  ].join('\n');
}

/** Rules that are shown to people; `--json` has all. */
const rulesShown_max = 10;
